import { Pool, type PoolConfig } from 'pg';
import { expect, test } from 'vitest';
import { changeById } from '../../../../src/changes/store.js';
import { auditRows, verifyChain } from '../../../../src/database/audit-chain.js';
import { openDatabase } from '../../../../src/database/client.js';
import { openEmbedded } from '../../../../src/database/embedded/embedded.js';
import { migrate } from '../../../../src/database/migrate/migrate.js';
import { readMigrations } from '../../../../src/database/migrate/migration-folder.js';
import { auditEntries } from '../../../../src/database/queries/history.js';
import { startJobs } from '../../../../src/jobs/tasks.js';
import { createLogger } from '../../../../src/observability/log.js';
import { afterTest, createDatabaseUrl, createTempDirectory, silentLog } from '../../../support/databases.js';
import { noMetrics } from '../../../support/noop-metrics.js';
import { createTestService } from '../../../support/service.js';

const renaming = '20261201040000_names';
const changeId = '00000000-0000-4000-8000-000000000001';

/** Records of a version before the renaming: a pending request, notices, a snooze, and pending jobs. */
const leftBehind = `
  INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version) VALUES
    (1400000001, 'shop', 'acme', 'singapore', 'current', 'current.pro', '{}', 'active', '2026-03-01T00:00:00Z', 1);
  INSERT INTO app_history (sdk_app_id, version, "from", operation, rule_set, plan, add_ons, state, changed) VALUES
    (1400000001, 1, '2026-03-01T00:00:00Z', 'register', 'current', 'current.pro', '{}', 'active', '{plan}');
  INSERT INTO change (id, operation, sdk_app_id, state, answers, agreed, author, door, created_at, expires_at) VALUES
    ('${changeId}', 'disable', 1400000001, 'awaiting', '{"why": "unused"}', '{"before": null, "policy": {"approval": "on-call"},
      "plan": {"lines": [], "warnings": [], "moves": [{"after": {"name": "shop", "sdkAppId": 1400000001}, "changed": ["plan"]}],
        "next": [{"operation": "restore", "sdkAppId": 1400000001}, {"operation": "plans", "draft": {"plan": "x"}}]}}',
      'UKIM', 'slack', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z');
  INSERT INTO message (id, channel, kind, language, created_at, tried_at, spot, ts, said_at, shown) VALUES
    ('00000000-0000-4000-8000-000000000002', 'C1', 'limit', 'en', '2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', 'C1', '1.2',
      '2026-11-20T00:00:01Z', 1);
  INSERT INTO notice (once, kind, sdk_app_id, channel, language, term, urgency, metric, facts, occurred_at, message_id) VALUES
    ('limit:1400000001:a:80:x', 'limit', 1400000001, 'C1', 'en', 'a', 80, 'avChatRooms',
      '{"app": "shop", "remedy": {"operation": "configure", "draft": {"metric": "avChatRooms"}}}', '2026-11-20T00:00:00Z',
      '00000000-0000-4000-8000-000000000002'),
    ('limit-refused:1400000001:10036:2026-11-20', 'limit-refused', 1400000001, 'C1', 'en', '', 0, '',
      '{"app": "shop", "remedy": null}', '2026-11-20T00:00:00Z', NULL);
  INSERT INTO snooze (sdk_app_id, kind, metric, until) VALUES (1400000001, 'limit', 'avChatRooms', '2026-12-01T00:00:00Z');
  INSERT INTO audit_event (at, actor, door, action, sdk_app_id, before, after) VALUES
    ('2026-11-20T00:00:00Z', 'UKIM', 'slack', 'snooze.applied', 1400000001, NULL,
      '{"kind": "limit", "metric": "avChatRooms", "until": "2026-12-01T00:00:00.000Z"}');
  SELECT graphile_worker.add_job('say', '{"channel": "C1"}', queue_name => 'say:C1', job_key => 'say:C1');
  SELECT graphile_worker.add_job('deliver-change', '{"change": "${changeId}"}', queue_name => 'deliver-change-0');
  SELECT graphile_worker.add_job('watch-limits', '{"apps": [1400000001]}', queue_name => 'watch-limits');
  SELECT graphile_worker.add_job('vendor-event', '{"once": "x", "sdkAppId": 1400000001, "kind": "daily-group-quota",
    "facts": {"used": 7, "quota": 10}, "at": "2026-11-20T00:00:00.000Z"}');
  SELECT graphile_worker.add_job('sweep', '{}', job_key => 'sweep', run_at => now() + interval '1 day');
  SELECT graphile_worker.add_job('note-audit-head', '{}', job_key => 'note-audit-head', run_at => now() + interval '1 day');`;

