import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { freshUrl, later, silent } from '../support/databases.js';
import { iterations } from '../support/iterations.js';
import { seededRandom } from '../support/seeded-random.js';
import { clusterOf } from './cluster.js';
import { acknowledgedIsThere, recordIsWhole, saidOnce, settled } from './invariants.js';
import { crowdOn, eventually } from './load.js';
import { envOf, place } from './workspace.js';

const kills = Number(process.env['FAULT_KILLS'] ?? iterations({ bounded: 20, whole: 100 }));
const seed = Number(process.env['FAULT_SEED'] ?? 1);

test(`three processes at work, killed ${kills} times at any line (seed ${seed})`, { timeout: 1_200_000 }, async () => {
  const random = seededRandom(seed);
  const workspace = await place();
  const url = await freshUrl();
  const cluster = await clusterOf(3, join(compiled(), 'main.js'), envOf(workspace, { DATABASE_URL: url }));
  workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
  await cluster.serves();
  const crowd = crowdOn(workspace, cluster.port);

  for (let killed = 0; killed < kills; killed++) {
    await eventually(async () => cluster.serving() >= 2, 'two of three serve');
    await pause(random() * 1_200);
    await cluster.kills(Math.floor(random() * 3));
  }
  await cluster.serves();
  await crowd.finish();
  const database = await openDatabase({ url, dataDirectory: '', log: silent });
  later(() => database.close());
  await settled(database);
  expect(await cluster.ends()).toEqual([0, 0, 0]);

  await recordIsWhole(database);
  await saidOnce(database, workspace);
  await acknowledgedIsThere(database, crowd.told);
  const { registered, done, requested, retries } = crowd.told;
  console.info({
    killed: kills,
    apps: registered.size,
    done: done.size,
    requested: requested.size,
    retries: retries.length,
  });
});
