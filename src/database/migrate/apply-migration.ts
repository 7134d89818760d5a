import { type ClientBase, DatabaseError } from 'pg';
import { type PendingMigration, recordApplied, recordRolledBack } from './migration-table.js';

/**
 * Applies a migration and records it, in one transaction: a process that is killed here leaves both or nothing, on a
 * server and in the embedded database.
 *
 * An earlier attempt that left its row unfinished may have taken effect, since `prisma migrate deploy` writes script and
 * row separately. Then the script cannot be applied a second time, which is how that is recognized. Throws PostgreSQL's
 * error, with the name of the migration.
 */
export async function applyMigration(client: ClientBase, { migration, unfinished }: PendingMigration): Promise<void> {
  const { name, script } = migration;
  try {
    await inTransaction(client, async () => {
      await client.query(script);
      await recordRolledBack(client, migration);
      await recordApplied(client, migration);
    });
  } catch (cause) {
    if (unfinished === undefined || unfinished.failed || !isAlreadyApplied(cause)) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The migration ${name} failed and was rolled back: ${reason}.`, { cause });
    }
    await inTransaction(client, async () => {
      await recordRolledBack(client, migration);
      await recordApplied(client, migration);
    });
  }
}

/**
 * PostgreSQL's codes for what exists already, or no longer, and for an enum value that was renamed. Every migration ends
 * in one of them when it is applied a second time, which a test holds it to.
 */
const alreadyAppliedCodes: ReadonlySet<string | undefined> = new Set([
  ...['42P06', '42P07', '42701', '42710', '42723'],
  ...['42P01', '42703', '42704', '42883', '22023'],
]);

function isAlreadyApplied(error: unknown): boolean {
  return error instanceof DatabaseError && alreadyAppliedCodes.has(error.code);
}

async function inTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    // When the connection is lost, PostgreSQL rolls back by itself.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
