import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { verify, verifyConfiguredDatabase } from '../../../src/cli/audit-verify.js';
import { createDatabaseUrl, createDataDirectory, createTempDirectory, databases } from '../../support/databases.js';

describe.each(databases)('audit:verify on $name', ({ fresh }) => {
  const event = { at: new Date(0), actor: 'U1', source: 'slack', action: 'upgrade.applied' };

  test('prints that the trail is intact, its length and head', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.create({ data: event });
    const { hash } = await database.prisma.auditEvent.create({ data: event });
    const lines: string[] = [];
    expect(await verify(database, (line) => lines.push(line))).toBe(true);
    expect(lines).toEqual([`The audit trail holds: 2 rows, head ${hash}.`]);
  });

  test('reports an empty trail as not verified', async () => {
    const lines: string[] = [];
    expect(await verify(await fresh(), (line) => lines.push(line))).toBe(false);
    expect(lines).toEqual(['The audit trail is empty: nothing was verified. Is this the right database?']);
  });

  test('names the first row that was changed', async () => {
    const database = await fresh();
    await database.prisma.auditEvent.createMany({ data: [event, event, event] });
    await database.workerPool.query(
      "ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET actor = 'U2' WHERE seq > 1",
    );
    const lines: string[] = [];
    expect(await verify(database, (line) => lines.push(line))).toBe(false);
    expect(lines).toEqual(['The audit trail is broken at row 2: it does not say what was written.']);
  });
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