async function atFormerVersion(connection: PoolConfig): Promise<void> {
  const { migrations, ...folder } = await readMigrations();
  const before = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === renaming),
  );
  await migrate(connection, { ...folder, migrations: before });
  const pool = new Pool({ ...connection, max: 1 });
  await pool.query(leftBehind);
  await pool.end();
}

const databaseKinds = [
  {
    name: 'embedded',
    async prepare() {
      const dataDirectory = await createTempDirectory();
      const server = await openEmbedded(dataDirectory, silentLog);
      await atFormerVersion({ stream: server.connect, user: 'postgres', database: 'postgres', ssl: false });
      await server.close();
      return { dataDirectory };
    },
  },
  {
    name: 'postgresql',
    async prepare() {
      const url = await createDatabaseUrl('template0');
      await atFormerVersion({ connectionString: url });
      return { url, dataDirectory: '' };
    },
  },
];

test.each(databaseKinds)('the renaming keeps data, audit hashes and waiting jobs, on $name', async ({ prepare }) => {
  const database = await openDatabase({ ...(await prepare()), log: silentLog });
  afterTest(() => database.close());
  const { prisma } = database;

  expect(await changeById(prisma, changeId)).toMatchObject({
    state: 'pending',
    formValues: { why: 'unused' },
    agreedPlan: {
      updates: [{ after: { name: 'shop' }, usesAllowance: ['plan'] }],
      nextActions: [{ operation: 'restore' }, { operation: 'plans', prefill: { plan: 'x' } }],
    },
  });
  expect(await prisma.notice.findMany({ orderBy: { kind: 'asc' } })).toMatchObject([
    { kind: 'limit-error', dedupeKey: 'limit-error:1400000001:10036:2026-11-20', payload: { remedy: null } },
    {
      kind: 'limit-threshold',
      dedupeKey: 'limit-threshold:1400000001:a:80:x',
      payload: { remedy: { operation: 'configure', prefill: { metric: 'avChatRooms' } } },
    },
  ]);
  expect(await prisma.message.findMany()).toMatchObject([
    { kind: 'limit-threshold', recipient: 'C1', slackTs: '1.2', deliveredVersion: 1 },
  ]);
  expect(await prisma.snooze.findMany()).toMatchObject([{ kind: 'limit-threshold' }]);
  expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 1 });
  expect(await auditEntries(prisma, 1_400_000_001, 10)).toMatchObject([{ snooze: { kind: 'limit-threshold' } }]);

  const { ctx } = createTestService(database, '2026-11-21T03:00:00.000Z');
  const delivered: string[] = [];
  const updated: string[] = [];
  const jobs = await startJobs({
    crontab: [],
    tencent: { credentials: [], readUsage: async () => ({ readings: [], problem: null }) },
    sweepContext: { ...ctx, noticeDefaults: { noticesChannel: 'C1', language: 'en' } },
    metrics: noMetrics,
    log: createLogger('silent'),
    async deliver(recipient) {
      delivered.push(recipient);
      return null;
    },
    async changeUpdated({ id }) {
      updated.push(id);
    },
  });
  afterTest(() => jobs.stop());
  await expect.poll(() => [delivered[0], updated]).toEqual(['C1', [changeId]]);
  await expect
    .poll(() => prisma.usageReading.findMany())
    .toMatchObject([{ metric: 'dailyNetGroupIncrease', value: 7n }]);
  const left = 'SELECT task_identifier AS task, key FROM graphile_worker.jobs ORDER BY 1';
  await expect
    .poll(async () => (await database.workerPool.query(left)).rows)
    .toEqual([
      { task: 'log-audit-head', key: 'log-audit-head' },
      { task: 'sweep', key: 'sweep' },
    ]);
});
