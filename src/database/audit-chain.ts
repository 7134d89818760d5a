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

/** The head of the chain as it was noted elsewhere. */
export interface NotedHead {
  readonly seq: bigint;
  readonly hash: string;
}

/** A head as it is noted: `<seq>:<hash>`. */
export function formatHead({ seq, hash }: { readonly seq: bigint | string; readonly hash: string }): string {
  return `${seq}:${hash}`;
}

/** The head in `<seq>:<hash>`; null if the text is not of that form. */
export function parseHead(text: string): NotedHead | null {
  const [, seq, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return seq === undefined || hash === undefined || BigInt(seq) < 1n ? null : { seq: BigInt(seq), hash };
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
 * Verifies the chain from its first row, and that it has the heads that were noted elsewhere. Without noted heads it
 * finds every row that was changed, moved, added or removed by whoever did not chain the later rows anew. Whoever can
 * write to the database can do that, and can cut off the newest rows: only a noted head shows it, for all rows up to it.
 */
export async function verifyChain(
  rows: AsyncIterable<AuditRow>,
  noted: readonly NotedHead[] = [],
): Promise<ChainVerification> {
  let [count, head] = [0, firstPreviousHash];
  for await (const row of rows) {
    const problem = problemOf(row, { seq: BigInt(count + 1), head }) ?? contradiction(row, noted);
    if (problem !== undefined) return { ok: false, seq: row.seq, problem };
    [count, head] = [count + 1, row.hash];
  }
  const missing = noted.find(({ seq }) => seq > count);
  if (missing) return { ok: false, seq: missing.seq, problem: 'it was noted, and is not there any more' };
  return { ok: true, count, head };
}

function contradiction({ seq, hash }: AuditRow, noted: readonly NotedHead[]): string | undefined {
  const differs = noted.some((head) => head.seq === seq && head.hash !== hash);
  return differs ? 'its hash is not the one that was noted' : undefined;
}

function problemOf(row: AuditRow, expected: { seq: bigint; head: string }): string | undefined {
  if (row.seq !== expected.seq) return `it stands where row ${expected.seq} should`;
  if (row.previousHash !== expected.head) return 'it does not follow from the row before it';
  if (row.hash !== hashOf(row)) return 'it does not say what was written';
  return undefined;
}

/** All rows in order, read in pages, so that memory use does not grow with their number. */
export async function* auditRows(prisma: Pick<PrismaClient, '$queryRaw'>): AsyncGenerator<AuditRow> {
  let from = -(2n ** 63n);
  for (;;) {
    const page = await prisma.$queryRaw<AuditRow[]>`
      SELECT seq, at, actor, source, action, sdk_app_id AS "sdkAppId", change_id::text AS "changeId",
             before::text, after::text, reason, previous_hash AS "previousHash", hash
        FROM audit_event WHERE seq >= ${from} ORDER BY seq LIMIT ${rowsPerPage}`;
    yield* page;
    const lastRow = page.at(-1);
    if (lastRow === undefined || page.length < rowsPerPage) return;
    from = lastRow.seq + 1n;
  }
}
