import { auditRows, verifyChain } from './database/audit.js';
import type { Database } from './database/database.js';

/** Says whether the audit trail is as it was written, naming the first row that is not. */
export async function verify(database: Pick<Database, 'prisma'>, out: (line: string) => void): Promise<boolean> {
  const verdict = await verifyChain(auditRows(database.prisma));
  if (verdict.ok) out(`The audit trail holds: ${verdict.count} rows, head ${verdict.head}.`);
  else out(`The audit trail is broken at row ${verdict.seq}: ${verdict.problem}.`);
  return verdict.ok;
}
