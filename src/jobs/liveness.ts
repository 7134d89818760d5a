import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/client.js';
import type { Logger } from '../observability/log.js';

/** Shows other processes that this worker is alive, and finds workers that are not. */
export interface WorkerLiveness {
  /**
   * Unlocks the jobs of processes that died while working on them. Otherwise these jobs, and all that wait in the same
   * queues, would stay locked for hours. Returns how many dead processes there were.
   */
  releaseDeadWorkers(): Promise<number>;
  end(): void;
}

/**
 * A lock that lasts as long as the connection: when a process dies, PostgreSQL releases it. It is not granted while
 * PostgreSQL has not noticed yet that a former connection of this worker is gone; the statement does not wait for that.
 */
const acquireLock = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS granted';

/** The delay between two attempts to acquire the lock doubles from the first value up to the second. */
const [minRetryMs, maxRetryMs] = [250, 5_000];

/** Unlocks the jobs of workers that do not hold the lock of their id. */
const unlockDeadWorkers = `
  SELECT count(*)::int AS dead, graphile_worker.force_unlock_workers(array_agg(locked_by))::text
  FROM (SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND locked_by <> $1) AS other_worker
  WHERE NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint = hashtextextended(locked_by, 0))`;

/**
 * Shows that the worker pool `id` is alive, from now until `end`. The embedded database has one process and one
 * session: any other worker that has locked a job there is dead.
 */
export async function keepWorkerAlive(
  { workerPool, embedded }: Database,
  id: string,
  log: Logger,
): Promise<WorkerLiveness> {
  let ended = false;
  let reacquiring: Promise<void> | null = null;
  let lockHolder = embedded ? null : await acquire();
  if (!embedded && lockHolder === null) void reacquire();
  return {
    async releaseDeadWorkers() {
      const { rows } = await workerPool.query<{ dead: number }>(unlockDeadWorkers, [id]);
      return rows[0]?.dead ?? 0;
    },
    end() {
      ended = true;
      lockHolder?.release(true);
      lockHolder = null;
    },
  };

  /** The connection that holds the lock; null when the lock was not granted. */
  async function acquire() {
    const client = await workerPool.connect();
    client.once('error', (error) => {
      log.warn({ err: error }, 'the jobs lost their connection; it is opened again');
      lockHolder = null;
      if (ended) return;
      // Otherwise the pool would wait for this connection when it is closed.
      client.release(true);
      void reacquire();
    });
    const { rows } = await client.query<{ granted: boolean }>(acquireLock, [id]);
    if (rows[0]?.granted) return client;
    client.release(true);
    return null;
  }

  /** Acquires the lock as soon as possible: until then other processes take this one for dead. */
  function reacquire(): Promise<void> {
    reacquiring ??= retryAcquire().finally(() => {
      reacquiring = null;
    });
    return reacquiring;
  }

  async function retryAcquire(): Promise<void> {
    for (let delayMs = minRetryMs; !ended && lockHolder === null; delayMs = Math.min(2 * delayMs, maxRetryMs)) {
      lockHolder = await acquire().catch(() => null);
      if (lockHolder === null) await pause(delayMs, undefined, { ref: false });
    }
    if (ended) lockHolder?.release(true);
  }
}
