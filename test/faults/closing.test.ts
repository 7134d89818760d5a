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
import {
  afterTest,
  createDatabaseUrl,
  createPostgresDatabase,
  createTempDirectory,
  silentLog,
} from '../support/databases.js';
import { measure } from '../support/readings.js';
import { seededRandom } from '../support/seeded-random.js';
import { createTestService, kim, registrationOf, rules } from '../support/service.js';
import { expectPostedOnce, untilIdle } from './invariants.js';
import { eventually } from './load.js';
import { botEnvironment, startFaultWorkspace } from './workspace.js';

const seed = Number(process.env['FAULT_SEED'] ?? 1);
/** How often all processes are killed while a month closes. */
const kills = 3;
const begin = '2026-03-05T03:00:00.000Z';
const months = ['2026-03', '2026-04', '2026-05'];
/** Copies of each of three apps, so that closing a month takes more than one statement. */
const copies = 1_500;

/** Many apps of each rule set, more of them each month, some with overage. */
async function populate(database: Database): Promise<void> {
  const { register, perform } = createTestService(database, begin);
  const plans = { current: 'current.standard', 'legacy-daily': 'legacy.pro', 'legacy-monthly': 'legacy.pro' } as const;
  for (const [rules, plan] of Object.entries(plans)) {
    const id = await register(registrationOf[rules as keyof typeof plans]);
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
    SELECT sdk_app_id, metric, day, ${begin}::timestamptz, 1, 10000 + sdk_app_id % 997 * 100
    FROM app, unnest(ARRAY['monthlyActiveUsers', 'dailyActiveUsers']) AS metric,
      unnest(ARRAY['2026-03-10', '2026-04-10', '2026-05-10']::date[]) AS day WHERE sdk_app_id % 7 < 3`;
}

/** All closed months and statements. */
const closedIn = async ({ prisma }: Database) => ({
  months: await prisma.closedMonth.findMany({ orderBy: { month: 'asc' } }),
  statements: await prisma.statement.findMany({ orderBy: [{ month: 'asc' }, { sdkAppId: 'asc' }] }),
});

/** The result without faults, and how long a month took at most, in milliseconds. */
async function runUndisturbed() {
  const database = await createPostgresDatabase();
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

/** A clock in a file, which other processes read. */
function fileClock(path: string) {
  return {
    path,
    moveTo(instant: string) {
      writeFileSync(`${path}.next`, instant);
      renameSync(`${path}.next`, path);
    },
  };
}

/** Two processes on a clock, which are replaced when they are killed. */
async function startProcesses(env: Readonly<Record<string, string>>, clock: string) {
  const dist = compiled();
  const program = fileURLToPath(new URL('children/closing.mjs', import.meta.url));
  /** Each with a promise of its first run. */
  const children = new Map<ChildProcess, Promise<unknown>>();
  let closing: (() => void) | undefined;
  const start = () => {
    const it = fork(program, [dist, clock], { env: { PATH: process.env['PATH'], ...env } });
    children.set(it, once(it, 'message'));
    it.on('message', () => closing?.());
  };
  afterTest(async () => {
    for (const it of children.keys()) it.kill('SIGKILL');
  });
  for (const _ of [1, 2]) start();
  return {
    /** Resolves when the next one starts to close. */
    next: () =>
      new Promise<void>((resolve) => {
        closing = resolve;
      }),
    /** Kills both, so that none finishes what the other left half done. */
    kill() {
      for (const it of [...children.keys()]) {
        it.kill('SIGKILL');
        children.delete(it);
        start();
      }
    },
    async ends() {
      const codes = [...children].map(async ([it, atWork]) => {
        await atWork;
        const gone = once(it, 'exit');
        it.kill('SIGTERM');
        return (await gone)[0];
      });
      return Promise.all(codes);
    },
  };
}

/** A reading of a month that is already closed. */
const lateReading = (month: string) => ({
  ...{ sdkAppId: 1_400_000_001, metric: 'monthlyActiveUsers', day: `${month}-20` },
  ...{ value: 1, peak: 90_000 },
});

test(`months that close while processes are killed: the same statements and notices, each once (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  const random = seededRandom(seed);
  const undisturbed = await runUndisturbed();
  const [workspace, url, directory] = [
    await startFaultWorkspace(),
    await createDatabaseUrl(),
    await createTempDirectory(),
  ];
  const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  await populate(database);
  const clock = fileClock(join(directory, 'clock'));
  clock.moveTo(begin);
  const bots = await startProcesses(botEnvironment(workspace, { DATABASE_URL: url, PORT: '0' }), clock.path);
  await bots.next();

  let interrupted = 0;
  for (const month of months) {
    const isClosed = async () => (await database.prisma.closedMonth.count({ where: { month } })) > 0;
    clock.moveTo(closesAt(month, rules.calendar));
    for (let killed = 0; killed < kills; killed++) {
      await bots.next();
      await pause(random() * undisturbed.longest * 1.5);
      bots.kill();
      if (!(await isClosed())) interrupted += 1;
    }
    await eventually(isClosed, `${month} is closed`, 60_000);
    const digestedStatements = { where: { kind: 'statement', groupKey: month, messageId: { not: null } } };
    await eventually(
      async () => (await database.prisma.notice.count(digestedStatements)) === undisturbed.costly(month),
      `${month} is told`,
      60_000,
    );
    await untilIdle(database);
    // It changes nothing, nor does closing the month again.
    await measure(database, [lateReading(month)]);
  }
  expect(await bots.ends()).toEqual([0, 0]);
  expect(await closedIn(database)).toEqual(undisturbed.closed);
  await expect(database.prisma.statement.updateMany({ data: { document: {} } })).rejects.toThrow(/frozen/);
  await expectPostedOnce(database, workspace);
  expect(interrupted).toBeGreaterThan(0);
  console.info({
    statements: undisturbed.closed.statements.length,
    interrupted,
    longestMs: Math.round(undisturbed.longest),
  });
});
