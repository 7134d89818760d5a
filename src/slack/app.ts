import type { RequestListener } from 'node:http';
import { App, type Receiver } from '@slack/bolt';
import type { Logger as SlackLogger } from '@slack/logger';
import type { AppSearch } from '../apps/app-search.js';
import type { LoadOverview } from '../apps/overview.js';
import type { RolesNow } from '../changes/authority.js';
import type { Change, ChangeService } from '../changes/change.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { withoutTeam } from '../domain/slack-ids.js';
import { languageOf } from '../i18n/language.js';
import type { Translator } from '../i18n/translator.js';
import { type ChangeMessageSettings, createChangeMessages } from '../notices/create/change-messages.js';
import type { Outbox } from '../notices/outbox.js';
import type { Snooze } from '../notices/snooze.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import type { Operation } from '../operations/operation.js';
import { approvalRecipients } from './approvers.js';
import { createSlackClient, type SlackClient, withMessageMetrics } from './client.js';
import { connectToSlack } from './connect.js';
import type { SlackContext } from './context.js';
import { createDelivery } from './delivery/deliver.js';
import { type DeliveryTiming, defaultTiming } from './delivery/timing.js';
import type { Workspace } from './identity.js';
import { createHomeCache } from './listeners/home.js';
import { registerListeners } from './listeners/index.js';
import { boltLogger } from './logger.js';
import { createReceiver, type ReceiverSettings } from './receiver/index.js';
import { createReplayGuard } from './receiver/replay-guard.js';
import { createRequestTracker } from './receiver/request-tracker.js';
import { translatorForChannel } from './render/translator.js';
import { createUninstallation } from './uninstallation.js';
import { createUserDirectory, type RoleSettings } from './users.js';

export interface SlackAppOptions extends ReceiverSettings, RoleSettings, ChangeMessageSettings {
  readonly botToken: string;
  /** Gets the requests for approval; without it, every approver gets them as a direct message. */
  readonly approvalsChannel?: string;
  /** How long a submitted modal may take before it is acknowledged with a loading view. Slack waits for three seconds. */
  readonly ackBudgetMs?: number;
  readonly timing?: DeliveryTiming;
}

interface SlackAppDeps {
  readonly settings: SlackAppOptions;
  readonly changes: ChangeService;
  readonly appSearch: AppSearch;
  readonly overview: LoadOverview;
  readonly outbox: Outbox;
  readonly snooze: Snooze;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
  readonly translator: Translator;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The real time, by which Slack signs requests; in the demo, the bot's own clock can be moved. */
  wallClock(): Date;
}

export interface SlackApp {
  /** Handles `POST /slack/events`; absent with Socket Mode. */
  readonly requestListener?: RequestListener;
  /** Puts the messages about a change into the outbox. */
  changeUpdated(change: Change): Promise<void>;
  /** Delivers the next pending message of a channel; returns after how many ms to call again, or null if none is left. */
  deliver(channel: string): Promise<number | null>;
  /** The roles of a user as of now, for decisions. */
  readonly rolesNow: RolesNow;
  isUp(): boolean;
  /** Resolves when every request received is acknowledged and its work is done. */
  stop(): Promise<void>;
}

/** Starts even while Slack is unreachable, and connects later. Throws when Slack does not accept the token. */
export async function createSlackApp(deps: SlackAppDeps): Promise<SlackApp> {
  const { settings, outbox, catalogue, translator, log, metrics, wallClock: now } = deps;
  const logger = boltLogger(log);
  const requestTracker = createRequestTracker({ log, metrics });
  const client = withMessageMetrics(createSlackClient(settings.botToken, settings.apiUrl), metrics);
  const { receiver, requestListener, isConnected } = createReceiver(settings, { logger, requestTracker, now });
  const app = createBoltApp(settings, receiver, logger);
  const context = createContext(deps, client);
  let workspace: Workspace | null = null;
  const workspaceNow = () => workspace;
  const users = createUserDirectory({ client, translator, settings, workspace: workspaceNow, log, now });
  const stopping = new AbortController();
  const uninstallation = createUninstallation({ client, log, stopping: stopping.signal });
  const { ackBudgetMs = 2_400, timing = defaultTiming } = settings;
  registerListeners(app, {
    ...{ context, users, ackBudgetMs, workspace: workspaceNow },
    confirmUninstallation: uninstallation.confirm,
    isKnownRequest: createReplayGuard(now),
  });
  const connect = async () => {
    workspace = await client.authenticate();
    if (!requestListener) await app.start();
  };
  const isConnectedToSlack = await connectToSlack(connect, { log, stopping: stopping.signal });
  return {
    ...(requestListener && { requestListener }),
    changeUpdated: createChangeMessages({
      outbox,
      settings,
      approvers: ({ author }) => approvalRecipients({ client, settings, log }, author),
    }),
    deliver: createDelivery({
      ...{ context, users, outbox, translator, catalogue, timing, metrics, now },
      onCall: settings.approvers.map(withoutTeam),
      stopping: stopping.signal,
    }),
    rolesNow: users.rolesNow,
    isUp: () => !stopping.signal.aborted && !uninstallation.isConfirmed() && isConnectedToSlack() && isConnected(),
    stop: async () => {
      stopping.abort();
      await requestTracker.allAcknowledged();
      if (!requestListener) await app.stop();
      await requestTracker.allFinished();
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

function createContext(deps: SlackAppDeps, client: SlackClient): SlackContext {
  const { settings, changes, appSearch, overview, snooze, operations, translator, log } = deps;
  return {
    ...{ changes, appSearch, overview, snooze, operations, client, log },
    homes: createHomeCache(),
    channelTranslator: (app) =>
      translatorForChannel(translator, languageOf(app?.language ?? undefined, settings.defaultLanguage)),
    recordOutcome() {},
  };
}
