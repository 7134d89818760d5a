import { createHash, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AuditRow,
  auditRows,
  type ChainVerification,
  firstPreviousHash,
  hashOf,
  verifyChain,
} from '../../../src/database/audit-chain.js';
import type { Database } from '../../../src/database/client.js';
import { databases } from '../../support/databases.js';

const at = new Date('2026-03-01T09:30:00.007Z');
const event = { at, actor: 'U1', source: 'slack', action: 'upgrade.applied' };

describe('hashOf', () => {
  const row: AuditRow = {
    ...event,
    seq: 2n,
    sdkAppId: 1_400_000_001,
    changeId: '6f1e9f4e-6a2b-4c7b-9f0e-0d8f6f1e9f4e',
    before: '{"plan": "기본"}',
    after: null,
    reason: '',
    previousHash: firstPreviousHash,
  } as AuditRow;

  test('hashes the fields in order, each after its length in bytes', () => {
    const text =
      '1:2' +
      '24:2026-03-01T09:30:00.007Z' +
      '2:U1' +
      '5:slack' +
      '15:upgrade.applied' +
      '10:1400000001' +
      '36:6f1e9f4e-6a2b-4c7b-9f0e-0d8f6f1e9f4e' +
      '18:{"plan": "기본"}' +
      '-' +
      '0:' +
      `64:${firstPreviousHash}`;
    expect(hashOf(row)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  test.each([
    ['what one field ends with and the next begins with', { actor: 'ab', source: 'c' }, { actor: 'a', source: 'bc' }],
    ['nothing and an empty text', { reason: null }, { reason: '' }],
    ['nothing and a dash', { before: null }, { before: '-' }],
    ['instants a millisecond apart', { at: new Date(0) }, { at: new Date(1) }],
    ['documents that differ in a blank', { after: '{"a":1}' }, { after: '{"a": 1}' }],
  ])('tells %s apart', (_what, one, other) => {
    expect(hashOf({ ...row, ...one })).not.toBe(hashOf({ ...row, ...other }));
  });
});

describe.each(databases)('audit chain in $name', ({ fresh }) => {
  test('is intact while it is empty', async () => {
    const { prisma } = await fresh();
    expect(await verifyChain(auditRows(prisma))).toEqual({ ok: true, count: 0, head: firstPreviousHash });
  });

  test('numbers and chains every row, whatever values an INSERT has', async () => {
    const { prisma, workerPool } = await fresh();
    const first = await prisma.auditEvent.create({ data: event });
    await workerPool.query("INSERT INTO audit_event (at, actor, source, action) VALUES (now(), 'U2', 'api', 'x')");
    const forged = { seq: 99n, hash: 'f'.repeat(64), previousHash: 'f'.repeat(64) };
    const third = await prisma.auditEvent.create({ data: { ...event, ...forged } });
    expect(first).toMatchObject({ seq: 1n, previousHash: firstPreviousHash });
    expect(third.seq).toBe(3n);
    const rows = await prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
    expect(rows.map(({ seq }) => seq)).toEqual([1n, 2n, 3n]);
    expect(rows.map(({ previousHash }) => previousHash)).toEqual([firstPreviousHash, rows[0]?.hash, rows[1]?.hash]);
    expect(await verifyChain(auditRows(prisma))).toEqual({ ok: true, count: 3, head: third.hash });
  });

  test('is hashed alike by the database and by hashOf, for arbitrary values', async () => {
    const { prisma } = await fresh();
    // PostgreSQL's text cannot have the character 0.
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
    const document = fc.option(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean())), { nil: null });
    const rows = fc.record({
      at: fc.date({ min: new Date('1971-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
      actor: text,
      source: text,
      action: text,
      sdkAppId: fc.option(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { nil: null }),
      changeId: fc.option(fc.uuid(), { nil: null }),
      reason: fc.option(text, { nil: null }),
      before: document.map((value) => value ?? undefined),
      after: document.map((value) => value ?? undefined),
    });
    const data = fc.sample(rows, 200).map(({ before, after, ...rest }) => ({
      ...rest,
      ...(before === undefined ? {} : { before: { ...before } }),
      ...(after === undefined ? {} : { after: { ...after } }),
    }));
    await prisma.auditEvent.createMany({ data });
    expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 200 });
  });

  test('stays one chain without gaps under concurrent writes and rollbacks', async () => {
    const { prisma } = await fresh();
    const write = (n: number) =>
      prisma.$transaction(async (tx) => {
        await tx.auditEvent.create({ data: { ...event, reason: String(n) } });
        if (n % 5 === 0) throw new Error('given up');
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => write(n)));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 16 });
  });

  test('is read in pages', async () => {
    const { prisma, workerPool } = await fresh();
    await workerPool.query(`INSERT INTO audit_event (at, actor, source, action, change_id)
      SELECT now(), 'U1', 'slack', 'x', '${randomUUID()}' FROM generate_series(1, 2500)`);
    const pages: number[] = [];
    const counting = {
      $queryRaw: async (...asked: Parameters<typeof prisma.$queryRaw>) => {
        const page = await prisma.$queryRaw<unknown[]>(...asked);
        pages.push(page.length);
        return page;
      },
    } as unknown as typeof prisma;
    expect(await verifyChain(auditRows(counting))).toMatchObject({ ok: true, count: 2_500 });
    expect(pages).toEqual([1_000, 1_000, 500]);
  });
});

