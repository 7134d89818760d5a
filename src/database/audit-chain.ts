import { createHash } from 'node:crypto';
import type { PrismaClient } from './generated/client.js';

/** An audit event as it was hashed: JSON documents as their text. */
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

/** The chain is intact up to its head, or the first row at which it is not. */
export type ChainVerification =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | { readonly ok: false; readonly seq: bigint; readonly problem: string };

/** The `previousHash` of the first row. */
export const firstPreviousHash = '0'.repeat(64);

const rowsPerPage = 1_000;

/**
 * Computes the hash that a row must have. The database has its own implementation, `audit_event_append` in the
 * migrations.
 */
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
  return createHash('sha256').update(fields.map(encodeField).join('')).digest('hex');
}

/** A field after its length in bytes, so that no two different rows are encoded alike. */
function encodeField(field: bigint | number | string | null): string {
  if (field === null) return '-';
  const text = String(field);
  return `${Buffer.byteLength(text)}:${text}`;
}

/**
 * Verifies the chain from its first row. It finds every row that was changed, moved, added or removed, except that the
 * newest rows were cut off: for that, compare the head with one that was logged earlier.
 */
export async function verifyChain(rows: AsyncIterable<AuditRow>): Promise<ChainVerification> {
  let [count, head] = [0, firstPreviousHash];
  for await (const row of rows) {
    const problem = problemOf(row, { seq: BigInt(count + 1), head });
    if (problem !== undefined) return { ok: false, seq: row.seq, problem };
    [count, head] = [count + 1, row.hash];
  }
  return { ok: true, count, head };
}

function problemOf(row: AuditRow, expected: { seq: bigint; head: string }): string | undefined {
  if (row.seq !== expected.seq) return `it stands where row ${expected.seq} should`;
  if (row.previousHash !== expected.head) return 'it does not follow from the row before it';
  if (row.hash !== hashOf(row)) return 'it does not say what was written';
  return undefined;
}

/** All rows in order, read in pages, so that memory use does not grow with their number. */
export async function* auditRows(prisma: Pick<PrismaClient, '$queryRaw'>): AsyncGenerator<AuditRow> {
  let lastSeq = -(2n ** 63n);
  for (;;) {
    const page = await prisma.$queryRaw<AuditRow[]>`
      SELECT seq, at, actor, source, action, sdk_app_id AS "sdkAppId", change_id::text AS "changeId",
             before::text, after::text, reason, previous_hash AS "previousHash", hash
        FROM audit_event WHERE seq > ${lastSeq} ORDER BY seq LIMIT ${rowsPerPage}`;
    yield* page;
    const lastRow = page.at(-1);
    if (lastRow === undefined || page.length < rowsPerPage) return;
    lastSeq = lastRow.seq;
  }
}
