import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HealthStats } from './health-stats.js';

/** Why a request was refused before anything of it was believed. */
export type RefusalReason = 'signature' | 'timestamp' | 'bytes' | 'token' | 'webhook';

/** What the bot counts. No label ever names an app, a person or anything that was typed. */
export interface Metrics {
  /** A request from Slack was acknowledged, `seconds` after it had arrived. `kind` is `command` or the payload's type. */
  acknowledged(kind: string, seconds: number): void;
  /** A step of a change ended. `operation` is the name of a known operation or `none`, `step` an outcome's or `failed`. */
  outcome(ended: { readonly source: string; readonly operation: string; readonly step: string }): void;
  /** An unexpected failure was answered with a reference number. */
  failed(source: string): void;
  /** Slack took a message, did not take it this time, or refuses it for good; or it goes elsewhere than meant. */
  message(result: 'posted' | 'failed' | 'dropped' | 'redirected'): void;
  /** Slack refused the content of a message or view, which was then shown as plain text where that is possible. */
  contentRefused(surface: 'message' | 'response' | 'modal' | 'home'): void;
  /** A job ended. */
  job(task: string, result: 'done' | 'failed'): void;
  /** A program asked whether something is allowed. `verdict` is `allowed` or the error code. */
  checked(verdict: string): void;
  /** How many reasons there are why price lists of the settings are not in use. */
  priceListProblems(count: number): void;
  /** A request was refused before anything of it was believed. */
  refused(reason: RefusalReason): void;
  /** The clock, trusted until then, has jumped. */
  clockJumped(): void;
}

interface MetricsDeps {
  /** Rejects when the database does not answer. */
  healthStats(): Promise<HealthStats>;
  /** Rejects when nothing can be written to the database. */
  checkDatabase(): Promise<void>;
  /** What this process knows of itself, by the name of the gauge. */
  state(): Readonly<Record<StateGauge, boolean>>;
}

/** The counters, and `/metrics`, which Prometheus scrapes. */
export interface MetricsEndpoint {
  readonly metrics: Metrics;
  readonly routes: Readonly<Record<string, RequestListener>>;
}

/** Each bot has its own registry, so several can run in one process. */
export function createMetrics(deps: MetricsDeps): MetricsEndpoint {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerBuildInfo(registry);
  const refresh = registerGauges(registry, deps);
  return {
    metrics: registerCounters(registry),
    routes: {
      '/metrics': async (_request, response) => {
        await refresh();
        response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
      },
    },
  };
}

function registerBuildInfo(registry: Registry): void {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  const help = 'Always 1; which version runs on which Node.js.';
  const labelNames = ['version', 'node'];
  const info = new Gauge({ name: 'imapp_build_info', help, labelNames, registers: [registry] });
  info.set({ version, node: process.versions.node }, 1);
}

/** In seconds. Slack waits for three. */
const ackBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];

function registerCounters(registry: Registry): Metrics {
  const counter = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Counter({ name: `imapp_${name}_total`, help, labelNames, registers: [registry] });
  const acks = new Histogram({
    name: 'imapp_ack_seconds',
    help: 'How long Slack waited for the acknowledgement of a request, by kind of payload.',
    labelNames: ['kind'],
    buckets: ackBuckets,
    registers: [registry],
  });
  const outcomes = counter('outcomes', 'Steps of operations, by outcome.', 'source', 'operation', 'outcome');
  const failures = counter('failures', 'Unexpected failures, answered with a reference number.', 'source');
  const messages = counter('messages', 'Messages that were sent to Slack, by result.', 'result');
  const refusedContents = counter(
    'content_refused',
    'Messages and views whose content Slack refused; they were shown as plain text where possible.',
    'surface',
  );
  const jobs = counter('jobs', 'Jobs that ran, by result.', 'task', 'result');
  const priceLists = new Gauge({
    name: 'imapp_price_list_problems',
    help: 'Reasons why price lists of the settings are not in use.',
    registers: [registry],
  });
  const checks = counter('checks', 'Answers of POST /v1/check, by verdict.', 'verdict');
  const refused = counter('requests_refused', 'Requests without a valid signature or token, by reason.', 'reason');
  const jumps = counter('clock_jumps', 'How often the clock, right until then, has jumped.');
  return {
    acknowledged: (kind, seconds) => acks.observe({ kind }, seconds),
    outcome: ({ source, operation, step }) => outcomes.inc({ source, operation, outcome: step }),
    failed: (source) => failures.inc({ source }),
    message: (result) => messages.inc({ result }),
    contentRefused: (surface) => refusedContents.inc({ surface }),
    job: (task, result) => jobs.inc({ task, result }),
    checked: (verdict) => checks.inc({ verdict }),
    priceListProblems: (count) => priceLists.set(count),
    refused: (reason) => refused.inc({ reason }),
    clockJumped: () => jumps.inc(),
  };
}

