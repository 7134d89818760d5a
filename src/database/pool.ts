import { Client, type ClientBase, Pool, type PoolConfig } from 'pg';

/**
 * A pool that reports broken connections; without that their errors are unhandled and end the process. A connection can
 * break while it is idle, and while it is checked out between two statements; the next statement on it fails, too.
 */
export function openPool(config: PoolConfig, report: (error: Error) => void): Pool {
  const pool = new Pool({ ...config, onConnect: inUtc });
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  pool.on('release', (_error, client) => closeIfBusy(client));
  ignoreDoubleRelease(pool);
  return pool;
}

/**
 * Closes a connection whose statement timed out, so that no other waits behind it. The pool drops closed connections.
 */
function closeIfBusy(client: ClientBase): void {
  if ('readyForQuery' in client && !client.readyForQuery && client instanceof Client) void client.end();
}

type ConnectCallback = Parameters<Pool['connect']>[0];

/**
 * Lets a connection that was taken with a callback be released twice. graphile-worker 0.17 does so when a connection
 * breaks while it is released; the error that the pool throws is unhandled there and would end the process.
 */
function ignoreDoubleRelease(pool: Pool): void {
  const connect = pool.connect.bind(pool);
  const connectTolerantly = (callback?: ConnectCallback) => {
    if (callback === undefined) return connect();
    connect((error, client, release) => {
      let released = false;
      callback(error, client, (problem) => {
        if (released) return;
        released = true;
        release(problem);
      });
    });
  };
  Object.assign(pool, { connect: connectTolerantly });
}

/**
 * Prisma's adapter writes instants without their offset and reads them past it (prisma/orm issues 26786 and 28629), so
 * they would be wrong by hours in any time zone but UTC.
 */
async function inUtc(client: ClientBase): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'");
}
