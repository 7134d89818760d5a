import { type CronItem, runOnce, type TaskList } from 'graphile-worker';
import { z } from 'zod';
import { type Change, changeUpdatedJob } from '../changes/change.js';
import { changeById } from '../changes/store.js';
import { formatHead } from '../database/audit-chain.js';
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
import { essentialTasks, scheduledTasks } from './crontab.js';
import type { WorkerLiveness } from './liveness.js';
import { pollTencentUsage, type TencentPollDeps } from './poll-tencent-usage.js';
import { type Supervised, supervise } from './supervisor.js';
import { afterChange, evaluateLimitsOf, runSweeps } from './sweep.js';
import { jobConcurrency, startWorker, workerLogger } from './worker.js';
import { createWorkerHealth } from './worker-health.js';

/** What the tasks call. */
export interface JobDeps {
  readonly sweepContext: SweepContext;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Adds the messages about a change to the outbox. Throws when retrying can help. */
  changeUpdated(change: Change): Promise<void>;
  /**
   * Delivers the next pending message to a channel or user. Returns in how many milliseconds to continue, 0 for at
   * once; null when nothing is pending.
   */
  deliver(recipient: string): Promise<number | null>;
  /** Posts the head of the audit trail to Slack; absent if the settings do not wish it. Throws when Slack does not take it. */
  postAuditHead?(head: string): Promise<void>;
  readonly tencent: Pick<TencentPollDeps, 'credentials' | 'readUsage'>;
  readonly crontab: readonly CronItem[];
}

/** Enqueued by the database: see `enqueue_delivery` in the migrations. */
const deliverMessagesJob = 'deliver-messages';

const changeUpdatedPayload = z.object({ change: z.string() });
const deliverMessagesPayload = z.object({ recipient: z.string() });
const evaluateLimitsPayload = z.object({ apps: z.array(z.int()) });
const limitErrorsPayload = z.object({
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
const vendorEventPayload = z.object({
  dedupeKey: z.string(),
  sdkAppId: z.int(),
  kind: z.enum(vendorEventKinds),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.iso.datetime(),
});

/** The tasks by name. Each may run twice for one job, and in several processes at once. */
function createTasks(deps: JobDeps, liveness: () => WorkerLiveness | undefined): TaskList {
  const { sweepContext } = deps;
  return {
    [changeUpdatedJob]: async (payload) => {
      const change = await changeById(sweepContext.database.prisma, changeUpdatedPayload.parse(payload).change);
      if (!change) return;
      await afterChange(sweepContext, change);
      await deps.changeUpdated(change);
    },
    [deliverMessagesJob]: (payload) => deliverMessages(deps, deliverMessagesPayload.parse(payload).recipient),
    [evaluateLimitsJob]: (payload) => evaluateLimitsOf(sweepContext, evaluateLimitsPayload.parse(payload)),
    [processLimitErrorsJob]: async (payload, { job }) => {
      const { report = `job:${job.id}`, refusals } = limitErrorsPayload.parse(payload);
      await createLimitErrorNotices(sweepContext, { report, refusals });
    },
    [processVendorEventJob]: (payload) => processVendorEvent(sweepContext, vendorEventPayload.parse(payload)),
    ...createScheduledTasks(deps, liveness),
  };
}

/** The tasks of the crontab. `liveness` is undefined until the worker has started. */
function createScheduledTasks(
  { sweepContext, log, tencent, postAuditHead }: JobDeps,
  liveness: () => WorkerLiveness | undefined,
): TaskList {
  const { database } = sweepContext;
  return {
    [scheduledTasks.pollTencentUsage]: (_, { abortSignal }) =>
      pollTencentUsage({ ...sweepContext, ...tencent, log }, abortSignal),
    [scheduledTasks.sweep]: async () => {
      const counts = await runSweeps(sweepContext);
      if (Object.keys(counts).length > 0) log.info(counts, 'sweep finished');
    },
    [scheduledTasks.closeMonths]: async () => {
      const closed = await closeMonths(sweepContext);
      if (closed.length > 0) log.info({ closed }, 'months closed');
    },
    [scheduledTasks.releaseDeadWorkers]: async () => {
      const dead = await liveness()?.releaseDeadWorkers();
      await removeReplacedJobs(database);
      if (dead) log.warn({ dead }, 'took over the jobs of processes that died');
    },
    // The hash chain cannot show that it was rewritten, or its newest rows cut off. A head that was noted elsewhere can.
    [scheduledTasks.logAuditHead]: async () => {
      const { seq, hash } = await auditHead(database.prisma);
      const head = formatHead({ seq, hash });
      log.info({ seq, hash, head }, 'head of the audit trail');
      await postAuditHead?.(head);
    },
    // The embedded database does no checkpoints by itself; without them its write-ahead log grows without limit.
    [scheduledTasks.checkpointEmbedded]: async () => {
      if (database.embedded) await database.workerPool.query('CHECKPOINT');
    },
    [scheduledTasks.pruneInboundEvents]: async () => void (await pruneInboundEvents(sweepContext)),
  };
}

/** After so many messages the job continues later, so that other recipients have their turn. */
const maxMessagesPerJob = 11;

async function deliverMessages({ deliver, sweepContext }: JobDeps, recipient: string): Promise<void> {
  let delayMs: number | null = 0;
  for (let count = 0; delayMs === 0 && count < maxMessagesPerJob; count++) delayMs = await deliver(recipient);
  if (delayMs !== null) await rescheduleDelivery(sweepContext.database, recipient, delayMs);
}

/** Adds the same job again with a delay. A retry would use up the attempts of the job during an outage. */
async function rescheduleDelivery({ workerPool }: Database, recipient: string, delayMs: number): Promise<void> {
  const queue = `${deliverMessagesJob}:${recipient}`;
  await workerPool.query(
    `SELECT graphile_worker.add_job($1, $2::json, queue_name => $3, job_key => $3, run_at => now() + $4 * interval '1 ms')`,
    [deliverMessagesJob, JSON.stringify({ recipient }), queue, delayMs],
  );
}

/** Tasks whose jobs have a job key. A job that is added again while it runs is replaced, and is not retried itself. */
const replaceableTasks: readonly string[] = [deliverMessagesJob, ...Object.values(scheduledTasks)];

/** Deletes exhausted jobs that were superseded through their job key. Otherwise they show up as permanently failed. */
async function removeReplacedJobs({ workerPool }: Database): Promise<void> {
  await workerPool.query(
    `SELECT FROM graphile_worker.complete_jobs(ARRAY(SELECT id FROM graphile_worker.jobs
      WHERE key IS NULL AND attempts >= max_attempts AND locked_at IS NULL AND task_identifier = ANY($1)))`,
    [replaceableTasks],
  );
}

export interface Jobs extends Supervised {
  /** Why the jobs are not done; null: they are. */
  problem(): string | null;
}

/** Starts the job worker, and restarts it when it ends by itself. */
export async function startJobs(deps: JobDeps): Promise<Jobs> {
  const { log, metrics, crontab, sweepContext } = deps;
  const { database } = sweepContext;
  const health = createWorkerHealth({ concurrency: jobConcurrency(database), tasks: essentialTasks });
  const start = () =>
    startWorker({
      database,
      health,
      log,
      metrics,
      crontab,
      createTasks: (liveness) => createTasks(deps, liveness),
      onStart: removeReplacedJobs,
    });
  const supervised = await supervise(start, log);
  return { ...supervised, problem: health.problem };
}

/** Discards all pending `change-updated` jobs: no messages are sent about these changes. */
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
