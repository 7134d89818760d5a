import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/client.js';
import { afterTest, createDatabaseUrl, createPostgresDatabase, silentLog } from '../../support/databases.js';

/** A TCP proxy to a server. Broken connections stay open, but nothing gets through any more. */
async function createBreakableProxy(port: number) {
  const connections = new Set<{ lost: boolean }>();
  const server = createServer((client) => {
    const proxy = { lost: false };
    connections.add(proxy);
    const upstream = connect(port, '127.0.0.1');
    client.on('data', (bytes) => proxy.lost || upstream.write(bytes));
    upstream.on('data', (bytes) => proxy.lost || client.write(bytes));
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
      one.on('error', () => {}).on('close', () => other.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(async () => void server.close());
  return {
    port: (server.address() as AddressInfo).port,
    breakConnections() {
      for (const proxy of connections) proxy.lost = true;
    },
  };
}

test('statements and idle transactions have timeouts', async () => {
  const { prisma, workerPool } = await createPostgresDatabase();
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
  const url = new URL(await createDatabaseUrl());
  const proxy = await createBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  url.searchParams.set('query_timeout', '1000');
  const { prisma, close } = await openDatabase({ url: url.href, dataDirectory: '', log: silentLog });
  afterTest(close);
  const lost = prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    proxy.breakConnections();
    await tx.$queryRaw`SELECT 2`;
  });
  await expect(lost).rejects.toThrow('Query read timeout');
  expect(await prisma.$queryRaw`SELECT 3 AS n`).toEqual([{ n: 3 }]);
});
