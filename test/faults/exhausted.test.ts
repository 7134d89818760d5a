import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { startBotIn } from '../support/bot.js';
import { afterTest, createPostgresDatabase } from '../support/databases.js';
import { createClock } from '../support/service.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce, untilIdle } from './invariants.js';
import { runAppLives } from './load.js';
import { botEnvironment, callApi, startFaultWorkspace } from './workspace.js';

const reading = { sdkAppId: 1_400_000_000, metric: 'dailyActiveUsers', value: 1 };

test('with all connections blocked by statements nothing hangs for good, and checks are right', {
  timeout: 120_000,
}, async () => {
  const workspace = await startFaultWorkspace();
  const database = await createPostgresDatabase();
  const clock = createClock('2026-11-21T03:00:00.000Z');
  const bot = await startBotIn(workspace, database, {
    clock,
    socket: false,
    environment: { ...botEnvironment(workspace, {}), PORT: '0' },
  });
  afterTest(() => bot.stop());
  const origin = `http://127.0.0.1:${bot.port}`;
  const told = await runAppLives(workspace, bot.port, 1);
  const [row] = await database.prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
  const other = new Client({ connectionString: `${inject('postgresUrl').replace(/\/postgres$/, '')}/${row?.name}` });
  await other.connect();
  // Over a connection of its own: every writer to the queue waits for this lock.
  await other.query('BEGIN');
  await other.query('LOCK TABLE graphile_worker._private_jobs IN ACCESS EXCLUSIVE MODE');

  const begun = performance.now();
  const held = Array.from({ length: 25 }, () =>
    callApi(origin, '/v1/usage', { readings: [reading] }).catch(() => null),
  );
  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status, { timeout: 10_000 }).toBe(503);
  const checks = (sdkAppId: number) =>
    callApi(origin, '/v1/check', { sdkAppId, metric: 'avChatRooms', current: 0, asked: 1 });
  const asked = performance.now();
  // The app was disabled in the end.
  expect(await checks(reading.sdkAppId)).toMatchObject({ status: 200, body: { allowed: false, errorCode: 60016 } });
  const unknown = await Promise.all(Array.from({ length: 100 }, (_, i) => checks(i + 1)));
  expect(new Set(unknown.map(({ status, body }) => `${status} ${body['errorCode']}`))).toEqual(
    new Set(['404 unknown_app']),
  );
  expect(performance.now() - asked).toBeLessThan(2_000);
  const waited = await Promise.race(held);
  expect(waited).toMatchObject({ status: 503, body: { reference: expect.any(String) } });
  expect(performance.now() - begun).toBeLessThan(15_000);
  await other.query('ROLLBACK');
  await other.end();

  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status, { timeout: 15_000 }).toBe(200);
  await Promise.all(held);
  expect((await callApi(origin, '/v1/usage', { readings: [reading] })).status).toBe(200);
  await untilIdle(database);
  await expectConsistentRecords(database);
  await expectPostedOnce(database, workspace);
  await expectAcknowledgedRecorded(database, told);
});
