import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, silentLog } from '../support/databases.js';
import { startCluster } from './cluster.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce, untilIdle } from './invariants.js';
import { eventually, startLoad } from './load.js';
import { startDatabaseServer } from './server.js';
import { botEnvironment, callApi, startFaultWorkspace } from './workspace.js';

const check = { sdkAppId: 1_400_000_000, metric: 'groupsPerUser', current: 1, asked: 1 };

test('PostgreSQL goes away twice, once stopped and once killed, while everybody works', {
  timeout: 240_000,
}, async () => {
  const workspace = await startFaultWorkspace();
  const server = await startDatabaseServer();
  const cluster = await startCluster(
    2,
    join(compiled(), 'main.js'),
    botEnvironment(workspace, { DATABASE_URL: server.url }),
  );
  workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
  await cluster.untilAllServe();
  const origin = `http://127.0.0.1:${cluster.port}`;
  const ready = async () => (await fetch(`${origin}/readyz`, { headers: { connection: 'close' } })).status;
  const load = startLoad(workspace, cluster.port);
  const lin = workspace.user('lin');

  for (const end of ['stop', 'kill'] as const) {
    await eventually(async () => (await callApi(origin, '/v1/check', check)).status === 200, 'the API answers');
    await pause(4_000);
    await server[end]();
    const begun = performance.now();
    // A connection to a killed server can still work for a moment.
    await eventually(async () => (await ready()) === 503, 'it says that it is not ready', 5_000);
    const told = await Promise.all([
      callApi(origin, '/v1/usage', { readings: [{ sdkAppId: check.sdkAppId, metric: 'dailyActiveUsers', value: 1 }] }),
      eventually(
        async () => (await callApi(origin, '/v1/check', check)).status === 503,
        'a check says that it cannot be',
      ),
      callApi(origin, '/v1/check', check),
    ]);
    expect(told[0]).toMatchObject({ status: 503, body: { reference: expect.any(String) } });
    const refused = await callApi(origin, '/v1/check', check);
    expect(refused).toMatchObject({ status: 503, body: { allowed: false, reference: expect.any(String) } });
    await lin.types('/imapp list', { in: '#general' });
    await workspace.until(() => referencesSeen() || undefined, 'a reference number');
    expect(performance.now() - begun).toBeLessThan(20_000);
    await server.start();
    await eventually(async () => (await ready()) === 200, 'it is ready again', 10_000);
  }
  await load.finish();
  const database = await openDatabase({ url: server.url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  await untilIdle(database);
  const ending = performance.now();
  const codes = await cluster.stop();
  const how = `${Math.round(performance.now() - ending)} ms; ${cluster.errors.slice(-3).join('')}`;
  expect(codes, how).toEqual([0, 0]);
  await expectConsistentRecords(database);
  await expectPostedOnce(database, workspace);
  await expectAcknowledgedRecorded(database, load.acknowledged);
  await database.close();

  function referencesSeen(): boolean {
    return /number[^`]*`?[0-9a-z-]{6,}/i.test(lin.screen('#general'));
  }
});
