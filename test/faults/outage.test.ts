import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { later, silent } from '../support/databases.js';
import { clusterOf } from './cluster.js';
import { acknowledgedIsThere, recordIsWhole, saidOnce, settled } from './invariants.js';
import { crowdOn, eventually } from './load.js';
import { databaseServer } from './server.js';
import { asks, envOf, place } from './workspace.js';

const check = { sdkAppId: 1_400_000_000, metric: 'groupsPerUser', current: 1, asked: 1 };

test('PostgreSQL goes away twice, once stopped and once killed, while everybody works', {
  timeout: 240_000,
}, async () => {
  const workspace = await place();
  const server = await databaseServer();
  const cluster = await clusterOf(2, join(compiled(), 'main.js'), envOf(workspace, { DATABASE_URL: server.url }));
  workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
  await cluster.serves();
  const origin = `http://127.0.0.1:${cluster.port}`;
  const ready = async () => (await fetch(`${origin}/readyz`, { headers: { connection: 'close' } })).status;
  const crowd = crowdOn(workspace, cluster.port);
  const lin = workspace.user('lin');

  for (const end of ['stop', 'kill'] as const) {
    await eventually(async () => (await asks(origin, '/v1/check', check)).status === 200, 'the API answers');
    await pause(4_000);
    await server[end]();
    const begun = performance.now();
    // A connection of a server that was killed may answer for a moment more.
    await eventually(async () => (await ready()) === 503, 'it says that it is not ready', 5_000);
    const told = await Promise.all([
      asks(origin, '/v1/usage', { readings: [{ sdkAppId: check.sdkAppId, metric: 'dailyActiveUsers', value: 1 }] }),
      eventually(async () => (await asks(origin, '/v1/check', check)).status === 503, 'a check says that it cannot be'),
      asks(origin, '/v1/check', check),
    ]);
    expect(told[0]).toMatchObject({ status: 500, body: { reference: expect.any(String) } });
    const refused = await asks(origin, '/v1/check', check);
    expect(refused).toMatchObject({ status: 503, body: { allowed: false, reference: expect.any(String) } });
    await lin.types('/imapp list', { in: '#general' });
    await workspace.until(() => referencesSeen() || undefined, 'a reference number');
    expect(performance.now() - begun).toBeLessThan(20_000);
    await server.start();
    await eventually(async () => (await ready()) === 200, 'it is ready again', 10_000);
  }
  await crowd.finish();
  const database = await openDatabase({ url: server.url, dataDirectory: '', log: silent });
  later(() => database.close());
  await settled(database);
  const ending = performance.now();
  const codes = await cluster.ends();
  const how = `${Math.round(performance.now() - ending)} ms; ${cluster.errors.slice(-3).join('')}`;
  expect(codes, how).toEqual([0, 0]);
  await recordIsWhole(database);
  await saidOnce(database, workspace);
  await acknowledgedIsThere(database, crowd.told);
  await database.close();

  function referencesSeen(): boolean {
    return /number[^`]*`?[0-9a-z-]{6,}/i.test(lin.screen('#general'));
  }
});
