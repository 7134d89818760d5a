import type { RequestListener } from 'node:http';
import { App, type Receiver } from '@slack/bolt';
import type { Logger as SlackLogger } from '@slack/logger';
import type { LoadOverview } from '../apps/overview.js';
import type { Change, ChangeService } from '../changes/change.js';
import type { Queries } from '../database/queries/queries.js';
import type { App as AppRecord } from '../domain/app.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import { createChangeMessages, type MessageChannels } from '../notices/create/change-messages.js';
import type { Outbox } from '../notices/outbox.js';
import type { Snooze } from '../notices/snooze.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/meters.js';
import type { Operation } from '../operations/operation.js';
import { counted, createSlackClient } from './client.js';
import { connectToSlack } from './connect.js';
import type { SlackContext } from './context.js';
import { createDelivery } from './delivery/deliver.js';
import { type DeliveryTiming, defaultTiming } from './delivery/timing.js';
import { createHomeCache } from './listeners/home.js';
import { registerListeners } from './listeners/index.js';
import { boltLogger } from './logger.js';
import { createReceiver, type ReceiverSettings } from './receiver/index.js';
import { createReplayGuard } from './receiver/replay-guard.js';
import { createRequestTracker } from './receiver/request-tracker.js';
import { translatorForChannel } from './render/translator.js';
import { createUserDirectory, type RoleSettings } from './users.js';

export interface SlackAppOptions extends ReceiverSettings, RoleSettings, MessageChannels {
  readonly botToken: string;
  /** How long a submitted modal may take before it says that work goes on. Slack waits for three seconds. */
  readonly ackBudgetMs?: number;
  /** How fast messages are said. */
  readonly timing?: DeliveryTiming;
}

interface SlackAppDeps {
  readonly settings: SlackAppOptions;
  readonly changes: ChangeService;
  readonly queries: Queries;
  readonly overview: LoadOverview;
  readonly outbox: Outbox;
  readonly snooze: Snooze;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
  readonly translator: Translator;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Requests are signed by the wall clock, whatever day the bot is made to think it is. */
  wallClock(): Date;
}

/** The door to people. */
export interface SlackApp {
  /** What `POST /slack/events` goes to; not with Socket Mode. */
  readonly requestListener?: RequestListener;
  /** Puts what a change is to people into the outbox. */
  changeUpdated(change: Change): Promise<void>;
  /** Says the next message that a channel waits for; answers in how many milliseconds to come again, or null. */
  deliver(channel: string): Promise<number | null>;
  isUp(): boolean;
  /** Resolves when all that has come in is acknowledged, and all that was to be done about it is done. */
  stop(): Promise<void>;
}

/** Opens the door; to nobody yet, while Slack is out of reach. Throws when Slack does not accept the token. */
export async function createSlackApp(parts: SlackAppDeps): Promise<SlackApp> {
  const { settings, changes, queries, overview, outbox, snooze, catalogue } = parts;
  const { operations, translator, log, metrics, wallClock: now } = parts;
  const logger = boltLogger(log);
  const requestTracker = createRequestTracker({ log, metrics });
  const client = counted(createSlackClient(settings.botToken, settings.apiUrl), metrics);
  const { receiver, requestListener, isConnected } = createReceiver(settings, { logger, requestTracker, now });
  const app = createBoltApp(settings, receiver, logger);
  const context: SlackContext = {
    ...{ changes, queries, overview, snooze, operations, client, log },
    homes: createHomeCache(),
    channelTranslator: channelTranslatorIn(parts),
    note() {},
  };
  const users = createUserDirectory({ client, translator, settings, log, now });
  let up = true;
  const stopping = new AbortController();
  const onUninstalled = (event: string) => {
    up = false;
    log.fatal({ event }, 'the Slack app was removed from the workspace, or its token revoked');
  };
  const { ackBudgetMs = 2_400, timing = defaultTiming, approvers: onCall } = settings;
  registerListeners(app, { context, users, ackBudgetMs, replayed: createReplayGuard(now), onUninstalled });
  const reach = async () => {
    await client.authenticate();
    if (!requestListener) await app.start();
  };
  const isReached = await connectToSlack(reach, { log, stopping: stopping.signal });
  return {
    ...(requestListener && { requestListener }),
    changeUpdated: createChangeMessages({ context, outbox, channels: settings }),
    deliver: createDelivery({
      ...{ context, users, outbox, translator, catalogue, onCall, timing, metrics, now },
      stopping: stopping.signal,
    }),
    isUp: () => up && isReached() && isConnected(),
    stop: async () => {
      up = false;
      stopping.abort();
      await requestTracker.answered();
      if (!requestListener) await app.stop();
      await requestTracker.finished();
    },
  };
}

function createBoltApp({ apiUrl, botToken }: SlackAppOptions, receiver: Receiver, logger: SlackLogger): App {
  return new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    clientOptions: { slackApiUrl: apiUrl },
    authorize: async () => ({ botToken }),
  });
}

/** Who reads what is said in a channel about an app: its team, in its language. */
function channelTranslatorIn({ translator, settings }: SlackAppDeps): SlackContext['channelTranslator'] {
  return (app: AppRecord | null) =>
    translatorForChannel(translator, languageOf(app?.language ?? undefined, settings.defaultLanguage));
}
