import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { auditRows, verifyChain } from '../../../../src/database/audit-chain.js';
import { type Database, openDatabase } from '../../../../src/database/client.js';
import { DataDirectoryInUseError, lockDirectory } from '../../../../src/database/embedded/directory-lock.js';
import { DatabaseRefusedError } from '../../../../src/database/errors.js';
import { compiled } from '../../../support/compiled.js';
import { afterTest, createDataDirectory, createTempDirectory, silentLog } from '../../../support/databases.js';

let dist: string;
beforeAll(async () => {
  dist = compiled();
});

/** Starts a child process, which is killed after the test. */
function start(name: string, directory: string): ChildProcess {
  const script = fileURLToPath(new URL(`./children/${name}.mjs`, import.meta.url));
  const child = fork(script, [dist, directory], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  afterTest(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message');
  return message;
}

async function open(dataDirectory: string): Promise<Database> {
  const database = await openDatabase({ dataDirectory, log: silentLog });
  afterTest(() => database.close());
  return database;
}

async function emptied(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await rm(join(directory, name), { recursive: true });
}

describe('the data directory', () => {
  test('is created when missing, readable by its owner only', async () => {
    const directory = join(await createTempDirectory(), 'some', 'where');
    const { prisma } = await open(directory);
    expect(await prisma.app.count()).toBe(0);
    expect((await stat(join(directory, 'postgresql'))).mode & 0o777).toBe(0o700);
  });

  test('keeps its data across restarts', async () => {
    const directory = await createDataDirectory();
    const first = await open(directory);
    await first.prisma.closedMonth.create({ data: { month: 'kept', closedAt: new Date(0) } });
    await first.close();
    const second = await open(directory);
    expect(await second.prisma.closedMonth.findMany()).toMatchObject([{ month: 'kept' }]);
  });

  test('is created again if creation was interrupted', async () => {
    const directory = await createDataDirectory();
    const files = join(directory, 'postgresql', 'data');
    await rename(files, `${files}.new`);
    await rename(join(`${files}.new`, 'global'), join(directory, 'gone'));
    const { prisma } = await open(directory);
    expect(await prisma.app.count()).toBe(0);
    expect(await readdir(join(directory, 'postgresql'))).not.toContain('data.new');
  });

  test.each<[string, (directory: string) => Promise<void>]>([
    ['all of it', async (directory) => emptied(directory)],
    ['the database in it', async (directory) => rm(join(directory, 'postgresql'), { recursive: true })],
    ['the files of the database', async (directory) => emptied(join(directory, 'postgresql', 'data'))],
    ['the directory itself', async (directory) => rm(directory, { recursive: true })],
  ])('is refused when it was emptied: %s', async (_, empty) => {
    const directory = await createDataDirectory();
    await (await open(directory)).close();
    await empty(directory);
    await expect(open(directory)).rejects.toThrow(/^There was a database in .*, and it is gone|PG_VERSION is missing/);
    // Nothing was created, so the second start says the same.
    await expect(open(directory)).rejects.toThrow(DatabaseRefusedError);
  });

  test('is created again once the marker of the former one is deleted', async () => {
    const directory = await createDataDirectory();
    await (await open(directory)).close();
    await emptied(directory);
    await rm(`${directory}.created`);
    expect(await (await open(directory)).prisma.app.count()).toBe(0);
  });

  test('is written with fsync', async () => {
    const { prisma } = await open(await createDataDirectory());
    expect(await prisma.$queryRaw`SELECT current_setting('fsync') AS fsync`).toEqual([{ fsync: 'on' }]);
    expect(await prisma.$queryRaw`SHOW synchronous_commit`).toEqual([{ synchronous_commit: 'on' }]);
    expect(await prisma.$queryRaw`SHOW wal_sync_method`).toEqual([{ wal_sync_method: 'fsync' }]);
  });

  test('loses no acknowledged write, however often the process is killed', { timeout: 240_000 }, async () => {
    const directory = await createDataDirectory();
    let acknowledged = -1;
    for (let life = 0; life < 15; life += 1) {
      const writer = start('write', directory);
      const enough = acknowledged + 1 + life * 3;
      while (acknowledged < enough) acknowledged = Number(await nextMessage(writer));
      await kill(writer);
    }
    const { prisma } = await open(directory);
    const written = (await prisma.closedMonth.findMany()).map(({ month }) => Number(month)).sort((a, b) => a - b);
    expect(written.length).toBeGreaterThan(acknowledged);
    expect(written).toEqual(written.map((_, index) => index));
    // Transactions are atomic.
    expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: written.length });
  });
});

describe('directory lock', () => {
  test('refuses a second holder in the same process, naming the process', async () => {
    const directory = await createDataDirectory();
    const first = await open(directory);
    const second = open(directory);
    await expect(second).rejects.toThrow(DataDirectoryInUseError);
    await expect(second).rejects.toMatchObject({ pid: process.pid, directory: join(directory, 'postgresql') });
    await first.checkWritable();
  });

  test('refuses a second process, naming the first', async () => {
    const directory = await createTempDirectory();
    const child = start('hold', directory);
    await nextMessage(child);
    child.send('go');
    expect(await nextMessage(child)).toBe('held');
    await expect(lockDirectory(directory)).rejects.toThrow(
      `The data directory ${directory} is in use by process ${child.pid};`,
    );
  });

  test('is released when the process is killed', async () => {
    const directory = await createTempDirectory();
    const child = start('hold', directory);
    await nextMessage(child);
    child.send('go');
    await nextMessage(child);
    await kill(child);
    const release = await lockDirectory(directory);
    await release();
  });

  test('can be taken and released repeatedly', async () => {
    const directory = await createTempDirectory();
    for (let i = 0; i < 5; i += 1) {
      const release = await lockDirectory(directory);
      await expect(lockDirectory(directory)).rejects.toThrow(DataDirectoryInUseError);
      await release();
    }
    expect(await readdir(directory)).toEqual(['lock.5']);
  });

  test('is taken by one of many processes that find the same dead holder', { timeout: 240_000 }, async () => {
    const directory = await createTempDirectory();
    for (let round = 0; round < 3; round += 1) {
      const children = Array.from({ length: 6 }, () => start('hold', directory));
      await Promise.all(children.map(nextMessage));
      const outcomes = children.map(nextMessage);
      for (const child of children) child.send('go');
      const said = await Promise.all(outcomes);
      expect(said.filter((word) => word === 'held')).toHaveLength(1);
      const winner = children[said.indexOf('held')];
      expect(said.filter((word) => word === `DataDirectoryInUseError ${winner?.pid}`)).toHaveLength(5);
      await Promise.all(children.map(kill));
    }
  });

  test('is taken by one of many concurrent calls in one process', async () => {
    const directory = await createTempDirectory();
    for (let round = 0; round < 20; round += 1) {
      const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory)));
      const won = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toHaveLength(1);
      for (const release of won) await release();
    }
  });

  test('works with a path that is too long for a socket', async () => {
    const directory = join(await createTempDirectory(), 'long-'.repeat(40));
    await mkdir(directory);
    const release = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toThrow(DataDirectoryInUseError);
    await release();
    await (await lockDirectory(directory))();
    expect(await readdir(directory)).toEqual(['lock.2']);
  });
});
