import { setTimeout as pause } from 'node:timers/promises';
import { createApi } from './api/app.js';
import { createAppLists } from './apps/list-apps.js';
import { createOverview } from './apps/overview.js';
import type { ChangeService } from './changes/change.js';
import type { ServiceContext } from './changes/operation-context.js';
import { createChangeService } from './changes/service.js';
import { withMetrics } from './changes/watched.js';
import type { Settings, SlackSettings } from './config/config.js';
import { createAppCache } from './database/app-cache/app-cache.js';
import type { Database } from './database/client.js';
import { appQueries } from './database/queries/apps.js';
import { healthStats } from './database/queries/health-stats.js';
import type { AppCache } from './database/queries/queries.js';
import { calendarIn } from './domain/calendar.js';
import { readCatalogue } from './domain/catalogue/catalogue.js';
import { standardCatalogue } from './domain/catalogue/index.js';
import { withPrices } from './domain/catalogue/override-prices.js';
import { createTranslator, plain, type Translator } from './i18n/translator.js';
import { closeMonths } from './jobs/close-months.js';
import { runSweeps } from './jobs/sweep.js';
import { crontab, type JobDeps, startJobs } from './jobs/tasks.js';
import { createOutbox } from './notices/outbox.js';
import { createSnooze } from './notices/snooze.js';
import type { SweepContext } from './notices/sweep-context.js';
import { healthRoutes } from './observability/health.js';
import type { Logger } from './observability/log.js';
import type { Metrics } from './observability/metrics.js';
import { createMetrics } from './observability/metrics.js';
import { operations } from './operations/index.js';
import { allPhrases } from './phrases.js';
import { startServer } from './server.js';
import { createSlackApp } from './slack/app.js';
import { createUsageReader } from './tencent/usage.js';
import { createTencentWebhook } from './tencent/webhook.js';
import { openIntake } from './usage/intake.js';

interface BotDeps {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly database: Database;
  readonly log: Logger;
  readonly ctx: ServiceContext;
  /** The clock on the wall: what Slack signs its requests by. */
  wallClock(): Date;
  /** When the clock calls the jobs; as `calls` has it, when left out. */
  readonly calls?: JobDeps['calls'];
}

/** The bot at work. Stopping it finishes what is in flight, once; the database is left open. */
export interface Bot {
  readonly port: number;
  /** Does at once what the clock would do by and by. */
  runScheduledWork(): Promise<void>;
  stop(): Promise<void>;
}

/** How long the end waits for work in flight, in milliseconds. Slack and the database are given less than that. */
const drainTimeoutMs = 20_000;

/** The rules of the house and the operations. `now` is the bot's clock: by it things are valid, due or over. */
export function createServiceContext(
  { extendWindowDays, billingTimeZone, priceBook }: Settings,
  now: () => Date,
): ServiceContext {
  const catalogue = readCatalogue(withPrices(standardCatalogue, priceBook));
  return { rules: { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays }, operations, now };
}

/** Builds everything once and hands it inwards: rules, corridor, door, jobs, server. */
export async function startBot(given: BotDeps): Promise<Bot> {
  const { settings, database, ctx, log } = given;
  let stopped: Promise<void> | undefined;
  const words = createTranslator(allPhrases);
  const appCache = createAppCache(database, log);
  const { metrics, routes: metricsRoutes } = createMetrics({
    healthStats: () => healthStats(database.prisma),
    slackIsUp: () => slack.isUp(),
  });
  const changes = withMetrics(createChangeService(database, ctx), metrics.outcome);
  const slack = await createSlack(given, { changes, words, metrics }).catch(closeThenThrow(appCache.close));
  // Whoever asks first shall not wait for what a first question costs.
  if (settings.apiTokens.length > 0) await Promise.resolve(appCache.find(0)).catch(() => null);
  const jobs = await startJobs({ ...jobDeps(given), metrics, ...slack }).catch(
    closeThenThrow(slack.stop, appCache.close),
  );
  const routes = {
    ...healthRoutes({ ping: database.ping, slackIsUp: slack.isUp, isStopping: () => stopped !== undefined }),
    ...metricsRoutes,
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
    '/v1/*': createApiListener(given, { changes, words, metrics, appCache }),
  };
  const server = await startServer({ ...settings.http, log }, routes).catch(
    closeThenThrow(slack.stop, jobs.stop, appCache.close),
  );
  async function stop(): Promise<void> {
    server.drain();
    await pause(settings.http.drainSeconds * 1000);
    const finished = server.close().then(slack.stop);
    await Promise.race([finished, pause(drainTimeoutMs, null, { ref: false })]);
    server.destroyConnections();
    await Promise.all([jobs.stop(), appCache.close()]);
  }
  return {
    port: server.port,
    async runScheduledWork() {
      await closeMonths(database, ctx);
      await runSweeps(createSweepContext(given));
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Fails, but not before what is open is closed, in this order. */
function closeThenThrow(...closings: (() => Promise<void>)[]): (error: unknown) => Promise<never> {
  return async (error) => {
    for (const close of closings) await close();
    throw error;
  };
}

/** What the clock's sweeps work with. */
function createSweepContext({ settings, database, ctx }: BotDeps): SweepContext {
  const team = { noticesChannel: settings.slack.noticesChannel ?? null, language: settings.defaultLanguage };
  return { database, ctx, noticeDefaults: team };
}

/** What the jobs work with, and what the vendor is asked about. */
function jobDeps(given: BotDeps) {
  const { settings, log, wallClock } = given;
  const read = createUsageReader({ now: () => wallClock().getTime(), sleep: (ms) => pause(ms) });
  return {
    sweepContext: createSweepContext(given),
    log,
    calls: given.calls ?? crontab,
    vendor: { keys: settings.tencent.keys, read },
  };
}

interface Opened {
  readonly changes: ChangeService;
  readonly words: Translator;
  readonly metrics: Metrics;
}

/** The door to people. */
function createSlack({ settings, database, ctx, log, wallClock }: BotDeps, { changes, words, metrics }: Opened) {
  return createSlackApp({
    settings: { ...settings.slack, defaultLanguage: settings.defaultLanguage },
    changes,
    queries: appQueries(database.prisma),
    overview: createOverview(database, ctx),
    outbox: createOutbox(database, ctx),
    snooze: createSnooze(database, ctx),
    catalogue: ctx.rules.catalogue,
    operations,
    translator: words,
    log,
    metrics,
    wallClock,
  });
}

/** The door to programs, and to the vendor's webhook where there is a token to believe it by. */
function createApiListener(
  { settings, database, ctx, log, wallClock }: BotDeps,
  { changes, words, metrics, appCache }: Opened & { readonly appCache: AppCache },
) {
  const { callbackToken } = settings.tencent;
  return createApi({
    tokens: settings.apiTokens,
    tencentWebhook: callbackToken ? createTencentWebhook({ token: callbackToken }) : null,
    ctx,
    changes,
    apps: createAppLists(database, ctx),
    appCache,
    intake: openIntake(database, ctx),
    translate: words('en', plain(settings.billingTimeZone)),
    log,
    metrics,
    wallClock,
  });
}
