import { runMigrations } from 'graphile-worker';
import type { ClientBase, PoolConfig } from 'pg';
import { DatabaseRefusedError } from '../errors.js';
import { openPool } from '../pool.js';
import { applyMigration } from './apply-migration.js';
import { type Migration, type MigrationFolder, readMigrations } from './migration-folder.js';
import { createMigrationTable, pendingMigrations, readMigrationTable } from './migration-table.js';

/** The advisory lock that `prisma migrate` takes, too. */
const migrationLockKey = 72_707_369;

/** Migrations can take long, and so can waiting for those of another process: 24 days. 0 would mean the server's default. */
const noTimeout: PoolConfig = { statement_timeout: 2 ** 31 - 1, query_timeout: 0 };

/** The next statement fails with the same error. */
function ignoreError(): void {}

/**
 * Brings the database to the schema that this code expects: our migrations, recorded in Prisma's table, so that
 * `prisma migrate deploy` can be used instead at any time, and the tables of the job queue.
 *
 * Any number of processes can call it at once, on an empty database too, and each can be killed at any moment: the next
 * call goes on. Everything runs over the one connection that holds the lock. So when the process dies while the server
 * works on a script, the next one waits until that has ended.
 *
 * `onWaiting` is called when another process migrates at the moment. Returns the names of our migrations that it applied. When there is nothing to do, it costs a few statements. Throws a
 * DatabaseRefusedError when this database cannot be used with this version.
 */
export async function migrate(
  connection: PoolConfig,
  folder?: MigrationFolder,
  onWaiting: () => void = () => {},
): Promise<readonly string[]> {
  const { migrations } = folder ?? (await readMigrations());
  const pool = openPool({ ...connection, ...noTimeout, max: 1 }, ignoreError);
  try {
    const client = await pool.connect();
    const applied = await applyPending(client, migrations, onWaiting).catch((error: unknown) => {
      client.release(true);
      throw error;
    });
    client.release();
    // The pool has no other connection than the one that holds the lock.
    await runMigrations({ pgPool: pool });
    return applied;
  } finally {
    await pool.end();
  }
}

async function applyPending(
  client: ClientBase,
  migrations: readonly Migration[],
  onWaiting: () => void,
): Promise<readonly string[]> {
  await refuseOtherEncodings(client);
  await lock(client, onWaiting);
  await createMigrationTable(client);
  const pending = pendingMigrations(await readMigrationTable(client), migrations);
  for (const each of pending) await applyMigration(client, each);
  return pending.map(({ migration }) => migration.name);
}

/** The audit chain hashes UTF-8; in another encoding its text could not be derived again outside the database. */
async function refuseOtherEncodings(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
  const encoding = rows[0]?.encoding;
  if (encoding === 'UTF8') return;
  throw new DatabaseRefusedError(
    `The database must be encoded in UTF8; it is ${encoding}. Create another one: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  );
}

async function lock(client: ClientBase, onWaiting: () => void): Promise<void> {
  const tried = await client.query<{ granted: boolean }>('SELECT pg_try_advisory_lock($1) AS granted', [
    migrationLockKey,
  ]);
  if (tried.rows[0]?.granted) return;
  onWaiting();
  await client.query('SELECT pg_advisory_lock($1)', [migrationLockKey]);
}
