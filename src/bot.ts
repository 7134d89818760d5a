import { setTimeout as pause } from 'node:timers/promises';
import { createApi } from './api/app.js';
import { createAppSearch } from './apps/app-search.js';
import { createAppLists } from './apps/list-apps.js';
import { createOverview } from './apps/overview.js';
import type { RolesNow } from './changes/authority.js';
import type { ChangeService } from './changes/change.js';
import type { ServiceContext } from './changes/context.js';
import { createChangeService, withMetrics } from './changes/service.js';
import type { Settings, SlackSettings } from './config/config.js';
import type { AppCache } from './database/app-cache/app-cache.js';
import { createAppCache } from './database/app-cache/app-cache.js';
import type { Database } from './database/client.js';
import { configuredCatalogue, keptCatalogue, settleStoredAmounts } from './database/money-at-start.js';
import { healthStats } from './database/queries/health-stats.js';
import { calendarIn } from './domain/calendar.js';
import { createTranslator, plain, type Translator } from './i18n/translator.js';
import { closeMonths } from './jobs/close-months.js';
import { crontab } from './jobs/crontab.js';
import { runSweeps } from './jobs/sweep.js';
import { type JobDeps, startJobs } from './jobs/tasks.js';
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

interface BotDeps {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly ctx: ServiceContext;
  readonly log: Logger;
  /** The real time, by which Slack signs requests; `ctx.now` can be moved in the demo. */
  wallClock(): Date;
  /** The schedule of jobs; by default the one of jobs/crontab.ts. */
  readonly crontab?: JobDeps['crontab'];
}

/** A running bot. `stop` finishes the work in progress, and does not close the database. */
export interface Bot {
  readonly port: number;
  /** Runs the scheduled work now. */
  runScheduledWork(): Promise<void>;
  stop(): Promise<void>;
}

/** How long `stop` waits for work in progress; more than the timeouts of Slack and of the database. */
const drainTimeoutMs = 20_000;

/** The rules and operations. `now` is the bot's clock, by which things expire and become due. */
export function createServiceContext(
  { extendWindowDays, billingTimeZone, priceBook }: Settings,
  database: Database,
  now: () => Date,
): ServiceContext {
  const catalogue = configuredCatalogue({ priceBook });
  return { database, rules: { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays }, operations, now };
}

/** Goes by the right price lists, once it is known what stored amounts mean. */
async function settleMoney(deps: BotDeps): Promise<{ readonly deps: BotDeps; readonly priceListProblems: number }> {
  const { settings, ctx, log } = deps;
  const { prisma } = ctx.database;
  await settleStoredAmounts(prisma, settings);
  const now = { calendar: ctx.rules.calendar, at: ctx.now().toISOString() };
  const { catalogue, problems } = await keptCatalogue(prisma, settings, now);
  if (problems.length > 0) log.error({ problems }, 'price lists not taken: the bot goes on with those that it has');
  return {
    deps: { ...deps, ctx: { ...ctx, rules: { ...ctx.rules, catalogue } } },
    priceListProblems: problems.length,
  };
}

/** Composes the bot: change service, Slack, jobs and HTTP server. */
export async function startBot(given: BotDeps): Promise<Bot> {
  const { deps, priceListProblems } = await settleMoney(given);
  const { settings, ctx, log } = deps;
  let stopped: Promise<void> | undefined;
  const translator = createTranslator(allPhrases);
  const appCache = createAppCache(ctx.database, log);
  const { metrics, routes: metricsRoutes } = createMetrics({
    healthStats: () => healthStats(ctx.database.prisma),
    slackIsUp: () => slack.isUp(),
  });
  metrics.priceListProblems(priceListProblems);
  const rolesNow: RolesNow = (userId) => slack.rolesNow(userId);
  const changes = withMetrics(createChangeService(ctx, rolesNow), metrics.outcome);
  const parts = { changes, rolesNow, translator, metrics };
  const slack = await createSlack(deps, parts).catch(closeThenThrow(appCache.close));
  // Warms up the app cache, so that the first /v1/check is fast.
  if (settings.apiTokens.length > 0) await Promise.resolve(appCache.find(0)).catch(() => null);
  const jobs = await startJobs({ ...jobDeps(deps), metrics, ...slack }).catch(
    closeThenThrow(slack.stop, appCache.close),
  );
  const routes = {
    ...healthRoutes({ ping: ctx.database.ping, slackIsUp: slack.isUp, isStopping: () => stopped !== undefined }),
    ...metricsRoutes,
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
    '/v1/*': createApiListener(deps, { changes, translator, metrics, appCache }),
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
      await closeMonths(ctx);
      await runSweeps(createSweepContext(deps));
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Closes what is open, in this order, then throws the error again. */
function closeThenThrow(...closings: (() => Promise<void>)[]): (error: unknown) => Promise<never> {
  return async (error) => {
    for (const close of closings) await close();
    throw error;
  };
}

function createSweepContext({ settings, ctx }: BotDeps): SweepContext {
  const noticeDefaults = { noticesChannel: settings.slack.noticesChannel ?? null, language: settings.defaultLanguage };
  return { ...ctx, noticeDefaults };
}

function jobDeps(deps: BotDeps) {
  const { settings, log, wallClock } = deps;
  const readUsage = createUsageReader({ now: () => wallClock().getTime(), sleep: (ms) => pause(ms) });
  return {
    sweepContext: createSweepContext(deps),
    log,
    crontab: deps.crontab ?? crontab,
    tencent: { credentials: settings.tencent.keys, readUsage },
  };
}

interface BuiltParts {
  readonly changes: ChangeService;
  readonly translator: Translator;
  readonly metrics: Metrics;
}

function createSlack(
  { settings, ctx, log, wallClock }: BotDeps,
  { changes, rolesNow, translator, metrics }: BuiltParts & { readonly rolesNow: RolesNow },
) {
  return createSlackApp({
    settings: { ...settings.slack, defaultLanguage: settings.defaultLanguage },
    changes,
    appSearch: createAppSearch(ctx.database.prisma),
    overview: createOverview(ctx),
    outbox: createOutbox(ctx),
    snooze: createSnooze(ctx, rolesNow),
    catalogue: ctx.rules.catalogue,
    operations,
    translator,
    log,
    metrics,
    wallClock,
  });
}

/** The HTTP API, with Tencent's webhook if there is a token to verify it. */
function createApiListener(
  { settings, ctx, log, wallClock }: BotDeps,
  { changes, translator, metrics, appCache }: BuiltParts & { readonly appCache: AppCache },
) {
  const { callbackToken } = settings.tencent;
  return createApi({
    tokens: settings.apiTokens,
    tencentWebhook: callbackToken ? createTencentWebhook({ token: callbackToken }) : null,
    ctx,
    changes,
    apps: createAppLists(ctx),
    appCache,
    translate: translator('en', plain(settings.billingTimeZone)),
    log,
    metrics,
    wallClock,
  });
}
