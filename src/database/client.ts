import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { type Embedded, openEmbedded } from './embedded/embedded.js';
import { PrismaClient } from './generated/client.js';
import { migrate } from './migrate/migrate.js';
import { openPool } from './pool.js';
import { withTimeout } from './timeout.js';

interface DatabaseSettings {
  /** Of a real PostgreSQL; without it there is an embedded one in the data directory. */
  readonly url?: string | undefined;
  readonly dataDirectory: string;
  readonly log: Pick<Logger, 'info' | 'error' | 'fatal'>;
}

export interface Database {
  readonly prisma: PrismaClient;
  /** For graphile-worker itself: finding and ending jobs does not wait for the connections of requests. Its tasks use `prisma`. */
  readonly workerPool: Pool;
  /** For the book of apps: a connection to listen on and one to read with, whatever the others are busy with. */
  readonly cachePool: Pool;
  /** For graphile-worker: its statements must have no names where all connections share one session. */
  readonly noPreparedStatements: boolean;
  readonly embedded: boolean;
  /** Resolves if the database answers, and soon, and has room for what is to come. */
  ping(): Promise<void>;
  /** Lets what is running finish, if it does so soon, and closes everything; the second time it does nothing. */
  close(): Promise<void>;
}

/** Opens the database, brought up to date and ready for use. */
export async function openDatabase({ url, dataDirectory, log }: DatabaseSettings): Promise<Database> {
  const embedded = url === undefined ? await openEmbedded(dataDirectory, log) : undefined;
  const connection = connectionTo(embedded, url);
  try {
    const applied = await migrate(connection);
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return createDatabase(connection, embedded, log);
}

/** Opens the database as it is, to look into it: nothing is made or migrated. Throws where it is not there or not ours. */
export async function openWithoutMigrating({ url, dataDirectory, log }: DatabaseSettings): Promise<Database> {
  const embedded = url === undefined ? await openEmbedded(dataDirectory, log, 'existing') : undefined;
  const database = createDatabase(connectionTo(embedded, url), embedded, log);
  try {
    await database.workerPool.query('SELECT FROM audit_event LIMIT 0');
  } catch (cause) {
    await database.close();
    throw new Error(`There is no database of imapp to be opened: ${String(cause)}.`, { cause });
  }
  return database;
}

function connectionTo(embedded: Embedded | undefined, url: string | undefined): PoolConfig {
  return embedded ? toEmbedded(embedded) : { ...server, connectionString: url };
}

const pingLimitMs = 2_000;
/** A database that is gone may never say that a question is over. */
const closeLimitMs = 2_000;
/** How long a read of the book of apps may take, in milliseconds. */
export const appReadMs = 900;

/**
 * Nothing may hold a connection, or others up, for ever: the longest sweep and the closing of a month take seconds for
 * each statement. The server ends what takes too long; where it does not answer at all, the connection is given up.
 */
const server: PoolConfig = {
  application_name: 'imapp',
  connectionTimeoutMillis: 5_000,
  statement_timeout: 60_000,
  query_timeout: 65_000,
  idle_in_transaction_session_timeout: 30_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  max: 10,
};

/** Its connections take turns anyway, so a few are enough; they are cheap to keep, and may have to wait. */
function toEmbedded({ connect }: Embedded): PoolConfig {
  return {
    stream: connect,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 0,
    max: 5,
  };
}

function createDatabase(
  connection: PoolConfig,
  embedded: Embedded | undefined,
  log: DatabaseSettings['log'],
): Database {
  const report = (error: Error) => log.error({ err: error }, 'database connection lost');
  const pool = openPool(connection, report);
  const workerPool = openPool(connection, report);
  // The embedded database is one session: what one connection sets holds for all.
  const limit = embedded === undefined && { statement_timeout: appReadMs };
  const cachePool = openPool({ ...connection, ...limit, max: 2 }, report);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    // Before Prisma is told: it would break off the transactions that are running.
    const finished = Promise.all([pool.end(), workerPool.end(), cachePool.end()]).then(() => prisma.$disconnect());
    if (embedded) await finished.then(embedded.close);
    else
      await withTimeout(finished, closeLimitMs).catch((error: unknown) =>
        log.error({ err: error }, 'what was still asked of the database is broken off'),
      );
  }
  return {
    prisma,
    workerPool,
    cachePool,
    noPreparedStatements: embedded !== undefined,
    embedded: embedded !== undefined,
    async ping() {
      await withTimeout(prisma.$queryRaw`SELECT 1`, pingLimitMs);
      if (embedded && !(await embedded.hasRoom())) throw new Error('the disk of the embedded database is full');
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
