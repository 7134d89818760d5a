import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { defaultMaxConnections } from '../config/database-settings.js';
import { type Embedded, openEmbedded } from './embedded/embedded.js';
import { DatabaseRefusedError } from './errors.js';
import { foldStoredNames } from './fold-stored-names.js';
import { PrismaClient } from './generated/client.js';
import { migrate } from './migrate/migrate.js';
import { openPool } from './pool.js';
import { withTimeout } from './timeout.js';
import { createWriteProbe } from './write-probe.js';

interface DatabaseSettings {
  /** Of a PostgreSQL server. Without it there is an embedded database in the data directory. */
  readonly url?: string | undefined;
  /** How many connections to a server this process opens at most. */
  readonly maxConnections?: number | undefined;
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
  /** Rejects when nothing can be written: no answer in time, a read-only database, a standby, a full disk. */
  checkWritable(): Promise<void>;
  /** What the clock of the database server shows; null for the embedded one, which has ours. */
  serverTime(): Promise<Date | null>;
  /** Waits a moment for running statements, then closes everything. Idempotent. */
  close(): Promise<void>;
}

/** Opens the database and applies pending migrations. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { embedded, connection } = await openMigrated(settings);
  const database = createDatabase(connection, embedded, settings);
  try {
    await foldStoredNames(database.prisma);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Applies pending migrations and does nothing else. Returns their names. */
export async function migrateDatabase(settings: DatabaseSettings): Promise<readonly string[]> {
  const { embedded, applied } = await openMigrated(settings);
  await embedded?.close();
  return applied;
}

async function openMigrated({ url, dataDirectory, log }: DatabaseSettings) {
  const embedded = url === undefined ? await openEmbedded(dataDirectory, log) : undefined;
  const connection = connectionTo(embedded, url);
  try {
    const applied = await migrate(connection, undefined, () =>
      log.info('waiting for another process that migrates the database'),
    );
    if (applied.length > 0) log.info({ applied }, 'database migrated');
    return { embedded, connection, applied };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

/** Opens an existing database without creating or migrating anything. Throws when it is missing or not ours. */
export async function openWithoutMigrating(settings: DatabaseSettings): Promise<Database> {
  const { url, dataDirectory, log } = settings;
  const embedded = url === undefined ? await openEmbedded(dataDirectory, log, 'existing') : undefined;
  const database = createDatabase(connectionTo(embedded, url), embedded, settings);
  try {
    await database.workerPool.query('SELECT FROM audit_event LIMIT 0');
  } catch (cause) {
    await database.close();
    throw new DatabaseRefusedError(`There is no database of imapp to be opened: ${String(cause)}.`, { cause });
  }
  return database;
}

function connectionTo(embedded: Embedded | undefined, url: string | undefined): PoolConfig {
  return embedded ? embeddedConnection(embedded) : { ...serverConnection, ...withLimits(url ?? '') };
}

/**
 * A URL without its limits for statements, and these limits. pg would let those in the URL take precedence, but migrations
 * and the app cache have limits of their own.
 */
function withLimits(url: string): PoolConfig {
  const [base = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  const limits: { statement_timeout?: number; query_timeout?: number } = {};
  for (const name of ['statement_timeout', 'query_timeout'] as const) {
    const value = parameters.get(name);
    if (value !== null) limits[name] = Number(value);
    parameters.delete(name);
  }
  return { ...limits, connectionString: parameters.size === 0 ? base : `${base}?${parameters}` };
}

const serverTimeTimeoutMs = 2_000;
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
};

const cacheConnections = 2;
const mostWorkerConnections = 10;

/** Of the connections of a process: those of requests, of graphile-worker and of the app cache. */
export function divideConnections(maxConnections: number) {
  const rest = maxConnections - cacheConnections;
  const worker = Math.min(mostWorkerConnections, Math.floor(rest / 2));
  return { requests: rest - worker, worker, cache: cacheConnections };
}

/** Its connections take turns, so a few are enough. They cost little, and may have to wait for each other. */
function embeddedConnection({ connect }: Embedded): PoolConfig {
  return {
    stream: connect,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 30_000,
    idleTimeoutMillis: 0,
  };
}

const embeddedConnections = { requests: 5, worker: 5, cache: 2 };

function createDatabase(
  connection: PoolConfig,
  embedded: Embedded | undefined,
  { log, maxConnections = defaultMaxConnections }: DatabaseSettings,
): Database {
  const max = embedded ? embeddedConnections : divideConnections(maxConnections);
  const report = (error: Error) => log.error({ err: error }, 'database connection lost');
  const pool = openPool({ ...connection, max: max.requests }, report);
  const workerPool = openPool({ ...connection, max: max.worker }, report);
  // The embedded database is one session: a setting of one connection holds for all.
  const timeout = embedded === undefined && { statement_timeout: appReadMs };
  const cachePool = openPool({ ...connection, ...timeout, max: max.cache }, report);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });
  const probeWrite = createWriteProbe(pool);
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
    async serverTime() {
      if (embedded) return null;
      const { rows } = await withTimeout(
        workerPool.query<{ at: Date }>('SELECT clock_timestamp() AS at'),
        serverTimeTimeoutMs,
      );
      return rows[0]?.at ?? null;
    },
    async checkWritable() {
      await probeWrite();
      if (embedded && !(await embedded.hasRoom())) throw new Error('the disk of the embedded database is full');
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
