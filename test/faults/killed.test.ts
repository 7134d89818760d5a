import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDatabaseUrl, silentLog } from '../support/databases.js';
import { iterations } from '../support/iterations.js';
import { seededRandom } from '../support/seeded-random.js';
import { startCluster } from './cluster.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce, untilIdle } from './invariants.js';
import { eventually, startLoad } from './load.js';
import { botEnvironment, startFaultWorkspace } from './workspace.js';

const kills = Number(process.env['FAULT_KILLS'] ?? iterations({ bounded: 20, whole: 100 }));
const seed = Number(process.env['FAULT_SEED'] ?? 1);

test(`three processes at work, killed ${kills} times at any line (seed ${seed})`, { timeout: 1_200_000 }, async () => {
  const random = seededRandom(seed);
  const workspace = await startFaultWorkspace();
  const url = await createDatabaseUrl();
  const cluster = await startCluster(3, join(compiled(), 'main.js'), botEnvironment(workspace, { DATABASE_URL: url }));
  workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
  await cluster.untilAllServe();
  const load = startLoad(workspace, cluster.port);

  for (let killed = 0; killed < kills; killed++) {
    await eventually(async () => cluster.servingCount() >= 2, 'two of three serve');
    await pause(random() * 1_200);
    await cluster.kill(Math.floor(random() * 3));
  }
  await cluster.untilAllServe();
  await load.finish();
  const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  await untilIdle(database);
  expect(await cluster.stop()).toEqual([0, 0, 0]);

  await expectConsistentRecords(database);
  await expectPostedOnce(database, workspace);
  await expectAcknowledgedRecorded(database, load.acknowledged);
  const { registered, done, requested, retries } = load.acknowledged;
  console.info({
    killed: kills,
    apps: registered.size,
    done: done.size,
    requested: requested.size,
    retries: retries.length,
  });
});
