import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { QueryConfig } from 'pg';
import { describe, expect, test } from 'vitest';
import { createAppLists } from '../../../../src/apps/list-apps.js';
import { shownPlanOf } from '../../../../src/changes/plan-fingerprint.js';
import { createAppCache } from '../../../../src/database/app-cache/app-cache.js';
import { type Database, openDatabase } from '../../../../src/database/client.js';
import {
  afterTest,
  createDatabaseUrl,
  createPostgresDatabase,
  databases,
  silentLog,
} from '../../../support/databases.js';
import { changeOf, createTestService, kim, park, registrationOf } from '../../../support/service.js';

const start = '2026-11-21T03:00:00.000Z';
const log = { warn() {} };

/** A cache whose database reads are counted, and can be delayed or made to fail. */
function createCountedCache({ cachePool }: Pick<Database, 'cachePool'>) {
  const seen = { reads: 0, ids: [] as number[], before: async () => {}, after: async () => {} };
  const query = async (asked: QueryConfig<[number[]]>) => {
    seen.reads += 1;
    seen.ids.push(...(asked.values?.[0] ?? []));
    await seen.before();
    const answer = await cachePool.query(asked);
    await seen.after();
    return answer;
  };
  const connect = cachePool.connect.bind(cachePool);
  const pool = Object.create(cachePool, { query: { value: query }, connect: { value: connect } });
  const cache = createAppCache({ cachePool: pool }, log);
  afterTest(() => cache.close());
  return { cache, seen };
}

/** Resolves when the app is served from the cache. */
async function waitUntilCached(
  { cache, seen }: ReturnType<typeof createCountedCache>,
  sdkAppId: number,
): Promise<void> {
  await expect
    .poll(async () => {
      await cache.find(sdkAppId);
      const { reads } = seen;
      await cache.find(sdkAppId);
      return seen.reads - reads;
    })
    .toBe(0);
}

describe.each(databases)('app cache on the $name database', ({ fresh }) => {
  test('an app is read once and then cached, and so is an unknown id', async () => {
    const database = await fresh();
    const { register } = createTestService(database, start);
    const id = await register(registrationOf.current);
    const it = createCountedCache(database);
    expect(await it.cache.find(id)).toMatchObject({ name: 'shop', plan: 'current.developer' });
    expect(await it.cache.find(404)).toBeNull();
    await waitUntilCached(it, id);
    await waitUntilCached(it, 404);
  });

  test('concurrent finds of one app share one read', async () => {
    const database = await fresh();
    const id = await createTestService(database, start).register(registrationOf.current);
    const { cache, seen } = createCountedCache(database);
    const found = await Promise.all(Array.from({ length: 50 }, () => cache.find(id)));
    expect(new Set(found.map((app) => app?.sdkAppId))).toEqual(new Set([id]));
    expect(seen.reads).toBe(1);
  });

  test('finds of many apps share one statement, and those during it the next one', async () => {
    const database = await fresh();
    const { register } = createTestService(database, start);
    const ids = [await register(registrationOf.current), await register(registrationOf['legacy-daily']), 404];
    const { cache, seen } = createCountedCache(database);
    let meanwhile: unknown;
    seen.before = async () => {
      seen.before = async () => {};
      meanwhile = Promise.all([405, 406, 405].map((id) => cache.find(id)));
    };
    const found = await Promise.all(ids.map((id) => cache.find(id)));
    expect(found.map((app) => app?.name)).toEqual(['shop', 'daily', undefined]);
    expect(await meanwhile).toEqual([null, null, null]);
    expect(seen).toMatchObject({ reads: 2, ids: [...ids, 405, 406] });
  });

  test('a cached app has every property', async () => {
    const database = await fresh();
    const { register, perform, changes, ctx } = createTestService(database, start);
    const id = await register({ ...registrationOf['legacy-daily'], channel: 'C0123456', language: 'ko' });
    const developer = await register(registrationOf.current);
    const change = changeOf(await perform(kim, 'disable', id), 'pending');
    await changes.approve(park, shownPlanOf(change));
    const { cache } = createCountedCache(database);
    for (const it of [id, developer]) expect(await cache.find(it)).toEqual((await createAppLists(ctx).one(it))?.app);
  });

  test('changes and new apps show up in the cache', async () => {
    const database = await fresh();
    const { register, perform } = createTestService(database, start);
    const id = await register(registrationOf.current);
    const it = createCountedCache(database);
    await waitUntilCached(it, id);
    await waitUntilCached(it, 1400000002);
    await perform(kim, 'upgrade', id, { plan: 'current.premium' });
    await expect.poll(async () => (await it.cache.find(id))?.plan, { timeout: 1_000 }).toBe('current.premium');
    await register(registrationOf['legacy-daily']);
    await expect.poll(async () => (await it.cache.find(1400000002))?.name, { timeout: 1_000 }).toBe('daily');
  });

  test('a read that a change overtakes is not cached', async () => {
    const database = await fresh();
    const { register, perform } = createTestService(database, start);
    const id = await register(registrationOf.current);
    const it = createCountedCache(database);
    await waitUntilCached(it, 404);
    it.seen.after = async () => {
      it.seen.after = async () => {};
      await perform(kim, 'upgrade', id, { plan: 'current.premium' });
      await expect.poll(() => it.cache.find(id) !== early, { timeout: 800, interval: 10 }).toBe(true);
    };
    const early = it.cache.find(id);
    expect((await early)?.plan).toBe('current.developer');
    expect((await it.cache.find(id))?.plan).toBe('current.premium');
  });

  test('nothing is served from the cache while notifications do not arrive', async () => {
    const database = await fresh();
    const id = await createTestService(database, start).register(registrationOf.current);
    const { cachePool } = database;
    let lost = 0;
    const connect = async () => {
      const client = await cachePool.connect();
      const on = client.on.bind(client) as (...given: unknown[]) => typeof client;
      const dropNotification = () => {
        lost += 1;
      };
      return Object.assign(client, {
        on: (event: string, listener: unknown) => on(event, event === 'notification' ? dropNotification : listener),
      });
    };
    const query = cachePool.query.bind(cachePool);
    const pool = Object.create(cachePool, { query: { value: query }, connect: { value: connect } });
    const silentCache = createCountedCache({ cachePool: pool });
    await silentCache.cache.find(id);
    await expect.poll(() => lost).toBeGreaterThan(0);
    const { reads } = silentCache.seen;
    await silentCache.cache.find(id);
    await silentCache.cache.find(id);
    expect(silentCache.seen.reads).toBe(reads + 2);
  });

  test('a read that takes too long is tried a second time', async () => {
    const database = await fresh();
    const id = await createTestService(database, start).register(registrationOf.current);
    const { cache, seen } = createCountedCache(database);
    seen.before = () => (seen.reads === 1 ? pause(1_000) : Promise.resolve());
    expect(await cache.find(id)).toMatchObject({ sdkAppId: id });
    expect(seen.reads).toBe(2);
  });

  test('find rejects while the database fails, and works again afterwards', async () => {
    const database = await fresh();
    const id = await createTestService(database, start).register(registrationOf.current);
    const { cache, seen } = createCountedCache(database);
    seen.before = () => Promise.reject(new Error('gone'));
    await expect(cache.find(id)).rejects.toThrow('gone');
    seen.before = () => pause(1_000);
    await expect(cache.find(id)).rejects.toThrow('has not answered within 900 ms');
    seen.before = async () => {};
    expect(await cache.find(id)).toMatchObject({ sdkAppId: id });
  });
});

