import { Pool, type PoolConfig } from 'pg';
import { expect, test } from 'vitest';
import { auditRows, verifyChain } from '../../../../src/database/audit-chain.js';
import { openDatabase } from '../../../../src/database/client.js';
import { openEmbedded } from '../../../../src/database/embedded/embedded.js';
import { migrate } from '../../../../src/database/migrate/migrate.js';
import { readMigrations } from '../../../../src/database/migrate/migration-folder.js';
import { afterTest, createDatabaseUrl, createTempDirectory, silentLog } from '../../../support/databases.js';
import { admin, createTestService, registrationOf } from '../../../support/service.js';

/** Records of the first version: an active app, a disabled one, history, a pending request, a notice, audit events. */
const firstVersion = `
  INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, disabled_at, created_at, version) VALUES
    (1400000001, 'shop', 'acme', 'singapore', 'current', 'pro', '{"maxGroupMembers": 3000}', 'active', NULL, '2026-03-01T00:00:00Z', 2),
    (1400000009, 'ＯＬＤ　店', 'acme', 'tokyo', 'legacy-monthly', 'standard', '{}', 'disabled', '2026-05-01T00:00:00Z', '2025-01-01T00:00:00Z', 1);
  INSERT INTO app_history (sdk_app_id, version, "from", operation, rule_set, plan, add_ons, state, changed) VALUES
    (1400000001, 1, '2026-03-01T00:00:00Z', 'register', 'current', 'standard', '{}', 'active', '{}'),
    (1400000001, 2, '2026-04-01T00:00:00Z', 'upgrade', 'current', 'pro', '{"maxGroupMembers": 3000}', 'active', '{plan}'),
    (1400000009, 1, '2026-05-01T00:00:00Z', 'disable', 'legacy-monthly', 'standard', '{}', 'disabled', '{}');
  INSERT INTO data_center_mode (account, data_center, mode, decided_at) VALUES
    ('acme', 'singapore', 'current', '2026-03-01T00:00:00Z'), ('acme', 'tokyo', 'legacy-monthly', '2025-01-01T00:00:00Z');
  INSERT INTO change (id, operation, sdk_app_id, state, answers, agreed, author, door, created_at, expires_at) VALUES
    ('00000000-0000-4000-8000-000000000001', 'disable', 1400000001, 'awaiting', '{}', '{}', 'UKIM', 'slack',
     '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z');
  INSERT INTO notice (once, channel, ts, created_at) VALUES ('approval:1', 'C0APPROVE', '1.2', '2026-11-21T00:00:00Z');
  INSERT INTO audit_event (at, actor, door, action, sdk_app_id, before, after, reason) VALUES
    ('2026-03-01T00:00:00Z', 'UKIM', 'slack', 'register.applied', 1400000001, NULL, '{"name":"shop", "n": 1.0}', NULL),
    ('2026-04-01T00:00:00Z', 'UKIM', 'slack', 'upgrade.applied', 1400000001, '{"plan":"standard"}', '{"plan":"pro"}', 'Größe 더 크게');`;

async function atFirstVersion(connection: PoolConfig): Promise<void> {
  const { migrations, ...folder } = await readMigrations();
  await migrate(connection, { ...folder, migrations: migrations.slice(0, 1) });
  const pool = new Pool({ ...connection, max: 1 });
  await pool.query(firstVersion);
  await pool.end();
}

const databaseKinds = [
  {
    name: 'embedded',
    async prepare() {
      const dataDirectory = await createTempDirectory();
      const server = await openEmbedded(dataDirectory, silentLog);
      await atFirstVersion({ stream: server.connect, user: 'postgres', database: 'postgres', ssl: false });
      await server.close();
      return { dataDirectory };
    },
  },
  {
    name: 'postgresql',
    async prepare() {
      const url = await createDatabaseUrl('template0');
      await atFirstVersion({ connectionString: url });
      return { url, dataDirectory: '' };
    },
  },
];

test.each(databaseKinds)('a database of the first version is upgraded with its data, on $name', async ({ prepare }) => {
  const settings = await prepare();
  const logged: unknown[] = [];
  const database = await openDatabase({
    ...settings,
    log: { ...silentLog, info: (it: unknown) => void logged.push(it) },
  });
  afterTest(() => database.close());
  const { migrations } = await readMigrations();
  expect(logged).toEqual([{ applied: migrations.slice(1).map(({ name }) => name) }]);

  const { prisma } = database;
  expect(await prisma.app.findMany({ orderBy: { sdkAppId: 'asc' } })).toMatchObject([
    { name: 'shop', foldedName: 'shop', plan: 'pro', addOns: { maxGroupMembers: 3000 }, state: 'active', version: 2 },
    {
      name: 'ＯＬＤ　店',
      foldedName: 'old 店',
      state: 'disabled',
      disabledAt: new Date('2026-05-01T00:00:00Z'),
      version: 1,
    },
  ]);
  expect(await prisma.appHistory.count()).toBe(3);
  expect(await prisma.change.findMany()).toMatchObject([{ operation: 'disable', state: 'pending', author: 'UKIM' }]);
  expect(await prisma.billingMode.findMany({ orderBy: { mode: 'asc' } })).toMatchObject([
    { mode: 'current', migratedAt: null },
    { mode: 'legacy-monthly', migratedAt: null },
  ]);
  expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 2 });

  const { changes, register } = createTestService(database, '2026-11-21T03:00:00.000Z');
  await register({ ...registrationOf.current, sdkAppId: '1400000002', name: 'new' });
  const shown = await changes.open(admin, { operation: 'show', sdkAppId: 1400000001, values: {} });
  expect(shown.step).toBe('result');
  const upgraded = await changes.propose(admin, {
    operation: 'upgrade',
    sdkAppId: 1400000001,
    values: { plan: 'pro-plus' },
  });
  expect(['preview', 'refused']).toContain(upgraded.step);
  expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 3 });
});
