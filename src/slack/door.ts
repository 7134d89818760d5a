import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { ChangeNews } from '../changes/news.js';
import type { Corridor } from '../changes/outcome.js';
import type { Said } from '../changes/said.js';
import type { Queries } from '../database/queries/queries.js';
import type { Interpreter } from '../i18n/interpreter.js';
import type { Log } from '../log.js';
import type { Meters } from '../meters.js';
import type { Operation } from '../operations/operation.js';
import type { Counter } from './counter.js';
import { type Channels, deliverer } from './deliver.js';
import { listen } from './listeners.js';
import { boltLogger } from './logger.js';
import { openPeople, type RoleSettings } from './people.js';
import { type EntranceSettings, openEntrance } from './receiver.js';
import { openReplays } from './replays.js';
import { openVisits } from './visits.js';
import { counted, openWeb } from './web.js';

export interface SlackDoorSettings extends EntranceSettings, RoleSettings, Channels {
  readonly botToken: string;
  /** How long a submitted modal may take before it says that work goes on. Slack waits for three seconds. */
  readonly patienceMs?: number;
}

interface Parts {
  readonly settings: SlackDoorSettings;
  readonly corridor: Corridor;
  readonly queries: Queries;
  readonly said: Said;
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
  deliver(news: ChangeNews): Promise<void>;
  isUp(): boolean;
  /** Resolves when all that has come in is acknowledged, and all that was to be done about it is done. */
  stop(): Promise<void>;
}

/** Opens the door. Throws when Slack does not accept the token. */
export async function openSlackDoor(parts: Parts): Promise<SlackDoor> {
  const { settings, corridor, queries, said, operations, interpreter, log, meters, wallClock: now } = parts;
  const logger = boltLogger(log);
  const visits = openVisits({ log, meters });
  const web = counted(openWeb(settings.botToken, settings.apiUrl), meters);
  const identity = await web.identity();
  const { receiver, requestListener, isConnected } = openEntrance(settings, { logger, visits, now });
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    clientOptions: { slackApiUrl: settings.apiUrl },
    authorize: async () => ({ botToken: settings.botToken, ...identity }),
  });
  const counter: Counter = { corridor, queries, operations, web, log, note() {} };
  const people = openPeople({ web, interpreter, settings, log, now });
  let up = true;
  const lost = (event: string) => {
    up = false;
    log.fatal({ event }, 'the Slack app was removed from the workspace, or its token revoked');
  };
  const { patienceMs = 2_400 } = settings;
  listen(app, { counter, people, patienceMs, replayed: openReplays(now), lost });
  if (!requestListener) await app.start();
  return {
    ...(requestListener && { requestListener }),
    deliver: deliverer({ counter, people, said, interpreter, channels: settings }),
    isUp: () => up && isConnected(),
    stop: async () => {
      up = false;
      await visits.answered();
      if (!requestListener) await app.stop();
      await visits.finished();
    },
  };
}