test('a read that is blocked in the database is cancelled there', async () => {
  const database = await createPostgresDatabase();
  const id = await createTestService(database, start).register(registrationOf.current);
  const { cache } = createCountedCache(database);
  await database.prisma.$transaction(async (held) => {
    await held.$executeRaw`LOCK TABLE app IN ACCESS EXCLUSIVE MODE`;
    for (let i = 0; i < 3; i += 1) await expect(cache.find(id)).rejects.toThrow();
    const waiting = () => database.prisma.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(async () => (await waiting()).length).toBe(0);
  });
  expect(await cache.find(id)).toMatchObject({ sdkAppId: id });
});

describe('two processes on one PostgreSQL', () => {
  const processOn = async (url: string) => {
    const database = await openDatabase({ url, dataDirectory: tmpdir(), log: silentLog });
    afterTest(() => database.close());
    return database;
  };
  const terminateListener = (database: Database) =>
    database.prisma.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%pg_notify(''app_changed'', $1)%' AND pid <> pg_backend_pid()`;

  test("each process sees the other's changes within a second", async () => {
    const url = await createDatabaseUrl();
    const [one, two] = [await processOn(url), await processOn(url)];
    const { register, perform, changes } = createTestService(one, start);
    const id = await register(registrationOf['legacy-daily']);
    const it = createCountedCache(two);
    await waitUntilCached(it, id);
    const change = changeOf(await perform(kim, 'disable', id), 'pending');
    await changes.approve(park, shownPlanOf(change));
    await expect.poll(async () => (await it.cache.find(id))?.state, { timeout: 1_000 }).toBe('disabled');
    await waitUntilCached(it, id);
  });

  test('a process whose connection was cut reads from the database until it listens again', async () => {
    const url = await createDatabaseUrl();
    const [one, two] = [await processOn(url), await processOn(url)];
    const { register, perform } = createTestService(one, start);
    const id = await register(registrationOf.current);
    const it = createCountedCache(two);
    await waitUntilCached(it, id);
    expect(await terminateListener(one)).toHaveLength(1);
    await perform(kim, 'upgrade', id, { plan: 'current.standard' });
    await expect.poll(async () => (await it.cache.find(id))?.plan, { timeout: 1_000 }).toBe('current.standard');
    await waitUntilCached(it, id);
  });
});
