import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HealthStats } from '../database/queries/health-stats.js';
import type { Metrics } from './meters.js';

interface MetricsDeps {
  /** Rejects when the database does not answer. */
  healthStats(): Promise<HealthStats>;
  slackIsUp(): boolean;
}

/** What is counted, and `/metrics`, where Prometheus reads it. */
export interface MetricsEndpoint {
  readonly metrics: Metrics;
  readonly routes: Readonly<Record<string, RequestListener>>;
}

/** Every bot has counters of its own, also where several run in one process. No label ever names an app or a person. */
export function createMetrics(given: MetricsDeps): MetricsEndpoint {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  buildInfo(registry);
  const look = gauges(registry, given);
  return {
    metrics: counters(registry),
    routes: {
      '/metrics': async (_request, response) => {
        await look();
        response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
      },
    },
  };
}

function buildInfo(registry: Registry): void {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  const help = 'Always 1; which version runs, and on which Node.';
  const labelNames = ['version', 'node'];
  const info = new Gauge({ name: 'imapp_build_info', help, labelNames, registers: [registry] });
  info.set({ version, node: process.versions.node }, 1);
}

/** Slack waits for three seconds. */
const ackBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];

function counters(registry: Registry): Metrics {
  const counter = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Counter({ name: `imapp_${name}_total`, help, labelNames, registers: [registry] });
  const acks = new Histogram({
    name: 'imapp_ack_seconds',
    help: 'How long Slack waited for the acknowledgement of a request, by kind.',
    labelNames: ['kind'],
    buckets: ackBuckets,
    registers: [registry],
  });
  const outcomes = counter('outcomes', 'Steps of operations, by where they ended.', 'door', 'operation', 'step');
  const failures = counter('failures', 'Answers that were a reference number.', 'door');
  const messages = counter('messages', 'Messages that Slack was asked to take, by whether it did.', 'result');
  const jobs = counter('jobs', 'Jobs that were run, by how they ended.', 'task', 'result');
  const checks = counter('checks', 'Answers to programs that asked whether something is allowed.', 'verdict');
  return {
    acknowledged: (kind, seconds) => acks.observe({ kind }, seconds),
    outcome: (ended) => outcomes.inc({ ...ended }),
    failed: (door) => failures.inc({ door }),
    message: (result) => messages.inc({ result }),
    job: (task, result) => jobs.inc({ task, result }),
    checked: (verdict) => checks.inc({ verdict }),
  };
}

/** In milliseconds: how long what was seen is good for, how long a look may take, and when none is hoped for any more. */
const cacheMs = 5_000;
const timeoutMs = 3_000;
const giveUpMs = 30_000;

/** Gauges of what the database knows. While it does not answer they are not there at all, but for the one that says so. */
function gauges(registry: Registry, { healthStats, slackIsUp }: MetricsDeps): () => Promise<void> {
  const usageBar = <T extends string>(name: string, help: string, ...labelNames: T[]) =>
    new Gauge({ name: `imapp_${name}`, help, labelNames, registers: [registry] });
  const databaseUp = usageBar('database_up', '1 while the database answers.');
  const slackUp = usageBar('slack_up', '1 while the door to Slack is open.');
  const unsaid = usageBar('messages_waiting', 'Messages that are still to be said.');
  const unsaidAge = usageBar('messages_oldest_age_seconds', 'How long the oldest of them has waited.');
  const waiting = usageBar('jobs_waiting', 'Jobs in the queue.', 'task');
  const givenUp = usageBar('jobs_given_up', 'Jobs that failed as often as they may; nobody tries them again.', 'task');
  const calledAt = usageBar('cron_last_call_timestamp_seconds', 'When the clock last called for a job.', 'task');
  const awaiting = usageBar('approvals_waiting', 'Requests that wait for an approver.');
  const auditHead = usageBar('audit_head', 'The number of the newest row of the audit trail; it only ever grows.');
  const [single, byTask] = [
    [unsaid, unsaidAge, awaiting, auditHead],
    [waiting, givenUp, calledAt],
  ];

  function tell({ tasks, calls, ...seen }: HealthStats): void {
    unsaid.set(seen.messages.waiting);
    unsaidAge.set(seen.messages.oldestAge);
    for (const { task, ...its } of tasks) {
      waiting.set({ task }, its.waiting);
      givenUp.set({ task }, its.givenUp);
    }
    for (const { task, calledAt: at } of calls) calledAt.set({ task }, at);
    awaiting.set(seen.awaiting);
    auditHead.set(seen.auditHead);
  }

  const read = cachedFor(healthStats);
  return async () => {
    slackUp.set(slackIsUp() ? 1 : 0);
    const seen = await Promise.race([read(), pause(timeoutMs, null, { ref: false })]).catch(() => null);
    databaseUp.set(seen ? 1 : 0);
    for (const it of single) it.remove();
    for (const it of byTask) it.reset();
    if (seen) tell(seen);
  };
}

/** Asks again only when the answer is no longer fresh, and never twice at once. */
function cachedFor<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (asked && performance.now() < until) return asked;
    until = performance.now() + giveUpMs;
    asked = ask().finally(() => {
      until = performance.now() + cacheMs;
    });
    return asked;
  };
}
