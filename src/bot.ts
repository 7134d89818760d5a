import { setTimeout as pause } from 'node:timers/promises';
import { openApi } from './api/api.js';
import { healthRoutes } from './api/health.js';
import { openMetrics } from './api/metrics.js';
import { books } from './books.js';
import { openApps } from './changes/apps.js';
import { closeMonths } from './changes/close-months.js';
import { openCorridor } from './changes/corridor.js';
import type { Desk } from './changes/desk.js';
import { openIntake } from './changes/intake.js';
import { openOutbox } from './changes/notices/outbox.js';
import type { Round } from './changes/notices/round.js';
import { openSnooze } from './changes/notices/snooze.js';
import { sweepAll } from './changes/notices/sweeps.js';
import type { Corridor } from './changes/outcome.js';
import { openOverview } from './changes/overview.js';
import { watched } from './changes/watched.js';
import type { Settings, SlackSettings } from './config.js';
import { openAppBook } from './database/app-book.js';
import type { Database } from './database/database.js';
import { appQueries } from './database/queries/apps.js';
import type { AppBook } from './database/queries/queries.js';
import { vitalSigns } from './database/queries/vital-signs.js';
import { type Interpreter, interpreter, plain } from './i18n/interpreter.js';
import { calendarIn } from './imapp/calendar.js';
import { readCatalogue } from './imapp/catalogue/catalogue.js';
import { standardCatalogue } from './imapp/catalogue/index.js';
import { withPrices } from './imapp/catalogue/price-book.js';
import { calls, type Hands, startJobs } from './jobs/jobs.js';
import type { Log } from './log.js';
import type { Meters } from './meters.js';
import { operations } from './operations/index.js';
import { openServer } from './server.js';
import { openSlackDoor } from './slack/door.js';
import { openUsageReader } from './tencent/usage.js';
import { openVendorHook } from './tencent/webhook.js';

interface Given {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly database: Database;
  readonly log: Log;
  readonly desk: Desk;
  /** The clock on the wall: what Slack signs its requests by. */
  wallClock(): Date;
  /** When the clock calls the jobs; as `calls` has it, when left out. */
  readonly calls?: Hands['calls'];
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
export async function startBot(given: Given): Promise<Bot> {
  const { settings, database, desk, log } = given;
  let stopped: Promise<void> | undefined;
  const words = interpreter(books);
  const book = openAppBook(database, log);
  const { meters, routes: metricsRoutes } = openMetrics({
    signs: () => vitalSigns(database.prisma),
    slackIsUp: () => slack.isUp(),
  });
  const corridor = watched(openCorridor(database, desk), meters.outcome);
  const slack = await forPeople(given, { corridor, words, meters }).catch(after(book.close));
  // Whoever asks first shall not wait for what a first question costs.
  if (settings.apiTokens.length > 0) await Promise.resolve(book.find(0)).catch(() => null);
  const jobs = await startJobs({ ...dutiesOf(given), meters, ...slack }).catch(after(slack.stop, book.close));
  const routes = {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp, isStopping: () => stopped !== undefined }),
    ...metricsRoutes,
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
    '/v1/*': forPrograms(given, { corridor, words, meters, book }),
  };
  const server = await openServer({ ...settings.http, log }, routes).catch(after(slack.stop, jobs.stop, book.close));
  async function stop(): Promise<void> {
    server.drain();
    await pause(settings.http.drainSeconds * 1000);
    const finished = server.close().then(slack.stop);
    await Promise.race([finished, pause(longestWork, null, { ref: false })]);
    server.end();
    await Promise.all([jobs.stop(), book.close()]);
  }
  return {
    port: server.port,
    async runDue() {
      await closeMonths(database, desk);
      await sweepAll(roundOf(given));
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Fails, but not before what is open is closed, in this order. */
function after(...closings: (() => Promise<void>)[]): (error: unknown) => Promise<never> {
  return async (error) => {
    for (const close of closings) await close();
    throw error;
  };
}

/** What the clock's sweeps work with. */
function roundOf({ settings, database, desk }: Given): Round {
  const team = { noticesChannel: settings.slack.noticesChannel ?? null, language: settings.defaultLanguage };
  return { database, desk, team };
}

/** What the jobs work with, and what the vendor is asked about. */
function dutiesOf(given: Given) {
  const { settings, log, wallClock } = given;
  const read = openUsageReader({ now: () => wallClock().getTime(), sleep: (ms) => pause(ms) });
  return { round: roundOf(given), log, calls: given.calls ?? calls, vendor: { keys: settings.tencent.keys, read } };
}

interface Opened {
  readonly corridor: Corridor;
  readonly words: Interpreter;
  readonly meters: Meters;
}

/** The door to people. */
function forPeople({ settings, database, desk, log, wallClock }: Given, { corridor, words, meters }: Opened) {
  return openSlackDoor({
    settings: { ...settings.slack, defaultLanguage: settings.defaultLanguage },
    corridor,
    queries: appQueries(database.prisma),
    overview: openOverview(database, desk),
    outbox: openOutbox(database, desk),
    snooze: openSnooze(database, desk),
    catalogue: desk.rules.catalogue,
    operations,
    interpreter: words,
    log,
    meters,
    wallClock,
  });
}

/** The door to programs, and to the vendor's webhook where there is a token to believe it by. */
function forPrograms(
  { settings, database, desk, log, wallClock }: Given,
  { corridor, words, meters, book }: Opened & { readonly book: AppBook },
) {
  const { callbackToken } = settings.tencent;
  return openApi({
    tokens: settings.apiTokens,
    vendorHook: callbackToken ? openVendorHook({ token: callbackToken }) : null,
    desk,
    corridor,
    apps: openApps(database, desk),
    book,
    intake: openIntake(database, desk),
    tell: words('en', plain(settings.billingTimeZone)),
    log,
    meters,
    wallClock,
  });
}
