import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { auditRows, verifyChain } from '../../../src/database/audit-chain.js';
import { type Database, openDatabase } from '../../../src/database/client.js';
import { afterTest, createDataDirectory, createTempDirectory, silentLog } from '../../support/databases.js';
import { createTestService, registrationOf } from '../../support/service.js';

async function open(dataDirectory: string): Promise<Database> {
  const database = await openDatabase({ dataDirectory, log: silentLog });
  afterTest(() => database.close());
  return database;
}

/** Reads all records, for comparison. */
async function readRecords({ prisma }: Database) {
  const { app, appHistory, change, billingMode } = prisma;
  const news = await prisma.$queryRaw`SELECT id::int, payload FROM graphile_worker._private_jobs ORDER BY id`;
  return {
    apps: await app.findMany({ orderBy: { sdkAppId: 'asc' } }),
    history: await appHistory.findMany({ orderBy: [{ sdkAppId: 'asc' }, { version: 'asc' }] }),
    changes: await change.findMany({ orderBy: { id: 'asc' } }),
    modes: await billingMode.findMany({ orderBy: { account: 'asc' } }),
    news,
  };
}

const at = '2026-11-21T03:00:00.000Z';

test("a copy of a stopped bot's data directory is a complete backup", async () => {
  const directory = await createDataDirectory();
  const first = await open(directory);
  for (const answers of Object.values(registrationOf)) await createTestService(first, at).register(answers);
  const before = await readRecords(first);
  await first.close();

  const copy = join(await createTempDirectory(), 'restored');
  await cp(directory, copy, { recursive: true, verbatimSymlinks: true });
  const restored = await open(copy);
  expect(await readRecords(restored)).toEqual(before);
  expect(await verifyChain(auditRows(restored.prisma))).toMatchObject({ ok: true, count: 3 });
  await createTestService(restored, at).register({ ...registrationOf.current, sdkAppId: '1400000007', name: 'later' });
  expect(await verifyChain(auditRows(restored.prisma))).toMatchObject({ ok: true, count: 4 });

  const original = await open(directory);
  expect(await readRecords(original), 'the original knows nothing of it').toEqual(before);
});

test('a copy of a data directory that is in use can be opened beside it', async () => {
  const directory = await createDataDirectory();
  const first = await open(directory);
  await createTestService(first, at).register(registrationOf.current);
  await first.prisma.$executeRaw`CHECKPOINT`;
  const copy = join(await createTempDirectory(), 'copy');
  await promisify(execFile)('cp', ['-a', directory, copy]);
  const second = await open(copy);
  expect(await readRecords(second)).toEqual(await readRecords(first));
});
