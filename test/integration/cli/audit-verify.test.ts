import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { notedHeads, verify, verifyConfiguredDatabase } from '../../../src/cli/audit-verify.js';
import type { Database } from '../../../src/database/client.js';
import { suspendExpired } from '../../../src/jobs/scheduled-transitions.js';
import { createDatabaseUrl, createDataDirectory, createTempDirectory, databases } from '../../support/databases.js';
import { createTestService, kim, registrationOf } from '../../support/service.js';

describe.each(databases)('audit:verify on $name', ({ fresh }) => {
  const event = { at: new Date(0), actor: 'U1', source: 'slack', action: 'upgrade.applied' };
  const noHead =
    'No head was given to compare with: rows that were rewritten and chained anew, or cut off the end, do not show.';

  async function verdict(database: Database, ...noted: string[]) {
    const lines: string[] = [];
    const ok = await verify(database, (line) => lines.push(line), notedHeads(noted));
    return { ok, lines };
  }

  /** As somebody who may do anything in the database. */
  const tamper = (database: Database, sql: string) =>
    database.workerPool.query(
      `ALTER TABLE audit_event DISABLE TRIGGER USER; ${sql}; ALTER TABLE audit_event ENABLE TRIGGER USER`,
    );

  test('prints that the trail is intact, its length and head', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.create({ data: event });
    const { hash } = await database.prisma.auditEvent.create({ data: event });
    expect(await verdict(database)).toEqual({
      ok: true,
      lines: [`The audit trail holds: 2 rows, head 2:${hash}.`, noHead],
    });
  });

  test('reports an empty trail as not verified', async () => {
    expect(await verdict(await fresh())).toEqual({
      ok: false,
      lines: ['The audit trail is empty: nothing was verified. Is this the right database?'],
    });
  });

  test('names the first row that was changed', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.createMany({ data: [event, event, event] });
    await tamper(database, "UPDATE audit_event SET actor = 'U2' WHERE seq > 1");
    expect(await verdict(database)).toEqual({
      ok: false,
      lines: ['The audit trail is broken at row 2: it does not say what was written.'],
    });
  });

  test('finds a row at the lowest number there is', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.create({ data: event });
    await tamper(
      database,
      "INSERT INTO audit_event (seq, at, actor, source, action) VALUES (-9223372036854775808, now(), 'U2', 'slack', 'x')",
    );
    expect(await verdict(database)).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('row -9223372036854775808')],
    });
  });

  test('finds by a noted head that rows were rewritten and chained anew, and that the newest were cut off', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.createMany({ data: [event, event, event] });
    const { hash } = await database.prisma.auditEvent.findUniqueOrThrow({ where: { seq: 3 } });
    const head = `3:${hash}`;
    expect(await verdict(database, head)).toMatchObject({
      ok: true,
      lines: [expect.anything(), 'It has every head that was given: 3.'],
    });
    await tamper(database, 'DELETE FROM audit_event');
    await database.prisma.auditEvent.createMany({ data: [event, { ...event, actor: 'U2' }] });
    expect((await verdict(database)).ok).toBe(true);
    expect(await verdict(database, head)).toEqual({
      ok: false,
      lines: ['The audit trail is broken at row 3: it was noted, and is not there any more.'],
    });
    await database.prisma.auditEvent.create({ data: event });
    expect((await verdict(database)).ok).toBe(true);
    expect(await verdict(database, head)).toEqual({
      ok: false,
      lines: ['The audit trail is broken at row 3: its hash is not the one that was noted.'],
    });
  });

  test('compares every app with what the trail says of it last', async () => {
    const database = await fresh();
    const { register, perform, clock, ctx } = createTestService(database, '2026-11-21T03:00:00.000Z');
    for (const sdkAppId of ['1', '2', '3', '4'])
      await register({ ...registrationOf.current, sdkAppId, name: `app-${sdkAppId}` });
    await perform(kim, 'upgrade', 2, { plan: 'current.standard' });
    clock.moveTo('2028-01-01T00:00:00.000Z');
    await suspendExpired({ ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } });
    expect((await verdict(database)).ok).toBe(true);
    await database.workerPool.query(`
      UPDATE app SET plan = 'current.premium', channel = 'C1' WHERE sdk_app_id = 2;
      DELETE FROM app_history WHERE sdk_app_id = 3; DELETE FROM app WHERE sdk_app_id = 3;
      INSERT INTO app SELECT (jsonb_populate_record(app, '{"sdk_app_id": 9}')).* FROM app WHERE sdk_app_id = 1`);
    const { ok, lines } = await verdict(database);
    expect(ok).toBe(false);
    expect(lines.slice(2)).toEqual([
      'App 2 was changed past the audit trail: its plan, channel is not what the audit trail says.',
      'App 3 was changed past the audit trail: the audit trail knows it, and it is gone.',
      'App 9 was changed past the audit trail: the audit trail does not know it.',
    ]);
  });
});

test.each(['', '3', '3:abc', `0:${'a'.repeat(64)}`, `-1:${'a'.repeat(64)}`])('"%s" is refused as a head', (text) => {
  expect(() => notedHeads([text])).toThrow('is not a head of the audit trail');
});

describe('audit:verify and its database', () => {
  const verified = (database: { url?: string; dataDirectory: string }) =>
    verifyConfiguredDatabase({ database: { maxConnections: 8, ...database } }, () => {});

  test('opens the configured database', async () => {
    expect(await verified({ dataDirectory: await createDataDirectory() })).toBe(false);
  });

  test('creates no database', async () => {
    const dataDirectory = join(await createTempDirectory(), 'mistyped');
    await expect(verified({ dataDirectory })).rejects.toThrow(`There is no database in ${dataDirectory}.`);
    expect(existsSync(dataDirectory)).toBe(false);
  });

  test('does not migrate it', async () => {
    const url = await createDatabaseUrl('template0');
    const nothing = 'There is no database of imapp to be opened: error: relation "audit_event" does not exist.';
    await expect(verified({ url, dataDirectory: '' })).rejects.toThrow(nothing);
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    await client.end();
    expect(rows).toEqual([]);
  });

  test('connects under its own application name', async () => {
    const url = `${await createDatabaseUrl()}_mistyped`;
    await expect(verified({ url, dataDirectory: '' })).rejects.toThrow(/database "\w+_mistyped" does not exist/);
  });
});