/** Thrown to roll back a transaction. */
class RolledBackError extends Error {}

describe.each(databases)('tampering with an audit chain of five rows in $name', ({ fresh }) => {
  let database: Database;
  beforeAll(async () => {
    database = await fresh();
    const data = [1, 2, 3, 4, 5].map((n) => ({ ...event, reason: `reason ${n}` }));
    await database.prisma.auditEvent.createMany({ data });
  });

  /** Verifies the chain after the owner of the database has tampered with it by this SQL. Rolls back. */
  async function verifyAfter(sql: string): Promise<ChainVerification> {
    let verification: ChainVerification | undefined;
    const tampering = database.prisma.$transaction(async (tx) => {
      await tx.$executeRawUnsafe('ALTER TABLE audit_event DISABLE TRIGGER USER');
      await tx.$executeRawUnsafe(`DO $tamper$ BEGIN ${sql}; END $tamper$`);
      verification = await verifyChain(auditRows(tx));
      throw new RolledBackError();
    });
    await expect(tampering).rejects.toThrow(RolledBackError);
    if (verification === undefined) throw new Error('nothing was verified');
    return verification;
  }

  test.each([
    ["UPDATE audit_event SET reason = 'other'", 'UPDATE'],
    ['UPDATE audit_event SET reason = reason WHERE false', 'UPDATE'],
    ['DELETE FROM audit_event', 'DELETE'],
    ['DELETE FROM audit_event WHERE seq = -1', 'DELETE'],
    ['TRUNCATE audit_event', 'TRUNCATE'],
    [
      `INSERT INTO audit_event (seq, at, actor, source, action) VALUES (1, now(), 'U2', 'api', 'x')
       ON CONFLICT (seq) DO UPDATE SET reason = 'other'`,
      'UPDATE',
    ],
  ])('is refused: %s', async (sql, what) => {
    await expect(database.workerPool.query(sql)).rejects.toThrow(`audit_event is append-only: ${what} is refused`);
    expect(await verifyChain(auditRows(database.prisma))).toMatchObject({ ok: true, count: 5 });
  });

  test.each([
    ['a changed reason', "UPDATE audit_event SET reason = 'nothing' WHERE seq = 3", 3n, 'what was written'],
    ['a changed instant', "UPDATE audit_event SET at = at + interval '1 ms' WHERE seq = 2", 2n, 'what was written'],
    ['an added document', "UPDATE audit_event SET after = '{}' WHERE seq = 4", 4n, 'what was written'],
    ['a removed row', 'DELETE FROM audit_event WHERE seq = 3', 4n, 'where row 3 should'],
    ['a removed beginning', 'DELETE FROM audit_event WHERE seq < 3', 3n, 'where row 1 should'],
    [
      'a removed row whose followers moved up',
      `DELETE FROM audit_event WHERE seq = 3; UPDATE audit_event SET seq = 3 WHERE seq = 4;
       UPDATE audit_event SET seq = 4 WHERE seq = 5`,
      3n,
      'follow from',
    ],
    [
      'two rows that changed places',
      `UPDATE audit_event SET seq = 10 WHERE seq = 2; UPDATE audit_event SET seq = 2 WHERE seq = 3;
       UPDATE audit_event SET seq = 3 WHERE seq = 10`,
      2n,
      'follow from',
    ],
    [
      'two rows whose words changed places',
      "UPDATE audit_event SET reason = 'reason ' || (CASE seq WHEN 2 THEN 3 ELSE 2 END) WHERE seq IN (2, 3)",
      2n,
      'what was written',
    ],
    [
      'a row before the first',
      "INSERT INTO audit_event (seq, at, actor, source, action) VALUES (-1, now(), 'U2', 'api', 'x')",
      -1n,
      'where row 1 should',
    ],
    [
      'a row after the last that is not of the chain',
      `INSERT INTO audit_event (seq, at, actor, source, action, previous_hash, hash)
       SELECT 6, now(), 'U2', 'api', 'x', hash, repeat('0', 64) FROM audit_event WHERE seq = 5`,
      6n,
      'what was written',
    ],
    [
      'a row with a hash that is not its own',
      "UPDATE audit_event SET reason = 'nothing', hash = encode(sha256('whatever'), 'hex') WHERE seq = 5",
      5n,
      'what was written',
    ],
  ])('is found: %s', async (_what, sql, seq, problem) => {
    expect(await verifyAfter(sql)).toMatchObject({ ok: false, seq, problem: expect.stringContaining(problem) });
  });

  test('is found at the next row when a row is rewritten with its proper hash', async () => {
    const rows: AuditRow[] = [];
    for await (const row of auditRows(database.prisma)) rows.push(row);
    const hashes = rows.map((row) => hashOf({ ...row, reason: 'nothing' }));
    const verification = await verifyAfter(
      `UPDATE audit_event SET reason = 'nothing', hash = '${hashes[1]}' WHERE seq = 2`,
    );
    expect(verification).toEqual({ ok: false, seq: 3n, problem: 'it does not follow from the row before it' });
  });

  test('is not found when the newest rows are cut off, but the head differs', async () => {
    const [whole, cut] = [await verifyAfter('NULL'), await verifyAfter('DELETE FROM audit_event WHERE seq = 5')];
    expect([whole, cut]).toMatchObject([
      { ok: true, count: 5 },
      { ok: true, count: 4 },
    ]);
    expect(cut).not.toMatchObject({ head: whole.ok && whole.head });
  });
});
