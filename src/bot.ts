import { setTimeout as pause } from 'node:timers/promises';
import { healthRoutes } from './api/health.js';
import { openMetrics } from './api/metrics.js';
import { closeMonths } from './changes/close-months.js';
import { openCorridor } from './changes/corridor.js';
import type { Desk } from './changes/desk.js';
import { expire } from './changes/expire.js';
import { deliverChange } from './changes/news.js';
import { openSaid } from './changes/said.js';
import { corridorBook } from './changes/text.js';
import { watched } from './changes/watched.js';
import type { Settings, SlackSettings } from './config.js';
import type { Database } from './database/database.js';
import { appQueries } from './database/queries/apps.js';
import { vitalSigns } from './database/queries/vital-signs.js';
import { interpreter } from './i18n/interpreter.js';
import { calendarIn } from './imapp/calendar.js';
import { readCatalogue } from './imapp/catalogue/catalogue.js';
import { standardCatalogue } from './imapp/catalogue/index.js';
import { withPrices } from './imapp/catalogue/price-book.js';
import { appBook } from './imapp/words.js';
import { startJobs } from './jobs/jobs.js';
import type { Log } from './log.js';
import { operationBooks } from './operations/books.js';
import { operations } from './operations/index.js';
import { openServer } from './server.js';
import { openSlackDoor } from './slack/door.js';
import { slackBook } from './slack/text.js';

/** Everything that is said, in every language. */
export const books = [slackBook, corridorBook, appBook, ...operationBooks];

interface Given {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly database: Database;
  readonly log: Log;
  readonly desk: Desk;
  /** The clock on the wall: what Slack signs its requests by. */
  wallClock(): Date;
}

/** The bot at work. Stopping it finishes what is in flight, once; the database is left open. */
export interface Bot {
  readonly port: number;
  /** Does at once what the clock would do by and by. */
  runDue(): Promise<void>;
  stop(): Promise<void>;
}

/** How long the end waits for work in flight, in milliseconds. Slack and the database are given less than that. */
const longestWork = 20_000;

/** The rules of the house and the operations. `now` is the bot's clock: by it things are valid, due or over. */
export function deskOf({ extendWindowDays, billingTimeZone, priceBook }: Settings, now: () => Date): Desk {
  const catalogue = readCatalogue(withPrices(standardCatalogue, priceBook));
  return { rules: { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays }, operations, now };
}

/** Builds everything once and hands it inwards: rules, corridor, door, jobs, server. */
export async function startBot({ settings, database, desk, log, wallClock }: Given): Promise<Bot> {
  let stopped: Promise<void> | undefined;
  const { meters, routes: metricsRoutes } = openMetrics({
    signs: () => vitalSigns(database.prisma),
    slackIsUp: () => slack.isUp(),
    deliveries: [deliverChange],
  });
  const corridor = watched(openCorridor(database, desk), meters.outcome);
  const slack = await openSlackDoor({
    settings: { ...settings.slack, defaultLanguage: settings.defaultLanguage },
    corridor,
    queries: appQueries(database.prisma),
    said: openSaid(database, desk.now),
    operations,
    interpreter: interpreter(books),
    log,
    meters,
    wallClock,
  });
  const jobs = await startJobs({ database, desk, log, meters, deliver: slack.deliver });
  const server = await openServer(settings.http, {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp, isStopping: () => stopped !== undefined }),
    ...metricsRoutes,
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
  });
  async function stop(): Promise<void> {
    await pause(settings.http.drainSeconds * 1000);
    const finished = server.close().then(slack.stop);
    await Promise.race([finished, pause(longestWork, null, { ref: false })]);
    server.end();
    await jobs.stop();
  }
  return {
    port: server.port,
    async runDue() {
      await expire(database, desk);
      await closeMonths(database, desk);
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
