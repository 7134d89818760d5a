import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { createAppCache } from '../../../src/database/app-cache/app-cache.js';
import { type Database, openDatabase, openWithoutMigrating } from '../../../src/database/client.js';
import { createLogger } from '../../../src/observability/log.js';
import {
  afterTest,
  createPostgresDatabase,
  createTempDirectory,
  databases,
  setForAll,
  silentLog,
} from '../../support/databases.js';
import { freePort } from '../../support/free-port.js';
import { postgres } from '../../support/postgres.js';
import { createTestService, registrationOf } from '../../support/service.js';

async function connectOnce(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.end();
}

const codeOf = (database: Database) =>
  database.checkWritable().then(
    () => 'writable',
    (error: { code?: string }) => error.code,
  );

describe.each(databases)('proof that the $name database can be written to', ({ fresh }) => {
  test('leaves nothing behind, and fails as soon as nothing can be written', async () => {
    const database = await fresh();
    expect(await codeOf(database)).toBe('writable');
    expect(await database.prisma.closedMonth.count()).toBe(0);
    await setForAll(database, 'default_transaction_read_only = on');
    await expect.poll(() => codeOf(database)).toBe('25006');
  });
});

test('proof that a database can be written to: it needs room for a file on the disk of the server', async () => {
  const database = await createPostgresDatabase();
  // As on a full disk, no such file can be written any more.
  await setForAll(database, 'temp_file_limit = 0');
  await expect.poll(() => codeOf(database)).toBe('53400');
});

test('a standby is not written to, and no check is answered from it', async () => {
  const directory = await createTempDirectory();
  const port = await freePort();
  const server = () => postgres({ directory, port, persistent: true, onLog() {} });
  const url = `postgresql://postgres:postgres@127.0.0.1:${port}/imapp`;
  const primary = server();
  await primary.initialise();
  await primary.start();
  await primary.createDatabase('imapp');
  const original = await openDatabase({ url, dataDirectory: '', log: silentLog });
  const id = await createTestService(original, '2026-11-21T03:00:00.000Z').register(registrationOf.current);
  await original.close();
  await primary.stop();

  await writeFile(join(directory, 'standby.signal'), '');
  const standby = server();
  // It never says that it is ready to write, for which `start` waits.
  standby.start().catch(() => {});
  afterTest(() => standby.stop());
  await vi.waitFor(() => connectOnce(url), { timeout: 60_000, interval: 200 });
  const database = await openWithoutMigrating({ url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  expect(await database.prisma.app.count()).toBe(1);
  expect(await codeOf(database)).toBe('25006');
  const cache = createAppCache(database, createLogger('silent'));
  afterTest(() => cache.close());
  await expect(Promise.resolve(cache.find(id))).rejects.toThrow('a standby cannot prove');
  await expect(Promise.resolve(cache.find(404))).rejects.toThrow('a standby cannot prove');
});
