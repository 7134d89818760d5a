import { Pool, type PoolConfig } from 'pg';

/**
 * A pool whose broken connections are reported rather than thrown at nobody, which would end the process. A connection
 * may break while it is idle and while someone holds it between two questions; whoever asks next gets the error too.
 */
export function openPool(config: PoolConfig, report: (error: Error) => void): Pool {
  const pool = new Pool(config);
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
