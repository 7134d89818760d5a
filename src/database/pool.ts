import { Client, type ClientBase, Pool, type PoolConfig } from 'pg';

/**
 * A pool whose broken connections are reported rather than thrown at nobody, which would end the process. A connection
 * may break while it is idle and while someone holds it between two questions; whoever asks next gets the error too.
 */
export function openPool(config: PoolConfig, report: (error: Error) => void): Pool {
  const pool = new Pool({ ...config, onConnect: inUtc });
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  pool.on('release', (_error, client) => endUnanswered(client));
  return pool;
}

/** Where an answer did not come in time, nobody else is to wait behind it: the pool lets go of what has ended. */
function endUnanswered(client: ClientBase): void {
  if ('readyForQuery' in client && !client.readyForQuery && client instanceof Client) void client.end();
}

/**
 * Prisma's adapter writes instants without their offset and reads them past it (prisma/orm issues 26786 and 28629), so
 * anywhere but in UTC they would be wrong by hours.
 */
async function inUtc(client: ClientBase): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'");
}
