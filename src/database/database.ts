import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig } from 'pg';
import type { Logger } from 'pino';
import { type Embedded, openEmbedded } from './embedded.js';
import { PrismaClient } from './generated/client.js';
import { inTime } from './in-time.js';
import { migrate } from './migrate.js';
import { openPool } from './pool.js';

export interface DatabaseSettings {
  /** Of a real PostgreSQL; without it there is an embedded one in the data directory. */
  readonly url?: string | undefined;
  readonly dataDirectory: string;
  readonly log: Pick<Logger, 'info' | 'error' | 'fatal'>;
}

export interface Database {
  readonly prisma: PrismaClient;
  /** For graphile-worker, whose jobs must not wait for the connections of people's requests. */
  readonly workerPool: Pool;
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
  const connection = embedded === undefined ? { ...server, connectionString: url } : toEmbedded(embedded);
  try {
    const applied = await migrate(connection);
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  return serve(connection, embedded, log);
}

const pingLimitMs = 2_000;
/** A database that is gone may never say that a question is over. */
const closeLimitMs = 2_000;

const server: PoolConfig = {
  application_name: 'imapp',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
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

function serve(connection: PoolConfig, embedded: Embedded | undefined, log: DatabaseSettings['log']): Database {
  const report = (error: Error) => log.error({ err: error }, 'database connection lost');
  const pool = openPool(connection, report);
  const workerPool = openPool(connection, report);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
  });
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    // Before Prisma is told: it would break off the transactions that are running.
    const finished = Promise.all([pool.end(), workerPool.end()]).then(() => prisma.$disconnect());
    if (embedded) await finished.then(embedded.close);
    else
      await inTime(finished, closeLimitMs).catch((error: unknown) =>
        log.error({ err: error }, 'what was still asked of the database is broken off'),
      );
  }
  return {
    prisma,
    workerPool,
    noPreparedStatements: embedded !== undefined,
    embedded: embedded !== undefined,
    async ping() {
      await inTime(prisma.$queryRaw`SELECT 1`, pingLimitMs);
      if (embedded && !(await embedded.hasRoom())) throw new Error('the disk of the embedded database is full');
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
