import { createServer, type RequestListener, type Server } from 'node:http';
import { healthRoutes } from './api/health.js';
import { openCorridor } from './changes/corridor.js';
import type { Desk } from './changes/desk.js';
import { openOutbox } from './changes/notices/outbox.js';
import type { Round } from './changes/notices/round.js';
import { openSnooze } from './changes/notices/snooze.js';
import { sweepAll } from './changes/notices/sweeps.js';
import { corridorBook } from './changes/text.js';
import type { Settings, SlackSettings } from './config.js';
import type { Database } from './database/database.js';
import { appQueries } from './database/queries/apps.js';
import { interpreter } from './i18n/interpreter.js';
import { calendarIn } from './imapp/calendar.js';
import { readCatalogue } from './imapp/catalogue/catalogue.js';
import { standardCatalogue } from './imapp/catalogue/index.js';
import { appBook } from './imapp/words.js';
import { startJobs } from './jobs/jobs.js';
import type { Log } from './log.js';
import { notices } from './notices/index.js';
import { operationBooks } from './operations/books.js';
import { operations } from './operations/index.js';
import { openSlackDoor } from './slack/door.js';
import { slackBook } from './slack/text.js';

/** Everything that is said, in every language. */
export const books = [slackBook, corridorBook, appBook, ...operationBooks, ...notices.map(({ book }) => book)];

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
export function deskOf({ extendWindowDays, billingTimeZone }: Settings, now: () => Date): Desk {
  const catalogue = readCatalogue(standardCatalogue);
  return { rules: { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays }, operations, now };
}

/** Builds everything once and hands it inwards: rules, corridor, door, jobs, server. */
export async function startBot({ settings, database, desk, log, wallClock }: Given): Promise<Bot> {
  const corridor = openCorridor(database, desk);
  const slack = await openSlackDoor({
    settings: { ...settings.slack, defaultLanguage: settings.defaultLanguage },
    corridor,
    queries: appQueries(database.prisma),
    outbox: openOutbox(database, desk),
    snooze: openSnooze(database, desk),
    catalogue: desk.rules.catalogue,
    operations,
    interpreter: interpreter(books),
    log,
    wallClock,
  });
  const team = { noticesChannel: settings.slack.noticesChannel ?? null, language: settings.defaultLanguage };
  const round: Round = { database, desk, team };
  const jobs = await startJobs({ round, log, announce: slack.announce, say: slack.say });
  const server = await serve(settings.http, {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp }),
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : settings.http.port,
    runDue: async () => void (await sweepAll(round)),
    async stop() {
      await new Promise((resolve) => server.close(resolve).closeIdleConnections());
      await slack.stop();
      await jobs.stop();
    },
  };
}

/** One port for everything. */
async function serve(
  { port, host }: Settings['http'],
  routes: Readonly<Record<string, RequestListener>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const route = routes[(request.url ?? '').split('?')[0] ?? ''];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}
