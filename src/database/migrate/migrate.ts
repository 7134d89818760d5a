import { runMigrations } from 'graphile-worker';
import type { PoolClient, PoolConfig } from 'pg';
import { openPool } from '../pool.js';
import { type MigrationFolder, readMigrations } from './migration-folder.js';

/** The key of the advisory lock: any number that all processes share. */
const migrationLockKey = 2_042_511_180;

/** Migrations can take long, and so can waiting for those of another process. */
const noTimeout: PoolConfig = { statement_timeout: 0, query_timeout: 0 };

/** The next statement fails with the same error. */
function ignoreError(): void {}

/**
 * Brings the database to the schema that this code expects: our migrations by Prisma's own engine, so that
 * `prisma migrate deploy` can be used instead at any time, and the tables of the job queue.
 *
 * Any number of processes can call it at once, on an empty database too. Returns the names of our migrations that it
 * applied. When there is nothing to do, it costs a few statements.
 */
export async function migrate(connection: PoolConfig, migrations?: MigrationFolder): Promise<readonly string[]> {
  const pool = openPool({ ...connection, ...noTimeout, max: 2 }, ignoreError);
  try {
    const lockHolder = await pool.connect();
    try {
      await lockHolder.query('SELECT pg_advisory_lock($1)', [migrationLockKey]);
      const folder = migrations ?? (await readMigrations());
      const applied = (await isUpToDate(lockHolder, folder)) ? [] : await apply(connection, folder);
      await runMigrations({ pgPool: pool });
      return applied;
    } finally {
      // Closes the connection, which releases the lock.
      lockHolder.release(true);
    }
  } finally {
    await pool.end();
  }
}

/** Whether Prisma's table of migrations lists exactly these, all finished. */
async function isUpToDate(client: PoolClient, { migrations }: MigrationFolder): Promise<boolean> {
  const table = await client.query<{ found: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found");
  if (!table.rows[0]?.found) return false;
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const done = new Map(rows.map((row) => [row.name, row.finished ? row.checksum : '']));
  return done.size === migrations.length && migrations.every(({ name, checksum }) => done.get(name) === checksum);
}

async function apply(connection: PoolConfig, folder: MigrationFolder): Promise<readonly string[]> {
  const pool = openPool({ ...connection, ...noTimeout, max: 1 }, ignoreError);
  try {
    // Loaded only when there is something to do, which is rare.
    const { adapterOf, startSchemaEngine } = await import('./schema-engine.js');
    const engine = await startSchemaEngine(adapterOf(pool));
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters: { externalTables: [], externalEnums: [] },
      migrationsList: {
        baseDir: folder.path,
        lockfile: { path: 'migration_lock.toml', content: folder.lockFile },
        shadowDbInitScript: '',
        migrationDirectories: folder.migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
    });
    engine.free();
    return appliedMigrationNames;
  } finally {
    await pool.end();
  }
}
