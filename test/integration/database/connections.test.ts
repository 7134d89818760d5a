import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { divideConnections, openDatabase } from '../../../src/database/client.js';
import { isUnavailable } from '../../../src/database/errors.js';
import { afterTest, createDatabaseUrl, silentLog } from '../../support/databases.js';

let count = 0;

/** A migrated database, as a role that may open so many connections. */
async function withConnectionLimit(limit: number) {
  const url = new URL(await createDatabaseUrl());
  const owner = new Client({ connectionString: url.href });
  await owner.connect();
  afterTest(() => owner.end());
  count += 1;
  const role = `limited_${process.pid}_${count}`;
  await owner.query(`
    CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT ${limit};
    GRANT ALL ON ALL TABLES IN SCHEMA public, graphile_worker TO ${role};
    GRANT USAGE ON SCHEMA graphile_worker TO ${role}`);
  afterTest(async () => void (await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)));
  url.username = role;
  url.password = 'few';
  return { url: url.href, owner, role };
}

describe('the connections of a process', () => {
  test.each([
    [22, { requests: 10, worker: 10, cache: 2 }],
    [8, { requests: 3, worker: 3, cache: 2 }],
    [100, { requests: 88, worker: 10, cache: 2 }],
  ])('%i are divided between requests, jobs and the app cache', (max, divided) => {
    expect(divideConnections(max)).toEqual(divided);
    expect(Object.values(divided).reduce((sum, each) => sum + each)).toBe(max);
  });

  test('are never more than the setting allows, however much is asked at once', async () => {
    const { url } = await withConnectionLimit(8);
    const database = await openDatabase({ url, maxConnections: 8, dataDirectory: '', log: silentLog });
    afterTest(() => database.close());
    const { prisma, workerPool, cachePool } = database;
    const all = Array.from({ length: 40 }, () => [
      prisma.app.count(),
      prisma.$transaction((tx) => tx.app.count()),
      workerPool.query('SELECT 1'),
      cachePool.query('SELECT 1'),
    ]);
    await Promise.all(all.flat());
  });

  test('wait for one that becomes free when the server has no more', async () => {
    const { url } = await withConnectionLimit(1);
    const other = new Client({ connectionString: url });
    await other.connect();
    const opening = openDatabase({ url, maxConnections: 8, dataDirectory: '', log: silentLog });
    // Refused at least once by then.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await other.end();
    const database = await opening;
    afterTest(() => database.close());
    expect(await database.prisma.app.count()).toBe(0);
  });

  test('that the server does not give are a database that is unavailable', async () => {
    const { url, owner, role } = await withConnectionLimit(1);
    const database = await openDatabase({ url, maxConnections: 8, dataDirectory: '', log: silentLog });
    afterTest(() => database.close());
    // The one connection is that of the start.
    await owner.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
    const held = await database.workerPool.connect();
    const failed = await Promise.all([
      database.prisma.app.count().catch((error: unknown) => error),
      database.prisma.$queryRaw`SELECT 1`.catch((error: unknown) => error),
      database.prisma.$transaction((tx) => tx.app.count()).catch((error: unknown) => error),
    ]);
    held.release();
    expect(failed.map(isUnavailable)).toEqual([true, true, true]);
  });
});
