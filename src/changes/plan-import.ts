import type { Refusal } from '../operations/change-plan.js';
import { importRows } from '../operations/import/import.js';
import type { PlannedRow } from '../operations/import/plan-rows.js';
import type { ServiceContext } from './context.js';
import { loadFileRecords } from './operation-context.js';

/** What would become of each row of a file that is imported now; or why it cannot be imported. */
export async function planImport(
  { database, rules, now }: ServiceContext,
  file: string,
): Promise<{ readonly rows: readonly PlannedRow[] } | Refusal> {
  const at = now().toISOString();
  const fileRecords = await loadFileRecords(database.prisma, { values: { file }, at, rules });
  return importRows({ rules, at, fileRecords }, file);
}
