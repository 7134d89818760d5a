import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { startBotIn } from '../support/bot.js';
import { later, onPostgres } from '../support/databases.js';
import { clockAt } from '../support/service.js';
import { acknowledgedIsThere, recordIsWhole, saidOnce, settled } from './invariants.js';
import { livesOn } from './load.js';
import { asks, envOf, place } from './workspace.js';

const reading = { sdkAppId: 1_400_000_000, metric: 'dailyActiveUsers', value: 1 };

test('with all connections blocked by statements nothing hangs for good, and checks are right', {
  timeout: 120_000,
}, async () => {
  const workspace = await place();
  const database = await onPostgres();
  const clock = clockAt('2026-11-21T03:00:00.000Z');
  const bot = await startBotIn(workspace, database, {
    clock,
    socket: false,
    environment: { ...envOf(workspace, {}), PORT: '0' },
  });
  later(() => bot.stop());
  const origin = `http://127.0.0.1:${bot.port}`;
  const told = await livesOn(workspace, bot.port, 1);
  const [row] = await database.prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`;
  const other = new Client({ connectionString: `${inject('postgresUrl').replace(/\/postgres$/, '')}/${row?.name}` });
  await other.connect();
  // From outside: whoever leaves anything to be done later waits for this.
  await other.query('BEGIN');
  await other.query('LOCK TABLE graphile_worker._private_jobs IN ACCESS EXCLUSIVE MODE');

  const begun = performance.now();
  const held = Array.from({ length: 25 }, () => asks(origin, '/v1/usage', { readings: [reading] }).catch(() => null));
  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status, { timeout: 10_000 }).toBe(503);
  const checks = (sdkAppId: number) =>
    asks(origin, '/v1/check', { sdkAppId, metric: 'avChatRooms', current: 0, asked: 1 });
  const asked = performance.now();
  // It was disabled at the end.
  expect(await checks(reading.sdkAppId)).toMatchObject({ status: 200, body: { allowed: false, errorCode: 60016 } });
  const unknown = await Promise.all(Array.from({ length: 100 }, (_, i) => checks(i + 1)));
  expect(new Set(unknown.map(({ status, body }) => `${status} ${body['errorCode']}`))).toEqual(
    new Set(['404 unknown_app']),
  );
  expect(performance.now() - asked).toBeLessThan(2_000);
  const waited = await Promise.race(held);
  expect(waited).toMatchObject({ status: 500, body: { reference: expect.any(String) } });
  expect(performance.now() - begun).toBeLessThan(15_000);
  await other.query('ROLLBACK');
  await other.end();

  await expect.poll(async () => (await fetch(`${origin}/readyz`)).status, { timeout: 15_000 }).toBe(200);
  await Promise.all(held);
  expect((await asks(origin, '/v1/usage', { readings: [reading] })).status).toBe(200);
  await settled(database);
  await recordIsWhole(database);
  await saidOnce(database, workspace);
  await acknowledgedIsThere(database, told);
});
