import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { freshDataDirectory, later, silent } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { type Sample, scrape, sumOf } from '../support/metrics.js';
import { stopProcess } from '../support/process.js';
import { acknowledgedIsThere, recordIsWhole, saidOnce } from './invariants.js';
import { crowdOn, eventually } from './load.js';
import { asks, envOf, place } from './workspace.js';

const smallDisk = fileURLToPath(new URL('./children/small-disk.mjs', import.meta.url));
const megabyte = 1024 ** 2;
const terabyte = 1024 ** 4;
const reading = { sdkAppId: 1_400_000_000, metric: 'dailyActiveUsers', value: 1 };

interface OnSmallDisk {
  readonly process: ChildProcess;
  /** What it has said so far. */
  log(): string;
  /** From now on so many more bytes fit on its disk; far below 0, nor can what is there be written anew. */
  resize(room: number): Promise<void>;
}

async function onSmallDisk(program: string, env: Readonly<Record<string, string>>): Promise<OnSmallDisk> {
  const bot = spawn(process.execPath, ['--import', smallDisk, program], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], ...env, SMALL_DISK: env['DATA_DIR'] },
  });
  later(async () => void bot.kill('SIGKILL'));
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
  const workspace = await place();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dataDirectory = await freshDataDirectory();
  const program = join(compiled(), 'main.js');
  const env = envOf(workspace, { DATA_DIR: dataDirectory, PORT: String(port) });
  workspace.setRequestUrl(`${origin}/slack/events`);
  const ready = async () => (await fetch(`${origin}/readyz`, { headers: { connection: 'close' } })).status;
  const bot = await onSmallDisk(program, env);
  const crowd = crowdOn(workspace, port);
  const { registered, retries } = crowd.told;
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
    async () => (await asks(origin, '/v1/usage', { readings: [reading] })).status === 200,
    'it goes on',
    10_000,
  );

  // Less than the next piece of the log, which the database cannot do without.
  await bot.resize(14 * megabyte);
  expect(await ready()).toBe(503);
  const gone = once(bot.process, 'exit');
  await bot.resize(-terabyte);
  expect(await gone).toEqual([1, null]);
  expect(bot.log()).toMatch(/"level":60.*No space left on device.*the embedded database cannot go on/);

  await expect(onSmallDisk(program, { ...env, SMALL_DISK_ROOM: '-1e12' })).rejects.toThrow(
    /ended with 1\n.*does not start\. .*FATAL: .*No space left on device/,
  );

  const next = await onSmallDisk(program, env);
  await crowd.finish();
  await eventually(async () => waiting(await scrape(port)) === 0, 'everything is said');
  expect(await stopProcess(next.process, 'SIGTERM')).toBe(0);
  const database = await openDatabase({ dataDirectory, log: silent });
  later(() => database.close());
  await recordIsWhole(database);
  await saidOnce(database, workspace);
  await acknowledgedIsThere(database, crowd.told);
});

/** How many messages and jobs are still to be seen to. */
function waiting(samples: readonly Sample[]): number {
  const of = (name: string) => sumOf(samples, name) ?? 0;
  return of('imapp_messages_pending') + of('imapp_jobs_waiting');
}