/** How long stats are reused, how long a scrape waits for them, and after how long a pending query is given up. */
const cacheMs = 5_000;
const timeoutMs = 3_000;
const giveUpMs = 30_000;

/** Gauges that are 1 or 0, with what 1 means. */
const stateGauges = {
  slack_up: '1 while Slack is reachable and accepts the token.',
  worker_up: '1 while the jobs are done.',
  approvals_channel_up: '1 while Slack takes messages to the channel of requests, as far as is known.',
  notices_channel_up: '1 while Slack takes messages to the channel of notices, as far as is known.',
  clock_trusted: '1 while the clock agrees with that of Slack, or of the database server.',
} as const;

type StateGauge = keyof typeof stateGauges;

/** Gauges of what the database knows. While it does not answer they are absent, except `imapp_database_up`. */
function registerGauges(registry: Registry, { healthStats, checkDatabase, state }: MetricsDeps): () => Promise<void> {
  const gauge = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Gauge({ name: `imapp_${name}`, help, labelNames, registers: [registry] });
  const databaseWritable = gauge('database_writable', '1 while the database can be written to.');
  const databaseUp = gauge('database_up', '1 while the database answers.');
  const states = Object.entries(stateGauges).map(([name, help]) => [name as StateGauge, gauge(name, help)] as const);
  const pendingMessages = gauge('messages_pending', 'Messages still to be posted or updated.');
  const oldestAge = gauge('messages_oldest_age_seconds', 'Age of the oldest pending message.');
  const waitingJobs = gauge('jobs_waiting', 'Jobs in the queue.', 'task');
  const failedJobs = gauge('jobs_permanently_failed', 'Jobs that have used all their attempts.', 'task');
  const lastRun = gauge('cron_last_run_timestamp_seconds', 'When the scheduler last queued a job.', 'task');
  const pendingApprovals = gauge('approvals_pending', 'Requests waiting for an approver.');
  const auditHead = gauge('audit_head', 'Number of the newest row of the audit trail; it only grows.');
  const unlabelled = [pendingMessages, oldestAge, pendingApprovals, auditHead];
  const byTask = [waitingJobs, failedJobs, lastRun];

  function set(stats: HealthStats): void {
    pendingMessages.set(stats.messages.pending);
    oldestAge.set(stats.messages.oldestAge);
    for (const { task, waiting, permanentlyFailed } of stats.tasks) {
      waitingJobs.set({ task }, waiting);
      failedJobs.set({ task }, permanentlyFailed);
    }
    for (const { task, lastRunAt } of stats.scheduledRuns) lastRun.set({ task }, lastRunAt);
    pendingApprovals.set(stats.pendingApprovals);
    auditHead.set(stats.auditHead);
  }

  const read = cached(healthStats);
  return async () => {
    const now = state();
    for (const [name, each] of states) each.set(now[name] ? 1 : 0);
    const [stats, isWritable] = await Promise.all([
      Promise.race([read(), pause(timeoutMs, null, { ref: false })]).catch(() => null),
      checkDatabase().then(
        () => true,
        () => false,
      ),
    ]);
    databaseUp.set(stats ? 1 : 0);
    databaseWritable.set(isWritable ? 1 : 0);
    for (const each of unlabelled) each.remove();
    for (const each of byTask) each.reset();
    if (stats) set(stats);
  };
}

/** Calls `load` again only when its last result is older than `cacheMs`, and never twice at a time. */
function cached<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  let validUntil = 0;
  return () => {
    if (loading && performance.now() < validUntil) return loading;
    validUntil = performance.now() + giveUpMs;
    loading = load().finally(() => {
      validUntil = performance.now() + cacheMs;
    });
    return loading;
  };
}
