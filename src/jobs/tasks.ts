import { type CronItem, runOnce, type TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { Change } from '../changes/change.js';
import { changeUpdatedJob } from '../changes/change.js';
import { changeById } from '../changes/store.js';
import type { Database } from '../database/client.js';
import { auditHead } from '../database/queries/history.js';
import { createLimitErrorNotices } from '../notices/create/limit-errors.js';
import type { SweepContext } from '../notices/sweep-context.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import { vendorEventKinds } from '../tencent/webhook-events.js';
import { processLimitErrorsJob } from '../usage/limit-errors.js';
import { processVendorEvent } from '../usage/process-vendor-event.js';
import { evaluateLimitsJob } from '../usage/readings.js';
import { processVendorEventJob, pruneInboundEvents } from '../usage/vendor-events.js';
import { closeMonths } from './close-months.js';
import type { WorkerLiveness } from './liveness.js';
import { type Polling, pollTencentUsage } from './poll-tencent-usage.js';
import { supervise } from './supervisor.js';
import { afterChange, evaluateLimitsOf, runSweeps } from './sweep.js';
import { startWorker, workerLogger } from './worker.js';

/** What the jobs are handed: they decide nothing themselves. */
export interface JobDeps {
  readonly sweepContext: SweepContext;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Brings to people what has become of a change. Throws when it should be tried again. */
  changeUpdated(change: Change): Promise<void>;
  /** Says the next message that a channel waits for; answers in how many milliseconds to come again, or null. */
  deliver(channel: string): Promise<number | null>;
  /** What is asked of the vendor every hour. */
  readonly vendor: Pick<Polling, 'keys' | 'read'>;
  /** When the clock calls them. */
  readonly calls: readonly CronItem[];
}

const changeNews = z.object({ change: z.string() });
const appIds = z.object({ apps: z.array(z.int()) });
const reported = z.object({
  report: z.string().optional(),
  refusals: z.array(
    z.object({
      sdkAppId: z.int(),
      errorCode: z.union([z.int(), z.string()]),
      at: z.iso.datetime(),
      count: z.int().positive().default(1),
    }),
  ),
});
const delivery = z.object({ recipient: z.string() });
/** Enqueued by the database: see `enqueue_delivery` in the migrations. */
const deliverMessages = 'deliver-messages';
const sweep = 'sweep';
const closeMonthsJob = 'close-months';
const releaseDeadWorkers = 'release-dead-workers';
const logAuditHead = 'log-audit-head';
const vendorEvents = z.object({
  dedupeKey: z.string(),
  sdkAppId: z.int(),
  kind: z.enum(vendorEventKinds),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.iso.datetime(),
});
const pollUsage = 'poll-tencent-usage';
const pruneEvents = 'prune-inbound-events';
const checkpointEmbedded = 'checkpoint-embedded';

/** The jobs, by name. Every one may run twice, and on several processes at once. */
function tasks({ sweepContext, log, ...hands }: JobDeps, presence: () => WorkerLiveness | undefined): TaskList {
  return {
    [changeUpdatedJob]: async (payload) => {
      const change = await changeById(sweepContext.database.prisma, changeNews.parse(payload).change);
      if (!change) return;
      await afterChange(sweepContext, change);
      await hands.changeUpdated(change);
    },
    [deliverMessages]: async (payload) => {
      const { recipient } = delivery.parse(payload);
      let wait = await hands.deliver(recipient);
      for (let more = messagesPerJob; wait === 0 && more > 0; more--) wait = await hands.deliver(recipient);
      if (wait !== null) await rescheduleDelivery(sweepContext.database, recipient, wait);
    },
    [evaluateLimitsJob]: (payload) => evaluateLimitsOf(sweepContext, appIds.parse(payload)),
    [processLimitErrorsJob]: async (payload, { job }) => {
      const { report = `job:${job.id}`, refusals } = reported.parse(payload);
      await createLimitErrorNotices(sweepContext, { report, refusals });
    },
    [processVendorEventJob]: (payload) => processVendorEvent(sweepContext, vendorEvents.parse(payload)),
    [pollUsage]: (_, { abortSignal }) => pollTencentUsage({ ...sweepContext, ...hands.vendor, log }, abortSignal),
    [sweep]: async () => {
      const done = await runSweeps(sweepContext);
      if (Object.keys(done).length > 0) log.info(done, 'sweep finished');
    },
    [closeMonthsJob]: async () => {
      const closed = await closeMonths(sweepContext);
      if (closed.length > 0) log.info({ closed }, 'months closed');
    },
    [releaseDeadWorkers]: async () => {
      const dead = await presence()?.releaseDeadWorkers();
      await removeReplacedJobs(sweepContext.database);
      if (dead) log.warn({ dead }, 'took over the jobs of processes that died');
    },
    // The chain cannot show that its newest rows were cut off; a head that is noted elsewhere can.
    [logAuditHead]: async () => log.info(await auditHead(sweepContext.database.prisma), 'head of the audit trail'),
    // The embedded database has nobody else to do so, and its log would grow for ever.
    [checkpointEmbedded]: async () => {
      const { embedded, workerPool } = sweepContext.database;
      if (embedded) await workerPool.query('CHECKPOINT');
    },
    [pruneEvents]: async () => void (await pruneInboundEvents(sweepContext)),
  };
}

/** How many messages more one job says: then other channels have their turn. */
const messagesPerJob = 10;

/** The same job again, in so many milliseconds: an outage must not use up the tries that a job has. */
async function rescheduleDelivery({ workerPool }: Database, recipient: string, milliseconds: number): Promise<void> {
  const queue = `${deliverMessages}:${recipient}`;
  await workerPool.query(
    `SELECT graphile_worker.add_job($1, $2::json, queue_name => $3, job_key => $3, run_at => now() + $4 * interval '1 ms')`,
    [deliverMessages, JSON.stringify({ recipient }), queue, milliseconds],
  );
}

/** When the clock calls: each in the cron notation of the worker, in UTC. */
export const crontab: readonly CronItem[] = [
  { task: sweep, match: '* * * * *' },
  { task: closeMonthsJob, match: '*/10 * * * *' },
  { task: releaseDeadWorkers, match: '* * * * *' },
  { task: checkpointEmbedded, match: '*/5 * * * *' },
  // A long list takes longer than an hour, and then one poll must wait for the other.
  { task: pollUsage, match: '7 * * * *', options: { queueName: pollUsage } },
  { task: logAuditHead, match: '0 0 * * *' },
  { task: pruneEvents, match: '30 0 * * *' },
].map(({ options, ...call }) => ({ ...call, options: { ...options, backfillPeriod: 0, jobKey: call.task } }));

/** The jobs that are called by a key: called again while it runs, such a job is replaced, and never tried again itself. */
const replaceableTasks = [deliverMessages, ...crontab.map(({ task }) => task)];

/** Takes away the replaced that did not come to their end, lest they count as given up: their replacements do it all. */
async function removeReplacedJobs({ workerPool }: Database): Promise<void> {
  await workerPool.query(
    `SELECT FROM graphile_worker.complete_jobs(ARRAY(SELECT id FROM graphile_worker.jobs
      WHERE key IS NULL AND attempts >= max_attempts AND locked_at IS NULL AND task_identifier = ANY($1)))`,
    [replaceableTasks],
  );
}

/** Starts the jobs. */
export function startJobs(hands: JobDeps): Promise<{ stop(): Promise<void> }> {
  const { log, metrics, calls } = hands;
  const { database } = hands.sweepContext;
  const start = () =>
    startWorker({
      database,
      log,
      metrics,
      calls,
      tasks: (presence) => tasks(hands, presence),
      onStart: removeReplacedJobs,
    });
  return supervise(start, log);
}

/** Writes off all news that nobody has been told yet. */
export async function discardChangeEvents({ workerPool, noPreparedStatements }: Database, log: Logger): Promise<void> {
  const taskList: TaskList = { [changeUpdatedJob]() {} };
  await runOnce({
    pgPool: workerPool,
    noPreparedStatements,
    noHandleSignals: true,
    logger: workerLogger(log),
    taskList,
  });
}
