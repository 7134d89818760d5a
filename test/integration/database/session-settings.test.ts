import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/database/client.js';
import { isUnavailable } from '../../../src/database/errors.js';
import { afterTest, createDatabaseUrl, databases, silentLog } from '../../support/databases.js';
import { createTestService, kim, registrationOf } from '../../support/service.js';

/** Defaults of a database with which nothing would be right, if connections did not set their own. */
const hostile: Readonly<Record<string, string>> = {
  TimeZone: 'Australia/Lord_Howe',
  DateStyle: 'German, DMY',
  IntervalStyle: 'sql_standard',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  standard_conforming_strings: 'off',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  search_path: 'elsewhere',
  transform_null_equals: 'on',
  array_nulls: 'off',
  lock_timeout: '1',
  idle_session_timeout: '1500',
  statement_timeout: '1500',
  synchronous_commit: 'off',
};

const relied = {
  ...{ TimeZone: 'UTC', DateStyle: 'ISO, MDY', IntervalStyle: 'postgres', search_path: 'public' },
  ...{ default_transaction_isolation: 'read committed', default_transaction_deferrable: 'off' },
  ...{ standard_conforming_strings: 'on', bytea_output: 'hex', extra_float_digits: '1' },
  ...{ transform_null_equals: 'off', array_nulls: 'on', lock_timeout: '0', idle_session_timeout: '0' },
  synchronous_commit: 'on',
};

async function expectRelied({ prisma, workerPool, cachePool }: Database): Promise<void> {
  const names = Object.keys(relied).map((name) => `current_setting('${name}') AS "${name}"`);
  const read = `SELECT ${names.join(', ')}`;
  expect(await prisma.$queryRawUnsafe(read)).toEqual([relied]);
  for (const pool of [workerPool, cachePool]) expect((await pool.query(read)).rows).toEqual([relied]);
}

/** Opens a new database on the server that has these defaults for every session. */
async function openWithDefaults(defaults: Readonly<Record<string, string>>): Promise<Database> {
  const url = await createDatabaseUrl();
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const [name, value] of Object.entries(defaults))
    await client.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET ${name} = '${value}'`);
  await client.end();
  const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  return database;
}

test.each(databases)('connections set what they rely on ($name)', async ({ fresh }) => {
  await expectRelied(await fresh());
});

describe('connections to a database with other defaults', () => {
  test('set what they rely on', async () => {
    const database = await openWithDefaults(hostile);
    await expectRelied(database);
    const { rows } = await database.workerPool.query('SHOW statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '1min' }]);
  });

  test('read instants and days as they were written, and work as ever', async () => {
    const database = await openWithDefaults(hostile);
    const closedAt = new Date('2026-02-01T12:34:56.789Z');
    await database.prisma.closedMonth.create({ data: { month: '2026-02', closedAt } });
    expect(await database.prisma.closedMonth.findMany()).toMatchObject([{ closedAt }]);
    const { rows } = await database.workerPool.query(
      `SELECT '2026-02-01T00:00:00Z'::timestamptz AS at, '02/01/2026'::date::text AS day`,
    );
    expect(rows).toEqual([{ at: new Date('2026-02-01T00:00:00Z'), day: '2026-02-01' }]);
    const { register, perform } = createTestService(database, '2026-11-21T03:00:00.000Z');
    const id = await register(registrationOf.current);
    expect(await perform(kim, 'upgrade', id, { plan: 'current.standard' })).toMatchObject({ step: 'applied' });
  });

  test('obey a default that only allows reading: reading works, writing is unavailable', async () => {
    const { prisma } = await openWithDefaults({ default_transaction_read_only: 'on' });
    expect(await prisma.app.count()).toBe(0);
    const data = { month: '2026-02', closedAt: new Date(0) };
    const insert = prisma.$executeRaw`INSERT INTO closed_month (month, closed_at) VALUES ('a', now())`;
    const failures = await Promise.all(
      [prisma.closedMonth.create({ data }), insert].map((write) => write.catch((error: unknown) => error)),
    );
    expect(failures.map(isUnavailable)).toEqual([true, true]);
  });
});
