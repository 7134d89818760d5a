import { createHash } from 'node:crypto';
import type { PrismaClient } from './generated/client.js';

/** A line of the audit trail as it was hashed: documents as their text. */
export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly source: string;
  readonly action: string;
  readonly sdkAppId: number | null;
  readonly changeId: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** The whole chain holds, up to its head; or the first row at which it does not. */
export type Verdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly seq: bigint; readonly problem: string };

/** What the first row has for the hash of the row before it. */
export const noHash = '0'.repeat(64);

const pageSize = 1_000;

/** The hash that a row must have, derived anew: the database has its own code for it, in the first migration. */
export function hashOf(row: AuditRow): string {
  const { seq, at, actor, source, action, sdkAppId, changeId, before, after, reason, previousHash } = row;
  const fields = [
    seq,
    at.toISOString(),
    actor,
    source,
    action,
    sdkAppId,
    changeId,
    before,
    after,
    reason,
    previousHash,
  ];
  return createHash('sha256').update(fields.map(written).join('')).digest('hex');
}

/** A field with its length in bytes before it, so that no two rows can read alike. */
function written(field: bigint | number | string | null): string {
  if (field === null) return '-';
  const text = String(field);
  return `${Buffer.byteLength(text)}:${text}`;
}

/**
 * Follows the chain from its first row. It shows every row that was altered, moved, added or taken out, but not that
 * the last ones were cut off: compare the head with one that was noted elsewhere.
 */
export async function verifyChain(rows: AsyncIterable<AuditRow>): Promise<Verdict> {
  let [count, head] = [0, noHash];
  for await (const row of rows) {
    const problem = flaw(row, { seq: BigInt(count + 1), head });
    if (problem !== undefined) return { ok: false, seq: row.seq, problem };
    [count, head] = [count + 1, row.hash];
  }
  return { ok: true, count, head };
}

function flaw(row: AuditRow, expected: { seq: bigint; head: string }): string | undefined {
  if (row.seq !== expected.seq) return `it stands where row ${expected.seq} should`;
  if (row.previousHash !== expected.head) return 'it does not follow from the row before it';
  if (row.hash !== hashOf(row)) return 'it does not say what was written';
  return undefined;
}

/** All rows in order, a page at a time, so that memory stays flat however long the trail is. */
export async function* auditRows(prisma: Pick<PrismaClient, '$queryRaw'>): AsyncGenerator<AuditRow> {
  let last = -(2n ** 63n);
  for (;;) {
    const page = await prisma.$queryRaw<AuditRow[]>`
      SELECT seq, at, actor, source, action, sdk_app_id AS "sdkAppId", change_id::text AS "changeId",
             before::text, after::text, reason, previous_hash AS "previousHash", hash
        FROM audit_event WHERE seq > ${last} ORDER BY seq LIMIT ${pageSize}`;
    yield* page;
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return;
    last = end.seq;
  }
}
