import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { AskOverview } from '../apps/overview.js';
import type { Change, Corridor } from '../changes/change.js';
import type { Queries } from '../database/queries/queries.js';
import type { App as AppRecord } from '../domain/app.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';
import { languageOf } from '../i18n/language.js';
import type { Interpreter } from '../i18n/translator.js';
import { announcer, type Channels } from '../notices/create/change-messages.js';
import type { Outbox } from '../notices/outbox.js';
import type { Snooze } from '../notices/snooze.js';
import type { Log } from '../observability/log.js';
import type { Meters } from '../observability/meters.js';
import type { Operation } from '../operations/operation.js';
import { counted, openWeb } from './client.js';
import { arrive } from './connect.js';
import type { Context } from './context.js';
import { deliverer } from './delivery/deliver.js';
import { calmPace, type Pace } from './delivery/timing.js';
import { openHomes } from './listeners/home.js';
import { listen } from './listeners/index.js';
import { boltLogger } from './logger.js';
import { type EntranceSettings, openEntrance } from './receiver/index.js';
import { openReplays } from './receiver/replay-guard.js';
import { openVisits } from './receiver/request-tracker.js';
import { voiceForAll } from './render/translator.js';
import { openPeople, type RoleSettings } from './users.js';

export interface SlackDoorSettings extends EntranceSettings, RoleSettings, Channels {
  readonly botToken: string;
  /** How long a submitted modal may take before it says that work goes on. Slack waits for three seconds. */
  readonly patienceMs?: number;
  /** How fast messages are said. */
  readonly pace?: Pace;
}

interface Parts {
  readonly settings: SlackDoorSettings;
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly overview: AskOverview;
  readonly outbox: Outbox;
  readonly snooze: Snooze;
  readonly catalogue: Catalogue;
  readonly operations: readonly Operation[];
  readonly interpreter: Interpreter;
  readonly log: Log;
  readonly meters: Meters;
  /** Requests are signed by the wall clock, whatever day the bot is made to think it is. */
  wallClock(): Date;
}

/** The door to people. */
export interface SlackDoor {
  /** What `POST /slack/events` goes to; not with Socket Mode. */
  readonly requestListener?: RequestListener;
  /** Puts what a change is to people into the outbox. */
  announce(change: Change): Promise<void>;
  /** Says the next message that a channel waits for; answers in how many milliseconds to come again, or null. */
  say(channel: string): Promise<number | null>;
  isUp(): boolean;
  /** Resolves when all that has come in is acknowledged, and all that was to be done about it is done. */
  stop(): Promise<void>;
}

/** Opens the door; to nobody yet, while Slack is out of reach. Throws when Slack does not accept the token. */
export async function openSlackDoor(parts: Parts): Promise<SlackDoor> {
  const { settings, corridor, queries, overview, outbox, snooze, catalogue } = parts;
  const { operations, interpreter, log, meters, wallClock: now } = parts;
  const logger = boltLogger(log);
  const visits = openVisits({ log, meters });
  const web = counted(openWeb(settings.botToken, settings.apiUrl), meters);
  const { receiver, requestListener, isConnected } = openEntrance(settings, { logger, visits, now });
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    clientOptions: { slackApiUrl: settings.apiUrl },
    authorize: async () => ({ botToken: settings.botToken }),
  });
  const [homes, aloud] = [openHomes(), aloudIn(parts)];
  const context: Context = { corridor, queries, overview, snooze, operations, web, log, homes, aloud, note() {} };
  const people = openPeople({ web, interpreter, settings, log, now });
  let up = true;
  const stopping = new AbortController();
  const lost = (event: string) => {
    up = false;
    log.fatal({ event }, 'the Slack app was removed from the workspace, or its token revoked');
  };
  const { patienceMs = 2_400, pace = calmPace, approvers: onCall } = settings;
  listen(app, { context, people, patienceMs, replayed: openReplays(now), lost });
  const reach = async () => {
    await web.authenticate();
    if (!requestListener) await app.start();
  };
  const isReached = await arrive(reach, { log, stopping: stopping.signal });
  return {
    ...(requestListener && { requestListener }),
    announce: announcer({ context, outbox, channels: settings }),
    say: deliverer({
      ...{ context, people, outbox, interpreter, catalogue, onCall, pace, meters, now },
      stopping: stopping.signal,
    }),
    isUp: () => up && isReached() && isConnected(),
    stop: async () => {
      up = false;
      stopping.abort();
      await visits.answered();
      if (!requestListener) await app.stop();
      await visits.finished();
    },
  };
}

/** Who reads what is said in a channel about an app: its team, in its language. */
function aloudIn({ interpreter, settings }: Parts): Context['aloud'] {
  return (app: AppRecord | null) =>
    voiceForAll(interpreter, languageOf(app?.language ?? undefined, settings.defaultLanguage));
}
