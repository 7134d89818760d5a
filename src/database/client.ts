import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { type Embedded, openEmbedded } from './embedded/embedded.js';
import { PrismaClient } from './generated/client.js';
import { migrate } from './migrate/migrate.js';
import { openPool } from './pool.js';
import { withTimeout } from './timeout.js';

interface DatabaseSettings {
  /** Of a PostgreSQL server. Without it there is an embedded database in the data directory. */
  readonly url?: string | undefined;
  readonly dataDirectory: string;
  readonly log: Pick<Logger, 'info' | 'error' | 'fatal'>;
}

export interface Database {
  readonly prisma: PrismaClient;
  /**
   * For graphile-worker itself, so that it does not wait for connections that requests hold. Its tasks use `prisma`.
   */
  readonly workerPool: Pool;
  /** For the app cache: one connection to listen on and one to read with, even when all others are busy. */
  readonly cachePool: Pool;
  /** For graphile-worker: prepared statements do not work where all connections share one session. */
  readonly noPreparedStatements: boolean;
  readonly embedded: boolean;
  /** Rejects when the database does not respond in time, or the disk of the embedded one is full. */
  ping(): Promise<void>;
  /** Waits a moment for running statements, then closes everything. Idempotent. */
  close(): Promise<void>;
}

/** Opens the database and applies pending migrations. */
export async function openDatabase({ url, dataDirectory, log }: DatabaseSettings): Promise<Database> {
  const embedded = url === undefined ? await openEmbedded(dataDirectory, log) : undefined;
  const connection = connectionTo(embedded, url);
  try {
    const applied = await migrate(connection, undefined, () =>
      log.info('waiting for another process that migrates the database'),
    );
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return createDatabase(connection, embedded, log);
}

/** Opens an existing database without creating or migrating anything. Throws when it is missing or not ours. */
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
  return embedded ? embeddedConnection(embedded) : { ...serverConnection, connectionString: url };
}

const pingTimeoutMs = 2_000;
/** A database that is gone may never end a statement. */
const closeTimeoutMs = 2_000;
/** How long a read of the app cache may take. */
export const appReadMs = 900;

/**
 * No statement may block a connection without end; those of the longest sweep and of the month close take seconds. The
 * server cancels a statement that takes too long. When the server does not respond either, the connection is closed.
 */
const serverConnection: PoolConfig = {
  application_name: 'imapp',
  connectionTimeoutMillis: 5_000,
  statement_timeout: 60_000,
  query_timeout: 65_000,
  idle_in_transaction_session_timeout: 30_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  max: 10,
};

/** Its connections take turns, so a few are enough. They cost little, and may have to wait for each other. */
function embeddedConnection({ connect }: Embedded): PoolConfig {
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
  // The embedded database is one session: a setting of one connection holds for all.
  const timeout = embedded === undefined && { statement_timeout: appReadMs };
  const cachePool = openPool({ ...connection, ...timeout, max: 2 }, report);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    // Before Prisma disconnects, which would abort running transactions.
    const finished = Promise.all([pool.end(), workerPool.end(), cachePool.end()]).then(() => prisma.$disconnect());
    if (embedded) await finished.then(embedded.close);
    else
      await withTimeout(finished, closeTimeoutMs).catch((error: unknown) =>
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
      await withTimeout(prisma.$queryRaw`SELECT 1`, pingTimeoutMs);
      if (embedded && !(await embedded.hasRoom())) throw new Error('the disk of the embedded database is full');
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
