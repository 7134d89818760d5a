import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/log.js';

/** A worker, from its start to its end. */
export interface RunningWorker {
  /** Resolves when the worker has ended, for whatever reason. */
  readonly ended: Promise<void>;
  isOver(): boolean;
  /** Lets running jobs finish. Idempotent. */
  stop(): Promise<void>;
}

export interface Supervised {
  /** Lets running jobs finish, and starts another worker. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a worker may take to stop. After that it is abandoned; its unfinished jobs run again. */
export const stopTimeoutMs = 5_000;

const restartDelayMs = 1_000;

/**
 * Starts a worker and restarts it whenever it ends. A worker ends for good when it cannot record that a job is finished
 * because the database was away for a moment; it is started again until that succeeds. Throws when the first start
 * fails. `stop` does not wait for a database that is gone.
 */
export async function supervise(start: () => Promise<RunningWorker>, log: Logger): Promise<Supervised> {
  const stopping = new AbortController();
  let worker = await start();
  const supervision = restartUntilStopped();
  return {
    restart: () => worker.stop(),
    async stop() {
      stopping.abort();
      await Promise.race([stopWorkers(), pause(stopTimeoutMs, null, { ref: false })]);
    },
  };

  /** Twice: a restart that was under way may have replaced the worker. */
  async function stopWorkers(): Promise<void> {
    await worker.stop();
    await supervision;
    await worker.stop();
  }

  async function restartUntilStopped(): Promise<void> {
    for (;;) {
      await worker.ended;
      await pause(restartDelayMs, null, { signal: stopping.signal }).catch(() => null);
      if (stopping.signal.aborted) return;
      try {
        worker = await start();
        log.warn('job worker restarted');
      } catch (error) {
        log.error({ err: error }, 'the jobs could not be started again yet');
      }
    }
  }
}
