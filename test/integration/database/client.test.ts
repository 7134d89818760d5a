import { EventEmitter, once } from 'node:events';
import { Logger, run, runOnce, type WorkerEvents } from 'graphile-worker';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/client.js';
import { afterTest, createTempDirectory, databases, silentLog } from '../../support/databases.js';

const logger = new Logger(() => () => {});

describe.each(databases)('database client ($name)', ({ name, fresh }) => {
  test('responds to ping, and knows whether it is embedded', async () => {
    const database = await fresh();
    await expect(database.checkWritable()).resolves.toBeUndefined();
    expect(database).toMatchObject({ embedded: name === 'embedded', noPreparedStatements: name === 'embedded' });
  });

  test('close waits for running transactions, is idempotent, and final', async () => {
    const database = await fresh();
    let closing: Promise<unknown> | undefined;
    const count = await database.prisma.$transaction(async (tx) => {
      await tx.closedMonth.create({ data: { month: 'a', closedAt: new Date(0) } });
      closing = Promise.all([database.close(), database.close()]);
      return tx.closedMonth.count();
    });
    await closing;
    expect(count).toBe(1);
    await expect(database.checkWritable()).rejects.toThrow();
  });

  test('instants are stored in UTC', async () => {
    const { prisma } = await fresh();
    const closedAt = new Date('2026-07-01T12:34:56.789Z');
    expect(await prisma.closedMonth.create({ data: { month: 'a', closedAt } })).toMatchObject({ closedAt });
    const text =
      await prisma.$queryRaw`SELECT to_char(closed_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') FROM closed_month`;
    expect(text).toEqual([{ to_char: '12:34:56.789' }]);
  });

  test('concurrent interactive transactions are isolated', async () => {
    const { prisma } = await fresh();
    await prisma.billingMode.create({
      data: { account: 'a', dataCenter: 'd', mode: '0', decidedAt: new Date(0) },
    });
    const where = { account_dataCenter: { account: 'a', dataCenter: 'd' } };
    const add = () =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM billing_mode FOR UPDATE`;
        const { mode } = await tx.billingMode.findUniqueOrThrow({ where });
        await tx.billingMode.update({ where, data: { mode: String(Number(mode) + 1) } });
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await prisma.billingMode.findUniqueOrThrow({ where })).toMatchObject({ mode: '20' });
  });

  test('a job of a committed transaction runs, one of a rolled back transaction does not', async () => {
    const { prisma, workerPool, noPreparedStatements } = await fresh();
    const add = (id: string, fail: boolean) =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM graphile_worker.add_job('deliver', ${JSON.stringify({ id })}::json)`;
        if (fail) throw new Error('undone');
      });
    await add('kept', false);
    await expect(add('undone', true)).rejects.toThrow('undone');
    const delivered: unknown[] = [];
    const taskList = { deliver: async (payload: unknown) => void delivered.push(payload) };
    await runOnce({ pgPool: workerPool, noPreparedStatements, taskList, logger });
    expect(delivered).toEqual([{ id: 'kept' }]);
  });

  test('a new job notifies the worker at once', async () => {
    const { prisma, workerPool, noPreparedStatements } = await fresh();
    const events: WorkerEvents = new EventEmitter();
    const listening = once(events, 'pool:listen:success');
    const deliveries = new EventEmitter();
    const delivered = once(deliveries, 'delivered');
    const taskList = { deliver: async (payload: unknown) => void deliveries.emit('delivered', payload) };
    const never = 3_600_000;
    const options = { pgPool: workerPool, noPreparedStatements, taskList, events, logger, pollInterval: never };
    const runner = await run({ ...options, noHandleSignals: true });
    afterTest(() => runner.stop());
    await listening;
    await prisma.$queryRaw`SELECT id FROM graphile_worker.add_job('deliver', '{"id": "soon"}'::json)`;
    expect(await delivered).toEqual([{ id: 'soon' }]);
  });
});

describe('openDatabase', () => {
  test('fails at once, naming the address, when there is no server', async () => {
    const dataDirectory = await createTempDirectory();
    const opening = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', dataDirectory, log: silentLog });
    await expect(opening).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
  });
});
