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
  ignoreDoubleRelease(pool);
  return pool;
}

/** Where an answer did not come in time, nobody else is to wait behind it: the pool lets go of what has ended. */
function endUnanswered(client: ClientBase): void {
  if ('readyForQuery' in client && !client.readyForQuery && client instanceof Client) void client.end();
}

type Taker = Parameters<Pool['connect']>[0];

/**
 * Whoever takes a connection with a callback may give it back twice. graphile-worker 0.17 does so when a connection
 * breaks just as it is given back, where nothing catches what the pool says to that: it would end the process.
 */
function ignoreDoubleRelease(pool: Pool): void {
  const connect = pool.connect.bind(pool);
  const forgiving = (taker?: Taker) => {
    if (taker === undefined) return connect();
    connect((error, client, release) => {
      let released = false;
      taker(error, client, (problem) => {
        if (released) return;
        released = true;
        release(problem);
      });
    });
  };
  Object.assign(pool, { connect: forgiving });
}

/**
 * Prisma's adapter writes instants without their offset and reads them past it (prisma/orm issues 26786 and 28629), so
 * anywhere but in UTC they would be wrong by hours.
 */
async function inUtc(client: ClientBase): Promise<void> {
  await client.query("SET TIME ZONE 'UTC'");
}
