import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { describe, expect, inject, test, vi } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { healthStats } from '../../../src/database/queries/health-stats.js';
import { crontab } from '../../../src/jobs/crontab.js';
import { keepWorkerAlive } from '../../../src/jobs/liveness.js';
import { startJobs } from '../../../src/jobs/tasks.js';
import { afterTest, createPostgresDatabase, databases } from '../../support/databases.js';
import { noMetrics } from '../../support/noop-metrics.js';
import { createTestService, noTencentUsage, registrationOf } from '../../support/service.js';

const silent = pino({ level: 'silent' });
const at = '2026-11-21T03:00:00.000Z';

describe.each(databases)('jobs on the $name database', ({ fresh }) => {
  test('a change-updated job that fails is retried', async () => {
    const database = await fresh();
    const { ctx, register } = createTestService(database, at);
    const attempts: string[] = [];
    const delivered = new PassThrough();
    const jobs = await startJobs({
      crontab: [],
      tencent: noTencentUsage,
      sweepContext: { ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } },
      metrics: noMetrics,
      log: silent,
      deliver: async () => null,
      async changeUpdated({ id: change }) {
        attempts.push(change);
        if (attempts.length === 1) throw new Error('Slack is away');
        delivered.end();
      },
    });
    afterTest(() => jobs.stop());
    await register(registrationOf.current);
    await once(delivered.resume(), 'end');
    expect(new Set(attempts).size).toBe(1);
    expect(attempts.length).toBe(2);
  });

  test('jobs locked by a dead worker are released; those of a live one are not', async () => {
    const database = await fresh();
    const { register } = createTestService(database, at);
    await register(registrationOf.current);
    const lockedBy = (who: string) =>
      database.prisma.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = ${who}, locked_at = now()`;
    const locks = async () => database.prisma.$queryRaw`SELECT locked_by FROM graphile_worker.jobs`;
    const me = await keepWorkerAlive(database, 'me', silent);
    afterTest(async () => me.end());

    await lockedBy('me');
    expect(await me.releaseDeadWorkers()).toBe(0);
    expect(await locks()).toEqual([{ locked_by: 'me' }]);
    await lockedBy('dead');
    expect(await me.releaseDeadWorkers()).toBe(1);
    expect(await locks()).toEqual([{ locked_by: null }]);
    if (database.embedded) return;

    const other = await keepWorkerAlive(database, 'other', silent);
    await lockedBy('other');
    expect(await me.releaseDeadWorkers()).toBe(0);
    other.end();
    await expect.poll(() => me.releaseDeadWorkers()).toBe(1);

    // A worker that loses its connection acquires its lock again by itself; otherwise others would take over its jobs.
    const holders = async (then = '') => {
      const rows = await database.prisma.$queryRawUnsafe<{ pid: number }[]>(
        `SELECT pid ${then} FROM pg_locks WHERE locktype = 'advisory' AND granted AND database =
          (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (classid::bigint << 32) | objid::bigint = hashtextextended('me', 0)`,
      );
      return rows.map(({ pid }) => pid);
    };
    const [first] = await holders(', pg_terminate_backend(pid)');
    await expect.poll(async () => (await holders()).filter((pid) => pid !== first)).toHaveLength(1);
  });
});

test('checkpoint-embedded makes a checkpoint', async () => {
  const database = await databases.find(({ name }) => name === 'embedded')?.fresh();
  if (!database) throw new Error('no embedded database');
  const { ctx } = createTestService(database, at);
  const jobs = await startJobs({
    crontab: [],
    tencent: noTencentUsage,
    sweepContext: { ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } },
    metrics: noMetrics,
    log: silent,
    deliver: async () => null,
    changeUpdated: async () => {},
  });
  afterTest(() => jobs.stop());
  const checkpointLsn = () => database.prisma.$queryRaw`SELECT redo_lsn::text FROM pg_control_checkpoint()`;
  const before = await checkpointLsn();
  await database.workerPool.query(`SELECT graphile_worker.add_job('checkpoint-embedded')`);
  await expect.poll(checkpointLsn).not.toEqual(before);
});

test('a job that was replaced while its process died does not count as permanently failed', async () => {
  const database = await createPostgresDatabase();
  const { ctx } = createTestService(database, at);
  const call = `SELECT graphile_worker.add_job('deliver-messages', '{"recipient":"C1"}', queue_name => 'deliver-messages:C1', job_key => 'deliver-messages:C1')`;
  await database.workerPool.query(call);
  await database.workerPool.query(`UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now()`);
  await database.workerPool.query(call);
  const permanentlyFailed = async () => (await healthStats(database.prisma)).tasks.map((it) => it.permanentlyFailed);
  expect(await permanentlyFailed()).toEqual([0]);
  const said: string[] = [];
  const jobs = await startJobs({
    crontab: [],
    tencent: noTencentUsage,
    sweepContext: { ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } },
    metrics: noMetrics,
    log: silent,
    async deliver(channel) {
      said.push(channel);
      return null;
    },
    changeUpdated: async () => {},
  });
  afterTest(() => jobs.stop());
  await expect.poll(() => said).toEqual(['C1']);
  await expect
    .poll(() => healthStats(database.prisma).then(({ tasks }) => tasks.filter((it) => it.task === 'deliver-messages')))
    .toEqual([]);
});

test('the worker continues after the database was away in the middle of jobs', async () => {
  const database = await createPostgresDatabase();
  const { ctx, register } = createTestService(database, at);
  const seen: string[] = [];
  let cut: Promise<void> | undefined;
  const jobs = await startJobs({
    crontab: [],
    tencent: noTencentUsage,
    metrics: noMetrics,
    sweepContext: { ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } },
    log: silent,
    deliver: async () => null,
    async changeUpdated({ id: change }) {
      seen.push(change);
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(2), 30_000);
      cut ??= refuseConnections(database, 1_500);
      await cut;
      // So that each job is completed by a statement of its own.
      if (seen.length < 4) for (let turn = 0; turn < seen.indexOf(change) * 20; turn++) await setImmediate();
    },
  });
  afterTest(() => jobs.stop());
  for (const id of [1, 2, 3])
    await register({ ...registrationOf.current, sdkAppId: `140000000${id}`, name: `app-${id}` });
  await expect.poll(() => seen.length).toBeGreaterThan(5);
  expect(new Set(seen).size).toBe(3);
});

test('a poll of Tencent waits for the one before it, and does not keep the worker from stopping', async () => {
  const database = await createPostgresDatabase();
  const { ctx, register } = createTestService(database, at);
  const sdkAppId = await register(registrationOf.current);
  const asked: number[] = [];
  const jobs = await startJobs({
    crontab: [],
    tencent: {
      credentials: [{ sdkAppId, identifier: 'administrator', secretKey: 'hush' }],
      readUsage(app) {
        asked.push(app.sdkAppId);
        return new Promise(() => {});
      },
    },
    sweepContext: { ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } },
    metrics: noMetrics,
    log: silent,
    deliver: async () => null,
    changeUpdated: async () => {},
  });
  const poll = crontab.find(({ task }) => task === 'poll-tencent-usage');
  const call = 'SELECT graphile_worker.add_job($1, queue_name => $2, job_key => $3)';
  const enqueueScheduledPoll = () =>
    database.workerPool.query(call, [poll?.task, poll?.options?.queueName, poll?.options?.jobKey]);
  await enqueueScheduledPoll();
  await expect.poll(() => asked).toEqual([sdkAppId]);
  await enqueueScheduledPoll();
  // Enqueued after the waiting poll, and done before it.
  await register(registrationOf['legacy-daily']);
  await expect.poll(() => database.prisma.$queryRaw`SELECT task_identifier FROM graphile_worker.jobs`).toHaveLength(2);
  expect(asked).toEqual([sdkAppId]);
  await jobs.stop();
});

/** Terminates all connections to the database, and refuses new ones for some time. */
async function refuseConnections({ prisma }: Database, milliseconds: number): Promise<void> {
  const server = new Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  const [row] = await prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
  await server.query(`ALTER DATABASE ${row?.name} ALLOW_CONNECTIONS false`);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [row?.name]);
  setTimeout(async () => {
    await server.query(`ALTER DATABASE ${row?.name} ALLOW_CONNECTIONS true`);
    await server.end();
  }, milliseconds);
}
