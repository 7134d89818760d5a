import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDataDirectory, silentLog } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { type Sample, scrapeMetrics, sumOf } from '../support/metrics.js';
import { stopProcess } from '../support/process.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce } from './invariants.js';
import { eventually, startLoad } from './load.js';
import { botEnvironment, callApi, startFaultWorkspace } from './workspace.js';

const smallDisk = fileURLToPath(new URL('./children/small-disk.mjs', import.meta.url));
const megabyte = 1024 ** 2;
const terabyte = 1024 ** 4;
const reading = { sdkAppId: 1_400_000_000, metric: 'dailyActiveUsers', value: 1 };

interface OnSmallDisk {
  readonly process: ChildProcess;
  /** What it has logged so far. */
  log(): string;
  /** So many more bytes fit on its disk from now on; far below 0, existing data cannot be overwritten either. */
  resize(room: number): Promise<void>;
}

async function onSmallDisk(program: string, env: Readonly<Record<string, string>>): Promise<OnSmallDisk> {
  const bot = spawn(process.execPath, ['--import', smallDisk, program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], ...env, SMALL_DISK: env['DATA_DIR'] },
  });
  afterTest(async () => void bot.kill('SIGKILL'));
  let log = '';
  bot.stderr?.on('data', (lines) => {
    log += lines;
  });
  await new Promise<void>((resolve, reject) => {
    bot.stdout?.on('data', (lines) => {
      log += lines;
      if (log.includes('"ready"')) resolve();
    });
    bot.once('close', (code) => reject(new Error(`the bot ended with ${code}\n${log}`)));
  });
  return {
    process: bot,
    log: () => log,
    async resize(room) {
      const done = [once(bot, 'message'), once(bot, 'exit')];
      bot.send({ room });
      await Promise.race(done);
    },
  };
}

test('the disk of the embedded database runs full, first for what is kept, then for the log', {
  timeout: 240_000,
}, async () => {
  const workspace = await startFaultWorkspace();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dataDirectory = await createDataDirectory();
  const program = join(compiled(), 'main.js');
  const env = botEnvironment(workspace, { DATA_DIR: dataDirectory, PORT: String(port) });
  workspace.setRequestUrl(`${origin}/slack/events`);
  const ready = async () => (await fetch(`${origin}/readyz`, { headers: { connection: 'close' } })).status;
  const bot = await onSmallDisk(program, env);
  const load = startLoad(workspace, port);
  const { registered, retries } = load.acknowledged;
  await eventually(async () => registered.size > 3, 'everybody is at work', 60_000);

  await bot.resize(0);
  await eventually(async () => retries.some((it) => it.startsWith('/v1/')), 'a program is told', 60_000);
  await eventually(async () => retries.some((it) => it.startsWith('/imapp')), 'a person is told', 60_000);
  expect(retries.find((it) => it.startsWith('/v1/'))).toMatch(/"reference":"[0-9A-F]{8}"/);
  expect(retries.find((it) => it.startsWith('/imapp'))).toMatch(/[0-9A-F]{8}/);
  expect(await ready()).toBe(503);
  await bot.resize(1024 * megabyte);
  await eventually(async () => (await ready()) === 200, 'it is ready again', 30_000);
  await eventually(
    async () => (await callApi(origin, '/v1/usage', { readings: [reading] })).status === 200,
    'it goes on',
    10_000,
  );

  // Less than the next segment of the write-ahead log, which the database needs.
  await bot.resize(14 * megabyte);
  expect(await ready()).toBe(503);
  const gone = once(bot.process, 'exit');
  await bot.resize(-terabyte);
  expect(await gone).toEqual([1, null]);
  expect(bot.log()).toMatch(/"level":60.*No space left on device.*the embedded database cannot go on/);

  await expect(onSmallDisk(program, { ...env, SMALL_DISK_ROOM: '-1e12' })).rejects.toThrow(
    /ended with 1\n[\s\S]*does not start\. .*FATAL: .*No space left on device/,
  );

  const next = await onSmallDisk(program, env);
  await load.finish();
  await eventually(async () => waiting(await scrapeMetrics(port)) === 0, 'everything is said');
  expect(await stopProcess(next.process, 'SIGTERM')).toBe(0);
  const database = await openDatabase({ dataDirectory, log: silentLog });
  afterTest(() => database.close());
  await expectConsistentRecords(database);
  await expectPostedOnce(database, workspace);
  await expectAcknowledgedRecorded(database, load.acknowledged);
});

/** How many messages and jobs are pending. */
function waiting(samples: readonly Sample[]): number {
  const of = (name: string) => sumOf(samples, name) ?? 0;
  return of('imapp_messages_pending') + of('imapp_jobs_waiting');
}
