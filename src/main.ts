import { createServer, type RequestListener } from 'node:http';
import { healthRoutes } from './api/health.js';
import { openCorridor } from './changes/corridor.js';
import { openSaid } from './changes/said.js';
import { corridorBook } from './changes/text.js';
import { readSettings, SettingsProblem } from './config.js';
import { openDatabase } from './database/database.js';
import { appQueries } from './database/queries/apps.js';
import { interpreter } from './i18n/interpreter.js';
import { calendarIn } from './imapp/calendar.js';
import { readCatalogue } from './imapp/catalogue/catalogue.js';
import { standardCatalogue } from './imapp/catalogue/index.js';
import { appBook } from './imapp/words.js';
import { startJobs } from './jobs/jobs.js';
import { openLog } from './log.js';
import { operationBooks } from './operations/books.js';
import { operations } from './operations/index.js';
import { openSlackDoor } from './slack/door.js';
import { slackBook } from './slack/text.js';

/** Everything is built here, once, and handed inwards. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = openLog(settings.logLevel);
  if (!settings.slack) throw new SettingsProblem(['SLACK_BOT_TOKEN and the other Slack settings are missing']);
  const now = () => new Date();
  const { extendWindowDays, billingTimeZone, defaultLanguage } = settings;
  const rules = {
    catalogue: readCatalogue(standardCatalogue),
    calendar: calendarIn(billingTimeZone),
    extendWindowDays,
  };
  const desk = { rules, operations, now };

  const database = await openDatabase({ ...settings.database, log });
  const corridor = openCorridor(database, desk);
  const slack = await openSlackDoor({
    settings: { ...settings.slack, defaultLanguage },
    corridor,
    queries: appQueries(database.prisma),
    said: openSaid(database, now),
    operations,
    interpreter: interpreter([slackBook, corridorBook, appBook, ...operationBooks]),
    log,
    wallClock: now,
  });
  const jobs = await startJobs({ database, desk, log, deliver: slack.deliver });
  const server = await serve(settings.http, {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp }),
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
  });
  log.info({ ...settings.http, embedded: database.embedded, socketMode: !slack.requestListener }, 'ready');

  const stop = async () => {
    log.info('stopping');
    await new Promise((resolve) => server.close(resolve));
    await slack.stop();
    await jobs.stop();
    await database.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}

type Routes = Readonly<Record<string, RequestListener>>;

/** One port for everything. */
async function serve({ port, host }: { port: number; host: string }, routes: Routes) {
  const server = createServer((request, response) => {
    const route = routes[(request.url ?? '').split('?')[0] ?? ''];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}

main().catch((problem: unknown) => {
  process.stderr.write(
    `${problem instanceof SettingsProblem ? problem.message : String((problem as Error)?.stack ?? problem)}\n`,
  );
  process.exitCode = 1;
});
