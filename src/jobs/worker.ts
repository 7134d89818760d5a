import { EventEmitter } from 'node:events';
import {
  type CronItem,
  parseCronItems,
  run,
  type TaskList,
  type WorkerEvents,
  Logger as WorkerLogger,
} from 'graphile-worker';
import type { Database } from '../database/client.js';
import type { Logger } from '../observability/log.js';
import type { Metrics } from '../observability/metrics.js';
import { keepWorkerAlive, type WorkerLiveness } from './liveness.js';
import { type RunningWorker, stopTimeoutMs } from './supervisor.js';
import type { WorkerHealth } from './worker-health.js';

interface WorkerDeps {
  readonly database: Database;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'job'>;
  readonly crontab: readonly CronItem[];
  readonly health: Pick<WorkerHealth, 'observe' | 'ended'>;
  /** The tasks by name. `liveness` returns undefined until the worker has started. */
  createTasks(liveness: () => WorkerLiveness | undefined): TaskList;
  /** Called once, as soon as the worker has started. */
  onStart(database: Database): Promise<void>;
}

/** The worker looks for jobs this often even without a notification, which can get lost. */
const pollIntervalMs = 2_000;

/** How many jobs run at the same time. Most only wait until Slack takes the next message. */
export function jobConcurrency({ workerPool }: Database): number {
  return Math.min(10, workerPool.options.max);
}

/** Starts a worker. It ends by itself when it cannot record that a job is finished. */
export async function startWorker(deps: WorkerDeps): Promise<RunningWorker> {
  const { database, log, metrics, health } = deps;
  let liveness: WorkerLiveness | undefined;
  let poolId = '';
  const events: WorkerEvents = new EventEmitter();
  events.once('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  health.observe(events);
  events.on('job:complete', ({ job, error }) => metrics.job(job.task_identifier, error ? 'failed' : 'done'));
  const runner = await run({
    pgPool: database.workerPool,
    events,
    taskList: deps.createTasks(() => liveness),
    parsedCronItems: parseCronItems([...deps.crontab]),
    concurrency: jobConcurrency(database),
    pollInterval: pollIntervalMs,
    noPreparedStatements: database.noPreparedStatements,
    noHandleSignals: true,
    // In batches, even of one: only then does stopping wait until finished jobs are recorded as finished.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: workerLogger(log),
  });
  const { ended, isOver } = watchEnd(runner.promise, events, (error) => {
    liveness?.end();
    if (error === undefined) return;
    health.ended();
    log.error({ err: error }, 'the worker of the jobs has ended');
    runner.stop().catch(() => {});
  });
  const stop = async () => {
    if (!isOver()) runner.stop().catch(() => {});
    await ended;
  };
  try {
    liveness = await keepWorkerAlive(database, poolId, log);
    await liveness.releaseDeadWorkers();
    await deps.onStart(database);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, isOver, stop };
}

/**
 * Calls `onEnd` when the worker has ended, or has begun to end and does not finish in time: graphile-worker 0.17 counts
 * its unfinished writes wrongly when two of them fail, and then waits for them without end.
 */
function watchEnd(running: Promise<void>, events: WorkerEvents, onEnd: (error?: unknown) => void) {
  let over = false;
  const timedOut = new Promise<void>((_, reject) => {
    events.once('pool:gracefulShutdown', () => {
      setTimeout(() => reject(new Error(`it has not stopped within ${stopTimeoutMs} ms`)), stopTimeoutMs).unref();
    });
  });
  const finish = (error?: unknown) => {
    over = true;
    onEnd(error);
  };
  const ended = Promise.race([running, timedOut]).then(() => finish(), finish);
  return { ended, isOver: () => over };
}

/** Writes what graphile-worker logs to our log. */
export function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ err: meta?.['error'] }, message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
