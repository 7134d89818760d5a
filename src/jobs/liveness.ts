import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/client.js';
import type { Logger } from '../observability/log.js';

/** This process among those that work on the jobs. */
export interface WorkerLiveness {
  /**
   * Frees the jobs of processes that died at work: without it they would lie locked for hours, and with them whatever
   * waits in their queues. Answers how many processes were found dead.
   */
  releaseDeadWorkers(): Promise<number>;
  end(): void;
}

/**
 * A lock that is held for as long as the connection stands: when a process dies, PostgreSQL lets go of it. Not granted:
 * PostgreSQL has not noticed yet that the connection that holds it is gone. Nobody waits for that.
 */
const hold = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS granted';

/** Between two tries to hold it again, in milliseconds; the wait doubles. */
const [firstWait, longestWait] = [250, 5_000];

/** Those who have jobs locked but hold no such lock. */
const free = `
  SELECT count(*)::int AS dead, graphile_worker.force_unlock_workers(array_agg(locked_by))::text
  FROM (SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL AND locked_by <> $1) AS holder
  WHERE NOT EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint = hashtextextended(locked_by, 0))`;

/**
 * Shows that the worker pool `id` is alive, from now until `end`. The embedded database has one process and one
 * session: there, whoever else has locked a job is dead.
 */
export async function keepWorkerAlive(
  { workerPool, embedded }: Database,
  id: string,
  log: Logger,
): Promise<WorkerLiveness> {
  let ended = false;
  let regaining: Promise<void> | null = null;
  let shown = embedded ? null : await show();
  if (!embedded && shown === null) void regained();
  return {
    async releaseDeadWorkers() {
      const { rows } = await workerPool.query<{ dead: number }>(free, [id]);
      return rows[0]?.dead ?? 0;
    },
    end() {
      ended = true;
      shown?.release(true);
      shown = null;
    },
  };

  async function show() {
    const client = await workerPool.connect();
    client.once('error', (error) => {
      log.warn({ err: error }, 'the jobs lost their connection; it is opened again');
      shown = null;
      if (ended) return;
      // Otherwise the pool would wait for it when it is closed.
      client.release(true);
      void regained();
    });
    const { rows } = await client.query<{ granted: boolean }>(hold, [id]);
    if (rows[0]?.granted) return client;
    client.release(true);
    return null;
  }

  /** As soon as it can be: until then others take this process for dead. */
  function regained(): Promise<void> {
    regaining ??= regain().finally(() => {
      regaining = null;
    });
    return regaining;
  }

  async function regain(): Promise<void> {
    for (let wait = firstWait; !ended && shown === null; wait = Math.min(2 * wait, longestWait)) {
      shown = await show().catch(() => null);
      if (shown === null) await pause(wait, undefined, { ref: false });
    }
    if (ended) shown?.release(true);
  }
}
