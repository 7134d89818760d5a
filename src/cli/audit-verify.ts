import { readSettings, type Settings } from '../config/config.js';
import { loadEnvironment } from '../config/environment.js';
import { auditRows, verifyChain } from '../database/audit-chain.js';
import { type Database, openWithoutMigrating } from '../database/client.js';
import { createLogger } from '../observability/log.js';
import { runProgram } from './run-program.js';

/** Whether the audit trail is intact and not empty. Prints the verdict, with the first broken row. */
export async function verify(database: Pick<Database, 'prisma'>, out: (line: string) => void): Promise<boolean> {
  const verdict = await verifyChain(auditRows(database.prisma));
  if (verdict.ok && verdict.count === 0) {
    out('The audit trail is empty: nothing was verified. Is this the right database?');
    return false;
  }
  if (verdict.ok) out(`The audit trail holds: ${verdict.count} rows, head ${verdict.head}.`);
  else out(`The audit trail is broken at row ${verdict.seq}: ${verdict.problem}.`);
  return verdict.ok;
}

/** The same for the database of the settings, opened without migrating it. Throws if there is none. */
export async function verifyConfiguredDatabase(
  { database: databaseSettings }: Pick<Settings, 'database'>,
  out: (line: string) => void,
): Promise<boolean> {
  const database = await openWithoutMigrating({ ...databaseSettings, log: createLogger('warn') });
  try {
    return await verify(database, out);
  } finally {
    await database.close();
  }
}

/** `npm run audit:verify`: exits with 1 if the audit trail is broken or empty. */
runProgram(import.meta.url, (out) => verifyConfiguredDatabase(readSettings(loadEnvironment()), out));
