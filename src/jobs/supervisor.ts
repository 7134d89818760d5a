import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/log.js';

/** A worker, from its start to its end. */
export interface RunningWorker {
  /** Resolves when it works no more, for whatever reason. */
  readonly ended: Promise<void>;
  isOver(): boolean;
  /** Lets what is running finish; the second time it does nothing. */
  stop(): Promise<void>;
}

/** How long a worker may take to end, in milliseconds; then it is left to itself. Whatever it was at is done again. */
export const stopTimeoutMs = 5_000;

/** How long to wait before the worker is started again, in milliseconds. */
const restartDelayMs = 1_000;

/**
 * Starts a worker and keeps one working. It gives up for good when it cannot write off a job that it has done, because
 * the database was away for a moment: then it is started again, and again, until it stands. Throws when the first does
 * not start. Stopping it waits for no database that is gone.
 */
export async function supervise(start: () => Promise<RunningWorker>, log: Logger): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let work = await start();
  const kept = keep();
  return {
    async stop() {
      stopping.abort();
      await Promise.race([stopped(), pause(stopTimeoutMs, null, { ref: false })]);
    },
  };

  async function stopped(): Promise<void> {
    await work.stop();
    await kept;
    await work.stop();
  }

  async function keep(): Promise<void> {
    for (;;) {
      await work.ended;
      await pause(restartDelayMs, null, { signal: stopping.signal }).catch(() => null);
      if (stopping.signal.aborted) return;
      try {
        work = await start();
        log.warn('job worker restarted');
      } catch (error) {
        log.error({ err: error }, 'the jobs could not be started again yet');
      }
    }
  }
}
