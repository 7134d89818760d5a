import type { Pool } from 'pg';
import { withTimeout } from './timeout.js';

/** How long a write counts as recent, and how long one may take. */
const recentMs = 2_000;
const timeoutMs = 2_000;

/**
 * Proves that a write is possible without leaving anything behind. The update fails on a read-only database and on a
 * standby even though it finds no row; the transaction id makes the commit write to the log, on the disk; and what does
 * not fit into `work_mem` goes to a file on the disk of the data, which fails when that is full.
 */
const proof = `BEGIN;
  SET LOCAL work_mem = '64kB';
  UPDATE closed_month SET month = month WHERE false;
  SELECT pg_current_xact_id();
  SELECT count(*) FROM generate_series(1, 8000);
  COMMIT`;

/**
 * Returns a function that resolves if the database could be written to within the last two seconds, and rejects with the
 * reason if not. However often it is called, the database is asked once in that time, and once at a time.
 */
export function createWriteProbe(pool: Pick<Pool, 'connect'>): () => Promise<void> {
  let probing: Promise<void> | undefined;
  let validUntil = 0;
  return () => {
    if (probing && performance.now() < validUntil) return probing;
    validUntil = Number.POSITIVE_INFINITY;
    probing = withTimeout(probe(pool), timeoutMs).finally(() => {
      validUntil = performance.now() + recentMs;
    });
    return probing;
  };
}

async function probe(pool: Pick<Pool, 'connect'>): Promise<void> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query(proof);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
