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
import { watchClock } from './jobs/clock-watch.js';
import { closeMonths } from './jobs/close-months.js';
import { crontab } from './jobs/crontab.js';
import { runSweeps } from './jobs/sweep.js';
import { type JobDeps, type Jobs, startJobs } from './jobs/tasks.js';
import { createOutbox } from './notices/outbox.js';
import { createSnooze } from './notices/snooze.js';
import type { SweepContext } from './notices/sweep-context.js';
import { type ClientAddress, createClientAddress } from './observability/client-address.js';
import { type ClockTrust, createClockTrust } from './observability/clock-trust.js';
import { healthRoutes } from './observability/health.js';
import type { Logger } from './observability/log.js';
import type { Metrics } from './observability/metrics.js';
import { createMetrics } from './observability/metrics.js';
import { createRefusalReport, type ReportRefusal } from './observability/refusals.js';
import { operations } from './operations/index.js';
import { allPhrases } from './phrases.js';
import { type Server, startServer } from './server.js';
import { createSlackApp, type SlackApp } from './slack/app.js';
import { createUsageReader } from './tencent/usage.js';
import { createTencentWebhook } from './tencent/webhook.js';

interface BotDeps {
  readonly settings: Settings & { readonly slack: SlackSettings };
  readonly ctx: ServiceContext;
  readonly log: Logger;
  /** The real time, by which Slack signs requests; `ctx.now` can be moved in the demo. */
  wallClock(): Date;
  /** The clock of what is remembered for some time, by default the monotonic one of the process. */
  readonly steadyNow?: () => Date;
  /** Whether `ctx.now` is right; by default as Slack and the database server say. */
  readonly clockTrust?: ClockTrust;
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

/** The rules and operations. `now` is the bot's clock, by which things expire and become due; a bot that is started checks it. */
export function createServiceContext(
  { extendWindowDays, billingTimeZone, priceBook }: Settings,
  database: Database,
  now: () => Date,
): ServiceContext {
  const catalogue = configuredCatalogue({ priceBook });
  const rules = { catalogue, calendar: calendarIn(billingTimeZone), extendWindowDays };
  return { database, rules, operations, now, trustedNow: now };
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
  const { deps: unchecked, priceListProblems } = await settleMoney(given);
  let stopped: Promise<void> | undefined;
  const { settings, log } = unchecked;
  const { metricsRoutes, ...observability } = createObservability(unchecked, () => ({ slack, jobs }));
  const { metrics, trust } = observability;
  const ctx: ServiceContext = { ...unchecked.ctx, trustedNow: trust.now };
  const deps: BotDeps = { ...unchecked, ctx };
  const { database } = ctx;
  const translator = createTranslator(allPhrases);
  const appCache = createAppCache(database, log);
  metrics.priceListProblems(priceListProblems);
  const rolesNow: RolesNow = (userId) => slack.rolesNow(userId);
  const changes = withMetrics(createChangeService(ctx, rolesNow), metrics.outcome);
  const parts: BuiltParts = { ...observability, changes, rolesNow, translator, appCache };
  const slack = await createSlack(deps, parts).catch(closeThenThrow(appCache.close));
  // Warms up the app cache, so that the first /v1/check is fast.
  if (settings.apiTokens.length > 0) await Promise.resolve(appCache.find(0)).catch(() => null);
  const jobs = await startWork(deps, parts, slack).catch(closeThenThrow(slack.stop, appCache.close));
  const health = healthRoutes({
    checkDatabase: database.checkWritable,
    workerProblem: jobs.problem,
    isStopping: () => stopped !== undefined,
    warnings: () => warningsOf(trust.problem(), priceListProblems, slack.warnings()),
    log,
  });
  const routes = {
    ...{ ...health, ...metricsRoutes, '/v1/*': createApiListener(deps, parts) },
    ...(slack.requestListener && { '/slack/events': slack.requestListener }),
  };
  const server = await startServer({ ...settings.http, log }, routes).catch(
    closeThenThrow(slack.stop, jobs.stop, appCache.close),
  );
  return {
    port: server.port,
    async runScheduledWork() {
      await jobs.askTime();
      await closeMonths(ctx);
      await runSweeps(createSweepContext(deps));
    },
    stop() {
      stopped ??= stopInOrder(settings, server, { slack: slack.stop, jobs: jobs.stop, appCache: appCache.close });
      return stopped;
    },
  };
}

/** What is wrong without keeping the bot from working: of the clock, the prices and Slack. */
function warningsOf(clock: string | null, priceListProblems: number, slack: readonly string[]): readonly string[] {
  const prices = priceListProblems > 0 ? ['prices: not all lists of PRICE_BOOK are taken, see the log'] : [];
  return [...(clock === null ? [] : [clock]), ...prices, ...slack];
}

type Close = () => Promise<void>;

/** Lets requests that came in finish, then their connections, then the jobs. */
async function stopInOrder(
  { http }: Settings,
  server: Server,
  close: { readonly slack: Close; readonly jobs: Close; readonly appCache: Close },
): Promise<void> {
  server.drain();
  await pause(http.drainSeconds * 1000);
  const finished = server.close().then(close.slack);
  await Promise.race([finished, pause(drainTimeoutMs, null, { ref: false })]);
  server.destroyConnections();
  await Promise.all([close.jobs(), close.appCache()]);
}

/** Metrics, the log of refused requests and the check of the clock. `running` is called once all of the bot runs. */
function createObservability(deps: BotDeps, running: () => { readonly slack: SlackApp; readonly jobs: Work }) {
  const { settings, ctx, log } = deps;
  const { metrics, routes: metricsRoutes } = createMetrics({
    healthStats: () => healthStats(ctx.database.prisma),
    checkDatabase: ctx.database.checkWritable,
    state() {
      const { slack, jobs } = running();
      return {
        slack_up: slack.isUp(),
        worker_up: jobs.problem() === null,
        approvals_channel_up: !slack.isChannelRefused('approvals'),
        notices_channel_up: !slack.isChannelRefused('notices'),
        clock_trusted: trust.problem() === null,
      };
    },
  });
  const trust = deps.clockTrust ?? createClockTrust({ now: ctx.now, log, onJump: metrics.clockJumped });
  const addressOf = createClientAddress(settings.http.trustedProxies);
  const reportRefusal = createRefusalReport({ log, metrics, addressOf });
  return { metrics, metricsRoutes, trust, addressOf, reportRefusal };
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

interface Work extends Pick<Jobs, 'problem' | 'stop'> {
  /** Asks others what time it is. */
  askTime(): Promise<void>;
}

/** Starts the jobs, and the watch over the clock that they go by. */
async function startWork(deps: BotDeps, { metrics, trust }: BuiltParts, slack: SlackApp): Promise<Work> {
  const { ctx, log } = deps;
  const jobs = await startJobs({ ...jobDeps(deps), metrics, ...slack });
  const restartWorker = () => void jobs.restart();
  const clock = watchClock({ ctx, trust, log, askSlack: slack.askTime, restartWorker });
  return {
    problem: jobs.problem,
    askTime: clock.ask,
    async stop() {
      clock.stop();
      await jobs.stop();
    },
  };
}

interface BuiltParts {
  readonly changes: ChangeService;
  readonly rolesNow: RolesNow;
  readonly translator: Translator;
  readonly metrics: Metrics;
  readonly reportRefusal: ReportRefusal;
  readonly addressOf: ClientAddress;
  readonly trust: ClockTrust;
  readonly appCache: AppCache;
}

function createSlack(
  { settings, ctx, log, wallClock, steadyNow }: BotDeps,
  { changes, rolesNow, translator, metrics, reportRefusal, trust }: BuiltParts,
) {
  return createSlackApp({
    settings: {
      ...settings.slack,
      defaultLanguage: settings.defaultLanguage,
      maxUnsignedBytes: settings.http.maxUnsignedBytes,
    },
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
    reportRefusal,
    onSlackTime: (at) => trust.heard('slack', at),
    wallClock,
    ...(steadyNow && { steadyNow }),
  });
}

/** The HTTP API, with Tencent's webhook if there is a token to verify it. */
function createApiListener(
  { settings, ctx, log, wallClock }: BotDeps,
  { changes, translator, metrics, reportRefusal, addressOf, appCache }: BuiltParts,
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
    reportRefusal,
    addressOf,
    wallClock,
  });
}
