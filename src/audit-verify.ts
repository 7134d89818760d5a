import { pathToFileURL } from 'node:url';
import { environment, readSettings } from './config.js';
import { auditRows, verifyChain } from './database/audit.js';
import { type Database, openDatabase } from './database/database.js';
import { openLog } from './log.js';

/** Says whether the audit trail is as it was written, naming the first row that is not. */
export async function verify(database: Pick<Database, 'prisma'>, out: (line: string) => void): Promise<boolean> {
  const verdict = await verifyChain(auditRows(database.prisma));
  if (verdict.ok) out(`The audit trail holds: ${verdict.count} rows, head ${verdict.head}.`);
  else out(`The audit trail is broken at row ${verdict.seq}: ${verdict.problem}.`);
  return verdict.ok;
}

/** `npm run audit:verify`: exits with 1 at the first bad row. */
async function main(): Promise<void> {
  const settings = readSettings(environment());
  const database = await openDatabase({ ...settings.database, log: openLog('warn') });
  try {
    process.exitCode = (await verify(database, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1;
  } finally {
    await database.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((problem: unknown) => {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exitCode = 1;
  });
}
