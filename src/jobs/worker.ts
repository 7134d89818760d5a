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

interface WorkerDeps {
  readonly database: Database;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'job'>;
  /** When the clock calls. */
  readonly calls: readonly CronItem[];
  /** The jobs, by name. There is no presence until the worker stands. */
  tasks(presence: () => WorkerLiveness | undefined): TaskList;
  /** Done once, as soon as the worker stands. */
  onStart(database: Database): Promise<void>;
}

/** Where the notification of a new job should get lost, the outbox is looked into this often, in milliseconds. */
const pollInterval = 2_000;

/** Starts a worker. It ends by itself when it cannot write off what it has done. */
export async function startWorker({ database, log, metrics, ...given }: WorkerDeps): Promise<RunningWorker> {
  let presence: WorkerLiveness | undefined;
  let poolId = '';
  const events: WorkerEvents = new EventEmitter();
  events.once('pool:create', ({ workerPool }) => {
    poolId = workerPool.id;
  });
  events.on('job:complete', ({ job, error }) => metrics.job(job.task_identifier, error ? 'failed' : 'done'));
  const runner = await run({
    pgPool: database.workerPool,
    events,
    taskList: given.tasks(() => presence),
    parsedCronItems: parseCronItems([...given.calls]),
    // Most of them only wait until Slack takes the next message.
    concurrency: Math.min(10, database.workerPool.options.max),
    pollInterval,
    noPreparedStatements: database.noPreparedStatements,
    noHandleSignals: true,
    // In batches, if of one: only then does stopping wait until finished jobs are written off.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    logger: workerLogger(log),
  });
  const { ended, isOver } = endOf(runner.promise, events, (error) => {
    presence?.end();
    if (error === undefined) return;
    log.error({ err: error }, 'the worker of the jobs has ended');
    runner.stop().catch(() => {});
  });
  const stop = async () => {
    if (!isOver()) runner.stop().catch(() => {});
    await ended;
  };
  try {
    presence = await keepWorkerAlive(database, poolId, log);
    await presence.releaseDeadWorkers();
    await given.onStart(database);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ended, isOver, stop };
}

/**
 * When a worker has ended, or has begun to and does not get there: graphile-worker 0.17 counts its unfinished writes
 * wrong when two fail, and then waits for ever for them.
 */
function endOf(runs: Promise<void>, events: WorkerEvents, end: (error?: unknown) => void) {
  let over = false;
  const tooLate = new Promise<void>((_, reject) => {
    events.once('pool:gracefulShutdown', () => {
      setTimeout(() => reject(new Error(`it has not stopped within ${stopTimeoutMs} ms`)), stopTimeoutMs).unref();
    });
  });
  const finish = (error?: unknown) => {
    over = true;
    end(error);
  };
  const ended = Promise.race([runs, tooLate]).then(() => finish(), finish);
  return { ended, isOver: () => over };
}

export function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ err: meta?.['error'] }, message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
