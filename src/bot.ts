import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { openApi } from './api/api.js';
import { healthRoutes } from './api/health.js';
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
import { corridorBook } from './changes/text.js';
import type { Settings, SlackSettings } from './config.js';
import { openAppBook } from './database/app-book.js';
import type { Database } from './database/database.js';
import { appQueries } from './database/queries/apps.js';
import type { AppBook } from './database/queries/queries.js';
import { type Interpreter, interpreter, plain } from './i18n/interpreter.js';
import { calendarIn } from './imapp/calendar.js';
import { readCatalogue } from './imapp/catalogue/catalogue.js';
import { standardCatalogue } from './imapp/catalogue/index.js';
import { withPrices } from './imapp/catalogue/price-book.js';
import { appBook } from './imapp/words.js';
import { startJobs } from './jobs/jobs.js';
import type { Log } from './log.js';
import { notices } from './notices/index.js';
import { operationBooks } from './operations/books.js';
import { operations } from './operations/index.js';
import { openSlackDoor } from './slack/door.js';
import { homeBook } from './slack/draw/home-text.js';
import { slackBook } from './slack/text.js';
import { openUsageReader } from './tencent/usage.js';
import { openVendorHook } from './tencent/webhook.js';

/** Everything that is said, in every language. */
export const books = [
  slackBook,
  homeBook,
  corridorBook,
  appBook,
  ...operationBooks,
  ...notices.map(({ book }) => book),
];

interface Given {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly database: Database;
  readonly log: Log;
  readonly desk: Desk;
  /** The clock on the wall: what Slack signs its requests by. */
  wallClock(): Date;
}

/** The bot at work. Stopping it finishes what is in flight; the database is left open. */
export interface Bot {
  readonly port: number;
  /** Does at once what the clock would do by and by. */
  runDue(): Promise<void>;
  stop(): Promise<void>;
}

/** The rules of the house and the operations. `now` is the bot's clock: by it things are valid, due or over. */
export function deskOf({ extendWindowDays, billingTimeZone, priceBook }: Settings, now: () => Date): Desk {
  const catalogue = readCatalogue(withPrices(standardCatalogue, priceBook));
  return { rules: { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays }, operations, now };
}

/** Builds everything once and hands it inwards: rules, corridor, door, jobs, server. */
export async function startBot({ settings, database, desk, log, wallClock }: Given): Promise<Bot> {
  const corridor = openCorridor(database, desk);
  const words = interpreter(books);
  const book = openAppBook(database, log);
  const slack = await openSlackDoor({
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
    wallClock,
  });
  const team = { noticesChannel: settings.slack.noticesChannel ?? null, language: settings.defaultLanguage };
  const round: Round = { database, desk, team };
  const read = openUsageReader({ now: () => wallClock().getTime(), sleep: (ms) => pause(ms) });
  const vendor = { keys: settings.tencent.keys, read };
  const jobs = await startJobs({ round, log, vendor, announce: slack.announce, say: slack.say });
  const server = await serve(settings.http, {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp }),
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
    '/v1/*': forPrograms({ settings, database, desk, log, wallClock }, { corridor, book, words }),
  }).catch(async (error: unknown) => {
    await slack.stop();
    await jobs.stop();
    await book.close();
    throw error;
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : settings.http.port,
    async runDue() {
      await closeMonths(database, desk);
      await sweepAll(round);
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve).closeIdleConnections());
      await slack.stop();
      await jobs.stop();
      await book.close();
    },
  };
}

interface Opened {
  readonly corridor: Corridor;
  readonly book: AppBook;
  readonly words: Interpreter;
}

/** The door to programs, and to the vendor's webhook where there is a token to believe it by. */
function forPrograms({ settings, database, desk, log, wallClock }: Given, { corridor, book, words }: Opened) {
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
    wallClock,
  });
}

/** One port for everything. */
async function serve(
  { port, host }: Settings['http'],
  routes: Readonly<Record<string, RequestListener>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes[path.startsWith('/v1/') ? '/v1/*' : path];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
