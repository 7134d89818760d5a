import { setTimeout as pause } from 'node:timers/promises';
import { openApi } from './api/app.js';
import { openApps } from './apps/list-apps.js';
import { openOverview } from './apps/overview.js';
import type { Corridor } from './changes/change.js';
import type { Desk } from './changes/operation-context.js';
import { openCorridor } from './changes/service.js';
import { watched } from './changes/watched.js';
import type { Settings, SlackSettings } from './config/config.js';
import { openAppBook } from './database/app-cache/app-cache.js';
import type { Database } from './database/client.js';
import { appQueries } from './database/queries/apps.js';
import { vitalSigns } from './database/queries/health-stats.js';
import type { AppBook } from './database/queries/queries.js';
import { calendarIn } from './domain/calendar.js';
import { readCatalogue } from './domain/catalogue/catalogue.js';
import { standardCatalogue } from './domain/catalogue/index.js';
import { withPrices } from './domain/catalogue/override-prices.js';
import { type Interpreter, interpreter, plain } from './i18n/translator.js';
import { closeMonths } from './jobs/close-months.js';
import type { Round } from './jobs/round.js';
import { sweepAll } from './jobs/sweep.js';
import { calls, type Hands, startJobs } from './jobs/tasks.js';
import { openOutbox } from './notices/outbox.js';
import { openSnooze } from './notices/snooze.js';
import { healthRoutes } from './observability/health.js';
import type { Log } from './observability/log.js';
import type { Meters } from './observability/meters.js';
import { openMetrics } from './observability/metrics.js';
import { operations } from './operations/index.js';
import { books } from './phrases.js';
import { openServer } from './server.js';
import { openSlackDoor } from './slack/app.js';
import { openUsageReader } from './tencent/usage.js';
import { openVendorHook } from './tencent/webhook.js';
import { openIntake } from './usage/intake.js';

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
