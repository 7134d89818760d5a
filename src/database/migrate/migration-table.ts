import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { DatabaseRefusedError } from '../errors.js';
import type { Migration } from './migration-folder.js';

/** A row of Prisma's table of migrations that was not rolled back. */
export interface MigrationRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  /** False when `prisma migrate deploy`, or an earlier version of imapp, was stopped in the middle or failed. */
  readonly finished: boolean;
  /** The script failed, so PostgreSQL has rolled it back. */
  readonly failed: boolean;
}

/** A migration to apply, with the unfinished row that an earlier attempt has left. */
export interface PendingMigration {
  readonly migration: Migration;
  readonly unfinished: MigrationRow | undefined;
}

/** Creates the table as Prisma creates it. Refuses a database that has tables of something else. */
export async function createMigrationTable(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(ownTables);
  if (rows.some(({ name }) => name === '_prisma_migrations')) return;
  if (rows.length > 0) {
    const names = rows.slice(0, 3).map(({ name }) => name);
    throw new DatabaseRefusedError(
      `The database schema is not empty: "public" has tables that imapp has not made (${names.join(', ')}${rows.length > 3 ? ', …' : ''}). Give imapp a database of its own.`,
    );
  }
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS "public";
    CREATE TABLE "_prisma_migrations" (
      "id" VARCHAR(36) PRIMARY KEY NOT NULL,
      "checksum" VARCHAR(64) NOT NULL,
      "finished_at" TIMESTAMPTZ,
      "migration_name" VARCHAR(255) NOT NULL,
      "logs" TEXT,
      "rolled_back_at" TIMESTAMPTZ,
      "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
      "applied_steps_count" INTEGER NOT NULL DEFAULT 0
    )`);
}

/** Without the tables of extensions, which managed databases often come with. */
const ownTables = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   ORDER BY 1`;

export async function readMigrationTable(client: ClientBase): Promise<readonly MigrationRow[]> {
  const { rows } = await client.query<MigrationRow>(
    `SELECT id, migration_name AS name, checksum, finished_at IS NOT NULL AS finished, coalesce(logs, '') <> '' AS failed
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/**
 * The migrations that are not applied yet. Throws a DatabaseRefusedError when the database was migrated by another
 * version than this: it has a migration that is not in `migrations`, or one that had another script.
 */
export function pendingMigrations(
  rows: readonly MigrationRow[],
  migrations: readonly Migration[],
): readonly PendingMigration[] {
  const checksums = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const unknown = rows.find(({ name }) => !checksums.has(name));
  if (unknown) {
    throw new DatabaseRefusedError(
      `The database is newer than this version of imapp: it has the migration ${unknown.name}, which this version does not know. Start the version that made it, or restore the backup from before the upgrade.`,
    );
  }
  const changed = rows.find(({ name, checksum, finished }) => finished && checksums.get(name) !== checksum);
  if (changed) {
    throw new DatabaseRefusedError(
      `The database does not go with this version of imapp: its migration ${changed.name} had another script. Start the version that made it, or restore the backup from before the upgrade.`,
    );
  }
  const finished = new Set(rows.flatMap((row) => (row.finished ? [row.name] : [])));
  return migrations
    .filter(({ name }) => !finished.has(name))
    .map((migration) => ({ migration, unfinished: rows.find(({ name }) => name === migration.name) }));
}

/** Records a migration as applied, as Prisma does. */
export async function recordApplied(client: ClientBase, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Marks the rows of earlier attempts at a migration as rolled back, as `prisma migrate resolve --rolled-back` does. */
export async function recordRolledBack(client: ClientBase, { name }: Migration): Promise<void> {
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
      WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
}
