import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.js';
import { closesAt } from '../../src/domain/billing/bill.js';
import { closeMonths } from '../../src/jobs/close-months.js';
import { compiled } from '../support/compiled.js';
import { freshDirectory, freshUrl, later, onPostgres, silent } from '../support/databases.js';
import { measure } from '../support/readings.js';
import { seededRandom } from '../support/seeded-random.js';
import { appOf, createTestService, kim, rules } from '../support/service.js';
import { saidOnce, settled } from './invariants.js';
import { eventually } from './load.js';
import { envOf, place } from './workspace.js';

const seed = Number(process.env['FAULT_SEED'] ?? 1);
/** How often all processes are killed while a month closes. */
const kills = 3;
const begin = '2026-03-05T03:00:00.000Z';
const months = ['2026-03', '2026-04', '2026-05'];
/** Of each of three apps so many, in order that a month takes more than one statement to close. */
const copies = 1_500;

/** An app under each set of billing rules, many times over, each month more of them; and usage that costs, for some. */
async function populate(database: Database): Promise<void> {
  const { register, perform } = createTestService(database, begin);
  const plans = { current: 'current.standard', 'legacy-daily': 'legacy.pro', 'legacy-monthly': 'legacy.pro' } as const;
  for (const [rules, plan] of Object.entries(plans)) {
    const id = await register(appOf[rules as keyof typeof plans]);
    await perform(kim, 'upgrade', id, { plan });
  }
  await database.prisma.$executeRaw`
    INSERT INTO app SELECT (jsonb_populate_record(app, jsonb_build_object('sdk_app_id', sdk_app_id + 10 * n, 'name', name || n))).*
    FROM app, generate_series(1, ${copies}::int) AS n`;
  await database.prisma.$executeRaw`
    INSERT INTO app_history SELECT (jsonb_populate_record(h, jsonb_build_object('sdk_app_id', sdk_app_id + 10 * n,
      'effective_from', effective_from + make_interval(months => n % 4)))).*
    FROM app_history AS h, generate_series(1, ${copies}::int) AS n`;
  await database.prisma.$executeRaw`
    INSERT INTO usage_reading (sdk_app_id, metric, day, measured_at, value, peak)
    SELECT sdk_app_id, metric, day, day, 1, 10000 + sdk_app_id % 997 * 100
    FROM app, unnest(ARRAY['monthlyActiveUsers', 'dailyActiveUsers']) AS metric,
      unnest(ARRAY['2026-03-10', '2026-04-10', '2026-05-10']::date[]) AS day WHERE sdk_app_id % 7 < 3`;
}

/** All that was closed. */
const closedIn = async ({ prisma }: Database) => ({
  months: await prisma.closedMonth.findMany({ orderBy: { month: 'asc' } }),
  statements: await prisma.statement.findMany({ orderBy: [{ month: 'asc' }, { sdkAppId: 'asc' }] }),
});

/** What comes of it where nothing goes wrong; and how long a month took at most, in milliseconds. */
async function calmly() {
  const database = await onPostgres();
  await populate(database);
  const { ctx, clock } = createTestService(database, begin);
  let longest = 0;
  for (const month of months) {
    clock.moveTo(closesAt(month, rules.calendar));
    const begun = performance.now();
    expect(await closeMonths(ctx)).toEqual([month]);
    longest = Math.max(longest, performance.now() - begun);
  }
  const closed = await closedIn(database);
  const costs = ({ document }: { document: unknown }) => (document as { total: number }).total > 0;
  const costly = (month: string) => closed.statements.filter((it) => it.month === month && costs(it)).length;
  for (const month of months) expect(costly(month)).toBeGreaterThan(copies / 4);
  return { closed, costly, longest };
}

/** A clock that other processes can read. */
function fileClock(path: string) {
  return {
    path,
    moveTo(instant: string) {
      writeFileSync(`${path}.next`, instant);
      renameSync(`${path}.next`, path);
    },
  };
}

/** Two processes on a clock, which are followed by two others when they are killed. */
async function processes(env: Readonly<Record<string, string>>, clock: string) {
  const dist = compiled();
  const program = fileURLToPath(new URL('children/closing.mjs', import.meta.url));
  /** Each with when it was at work. */
  const seats = new Map<ChildProcess, Promise<unknown>>();
  let closing: (() => void) | undefined;
  const start = () => {
    const it = fork(program, [dist, clock], { env: { PATH: process.env['PATH'], ...env } });
    seats.set(it, once(it, 'message'));
    it.on('message', () => closing?.());
  };
  later(async () => {
    for (const it of seats.keys()) it.kill('SIGKILL');
  });
  for (const _ of [1, 2]) start();
  return {
    /** Resolves when the next begins to close. */
    next: () =>
      new Promise<void>((resolve) => {
        closing = resolve;
      }),
    /** Kills both: what one left half done the other must not finish before anybody has seen it. */
    kill() {
      for (const it of [...seats.keys()]) {
        it.kill('SIGKILL');
        seats.delete(it);
        start();
      }
    },
    async ends() {
      const codes = [...seats].map(async ([it, atWork]) => {
        await atWork;
        const gone = once(it, 'exit');
        it.kill('SIGTERM');
        return (await gone)[0];
      });
      return Promise.all(codes);
    },
  };
}

/** What is heard of a month after it was closed. */
const late = (month: string) => ({
  ...{ sdkAppId: 1_400_000_001, metric: 'monthlyActiveUsers', day: `${month}-20` },
  ...{ value: 1, peak: 90_000 },
});

test(`months that close while processes are killed: the same statements and notices, each once (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const random = seededRandom(seed);
  const calm = await calmly();
  const [workspace, url, directory] = [await place(), await freshUrl(), await freshDirectory()];
  const database = await openDatabase({ url, dataDirectory: '', log: silent });
  later(() => database.close());
  await populate(database);
  const clock = fileClock(join(directory, 'clock'));
  clock.moveTo(begin);
  const bots = await processes(envOf(workspace, { DATABASE_URL: url, PORT: '0' }), clock.path);
  await bots.next();

  let interrupted = 0;
  for (const month of months) {
    const isClosed = async () => (await database.prisma.closedMonth.count({ where: { month } })) > 0;
    clock.moveTo(closesAt(month, rules.calendar));
    for (let killed = 0; killed < kills; killed++) {
      await bots.next();
      await pause(random() * calm.longest * 1.5);
      bots.kill();
      if (!(await isClosed())) interrupted += 1;
    }
    await eventually(isClosed, `${month} is closed`, 60_000);
    const told = { where: { kind: 'statement', groupKey: month, messageId: { not: null } } };
    await eventually(
      async () => (await database.prisma.notice.count(told)) === calm.costly(month),
      `${month} is told`,
      60_000,
    );
    await settled(database);
    // It changes nothing, nor does whoever closes the month again.
    await measure(database, [late(month)]);
  }
  expect(await bots.ends()).toEqual([0, 0]);
  expect(await closedIn(database)).toEqual(calm.closed);
  await expect(database.prisma.statement.updateMany({ data: { document: {} } })).rejects.toThrow(/frozen/);
  await saidOnce(database, workspace);
  expect(interrupted).toBeGreaterThan(0);
  console.info({ statements: calm.closed.statements.length, interrupted, longestMs: Math.round(calm.longest) });
});
