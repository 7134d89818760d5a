import { runMigrations } from 'graphile-worker';
import type { PoolClient, PoolConfig } from 'pg';
import { openPool } from '../pool.js';
import { type MigrationFolder, readMigrations } from './migration-folder.js';

/** Any number, the same in every process. */
const migrationLock = 2_042_511_180;

/** Migrations take their time, and whoever waits for those of another process as much. */
const noTimeout: PoolConfig = { statement_timeout: 0, query_timeout: 0 };

/** The next question fails with it anyway. */
function ignoreError(): void {}

/**
 * Brings the database to the state that this code expects: our tables by Prisma's own engine, so that
 * `prisma migrate deploy` may take over at any time, and the tables of the job queue.
 *
 * Any number of processes may do so at once, on an empty database too. Tells the names of our migrations that were
 * applied; where there is nothing to do, it costs a few questions.
 */
export async function migrate(connection: PoolConfig, wanted?: MigrationFolder): Promise<readonly string[]> {
  const pool = openPool({ ...connection, ...noTimeout, max: 2 }, ignoreError);
  try {
    const guard = await pool.connect();
    try {
      await guard.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      const folder = wanted ?? (await readMigrations());
      const applied = (await upToDate(guard, folder)) ? [] : await apply(connection, folder);
      await runMigrations({ pgPool: pool });
      return applied;
    } finally {
      // The lock belongs to the connection, which therefore must not go back to the pool with it.
      guard.release(true);
    }
  } finally {
    await pool.end();
  }
}

/** True if Prisma's own notes list these migrations, all finished, and no other. */
async function upToDate(client: PoolClient, { migrations }: MigrationFolder): Promise<boolean> {
  const noted = await client.query<{ found: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found");
  if (!noted.rows[0]?.found) return false;
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
    // Not loaded where there is nothing to do, which is nearly always.
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
