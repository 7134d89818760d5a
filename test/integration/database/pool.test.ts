import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/client.js';
import { freshUrl, later, onPostgres, silent } from '../../support/databases.js';

/** The way to a server: lost, whoever is on it gets no answer any more, and is not cut off either. */
async function wayTo(port: number) {
  const ways = new Set<{ lost: boolean }>();
  const server = createServer((near) => {
    const way = { lost: false };
    ways.add(way);
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => way.lost || far.write(bytes));
    far.on('data', (bytes) => way.lost || near.write(bytes));
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => {}).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  later(async () => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    lose() {
      for (const way of ways) way.lost = true;
    },
  };
}

test('statements and idle transactions have timeouts', async () => {
  const { prisma, workerPool } = await onPostgres();
  const limits = `SELECT name, setting::int FROM pg_settings
    WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;
  const expected = [
    { name: 'idle_in_transaction_session_timeout', setting: 30_000 },
    { name: 'statement_timeout', setting: 60_000 },
  ];
  expect(await prisma.$queryRawUnsafe(limits)).toEqual(expected);
  expect((await workerPool.query(limits)).rows).toEqual(expected);
  expect(workerPool.options).toMatchObject({ query_timeout: 65_000 });
});

test('a connection whose statement timed out is not used again', async () => {
  const url = new URL(await freshUrl());
  const way = await wayTo(Number(url.port));
  url.port = String(way.port);
  url.searchParams.set('query_timeout', '1000');
  const { prisma, close } = await openDatabase({ url: url.href, dataDirectory: '', log: silent });
  later(close);
  const lost = prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    way.lose();
    await tx.$queryRaw`SELECT 2`;
  });
  await expect(lost).rejects.toThrow('Query read timeout');
  expect(await prisma.$queryRaw`SELECT 3 AS n`).toEqual([{ n: 3 }]);
});
