import { vi } from 'vitest';
import { auditRows, verifyChain } from '../../src/database/audit-chain.js';
import type { Database } from '../../src/database/client.js';

/**
 * All records that hostile input must not change, as text; without proposals, which every permitted request creates.
 */
export type Record = Readonly<{ [table: string]: readonly string[] }>;

const tables = [
  'app',
  'app_history',
  'audit_event',
  'statement',
  'closed_month',
  'billing_mode',
  'usage_reading',
  'inbound_event',
  'notice',
] as const;

/** Reads all records. Throws when the audit chain is not intact. */
export async function recordOf({ prisma }: Database): Promise<Record> {
  const verdict = await verifyChain(auditRows(prisma));
  if (!verdict.ok) throw new Error(`The audit trail is broken at row ${verdict.seq}: ${verdict.problem}.`);
  const rows = (query: string) =>
    prisma
      .$queryRawUnsafe<{ row: string }[]>(`SELECT to_jsonb(it)::text AS row FROM (${query}) AS it ORDER BY row`)
      .then((found) => found.map(({ row }) => row));
  const all = tables.map(async (table) => [table, await rows(`SELECT * FROM ${table}`)] as const);
  const decided = await rows(`SELECT * FROM change WHERE state <> 'proposed'`);
  return { ...Object.fromEntries(await Promise.all(all)), 'change, decided': decided };
}

/** The authors of new proposals. */
export async function proposers({ prisma }: Database, before: readonly string[]): Promise<readonly string[]> {
  const found = await prisma.change.findMany({ where: { state: 'proposed', id: { notIn: [...before] } } });
  return [...new Set(found.map(({ author }) => author))].sort();
}

/** Waits until no job is due. */
export async function delivered({ prisma }: Database): Promise<void> {
  const waiting = () => prisma.$queryRaw<{ left: number }[]>`
    SELECT count(*)::int AS left FROM graphile_worker._private_jobs WHERE run_at <= now()`;
  await vi.waitUntil(async () => (await waiting())[0]?.left === 0, { interval: 100, timeout: 60_000 });
}
