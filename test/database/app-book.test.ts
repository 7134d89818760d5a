import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openAppBook } from '../../src/database/app-book.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { databases, freshUrl, later, silent } from '../support/databases.js';
import { appOf, changeOf, deskOn, kim, park } from '../support/desk.js';

const start = '2026-11-21T03:00:00.000Z';
const log = { warn() {} };

/** Prisma's client with the questions about apps counted, and one that can be held up or made to fail. */
function watched({ prisma, workerPool }: Database) {
  const seen = { reads: 0, before: async () => {}, after: async () => {} };
  const app = {
    ...prisma.app,
    async findUnique(args: Parameters<typeof prisma.app.findUnique>[0]) {
      seen.reads += 1;
      await seen.before();
      const row = await prisma.app.findUnique(args);
      await seen.after();
      return row;
    },
  };
  const only = Object.create(prisma, { app: { value: app } });
  const book = openAppBook({ prisma: only, workerPool }, log);
  later(() => book.close());
  return { book, seen };
}

/** Resolves once the book tells from memory. */
async function remembers({ book, seen }: ReturnType<typeof watched>, sdkAppId: number): Promise<void> {
  await expect
    .poll(async () => {
      await book.find(sdkAppId);
      const { reads } = seen;
      await book.find(sdkAppId);
      return seen.reads - reads;
    })
    .toBe(0);
}

describe.each(databases)('the book of apps on the $name database', ({ fresh }) => {
  test('reads an app once, and tells it and what is not there from memory', async () => {
    const database = await fresh();
    const { registers } = deskOn(database, start);
    const id = await registers(appOf.current);
    const it = watched(database);
    expect(await it.book.find(id)).toMatchObject({ name: 'shop', plan: 'current.developer' });
    expect(await it.book.find(404)).toBeNull();
    await remembers(it, id);
    await remembers(it, 404);
  });

  test('asks the database once for many who ask at the same time', async () => {
    const database = await fresh();
    const id = await deskOn(database, start).registers(appOf.current);
    const { book, seen } = watched(database);
    const found = await Promise.all(Array.from({ length: 50 }, () => book.find(id)));
    expect(new Set(found.map((app) => app?.sdkAppId))).toEqual(new Set([id]));
    expect(seen.reads).toBe(1);
  });

  test('hears of what the corridor does, and of an app that is new', async () => {
    const database = await fresh();
    const { registers, does } = deskOn(database, start);
    const id = await registers(appOf.current);
    const it = watched(database);
    await remembers(it, id);
    await remembers(it, 1400000002);
    await does(kim, 'upgrade', id, { plan: 'current.premium' });
    await expect.poll(async () => (await it.book.find(id))?.plan, { timeout: 1_000 }).toBe('current.premium');
    await registers(appOf['legacy-daily']);
    await expect.poll(async () => (await it.book.find(1400000002))?.name, { timeout: 1_000 }).toBe('daily');
  });

  test('does not keep what was read before a change and came after the news of it', async () => {
    const database = await fresh();
    const { registers, does } = deskOn(database, start);
    const id = await registers(appOf.current);
    const it = watched(database);
    await remembers(it, 404);
    it.seen.after = async () => {
      it.seen.after = async () => {};
      await does(kim, 'upgrade', id, { plan: 'current.premium' });
      const soon = async () => Promise.race([it.book.find(id), pause(20)]);
      await expect.poll(async () => (await soon())?.plan, { timeout: 800 }).toBe('current.premium');
    };
    expect((await it.book.find(id))?.plan).toBe('current.developer');
    expect((await it.book.find(id))?.plan).toBe('current.premium');
  });

  test('trusts no connection that looks alive but delivers nothing', async () => {
    const database = await fresh();
    const id = await deskOn(database, start).registers(appOf.current);
    const connect = async () => {
      const client = await database.workerPool.connect();
      const on = client.on.bind(client) as (...given: unknown[]) => typeof client;
      return Object.assign(client, {
        on: (event: string, hear: unknown) => (event === 'notification' ? client : on(event, hear)),
      });
    };
    const deaf = watched({
      ...database,
      workerPool: Object.create(database.workerPool, { connect: { value: connect } }),
    });
    await deaf.book.find(id);
    await remembers(watched(database), id);
    const { reads } = deaf.seen;
    await deaf.book.find(id);
    await deaf.book.find(id);
    expect(deaf.seen.reads).toBe(reads + 2);
  });

  test('asks once more when the answer comes too late to be told', async () => {
    const database = await fresh();
    const id = await deskOn(database, start).registers(appOf.current);
    const { book, seen } = watched(database);
    seen.before = () => (seen.reads === 1 ? new Promise(() => {}) : Promise.resolve());
    expect(await book.find(id)).toMatchObject({ sdkAppId: id });
    expect(seen.reads).toBe(2);
  });

  test('fails when the database does, and is back with it', async () => {
    const database = await fresh();
    const id = await deskOn(database, start).registers(appOf.current);
    const { book, seen } = watched(database);
    seen.before = () => Promise.reject(new Error('gone'));
    await expect(book.find(id)).rejects.toThrow('gone');
    seen.before = () => new Promise(() => {});
    await expect(book.find(id)).rejects.toThrow('has not answered within 900 ms');
    seen.before = async () => {};
    expect(await book.find(id)).toMatchObject({ sdkAppId: id });
  });
});

describe('two processes on one PostgreSQL', () => {
  const processOn = async (url: string) => {
    const database = await openDatabase({ url, dataDirectory: tmpdir(), log: silent });
    later(() => database.close());
    return database;
  };
  const cut = (database: Database) =>
    database.prisma.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%pg_notify(''app_changed'', $1)%' AND pid <> pg_backend_pid()`;

  test('each sees within a second what the other has done', async () => {
    const url = await freshUrl();
    const [one, two] = [await processOn(url), await processOn(url)];
    const { registers, does, corridor } = deskOn(one, start);
    const id = await registers(appOf['legacy-daily']);
    const it = watched(two);
    await remembers(it, id);
    const change = changeOf(await does(kim, 'disable', id), 'awaiting');
    await corridor.approve(park, { change: change.id });
    await expect.poll(async () => (await it.book.find(id))?.state, { timeout: 1_000 }).toBe('disabled');
    await remembers(it, id);
  });

  test('with its connection cut, reads until it listens again', async () => {
    const url = await freshUrl();
    const [one, two] = [await processOn(url), await processOn(url)];
    const { registers, does } = deskOn(one, start);
    const id = await registers(appOf.current);
    const it = watched(two);
    await remembers(it, id);
    expect(await cut(one)).toHaveLength(1);
    await does(kim, 'upgrade', id, { plan: 'current.standard' });
    await expect.poll(async () => (await it.book.find(id))?.plan, { timeout: 1_000 }).toBe('current.standard');
    await remembers(it, id);
  });
});
