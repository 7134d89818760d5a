import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/database.js';
import { compiled } from '../support/compiled.js';
import { freshUrl, later, silent } from '../support/databases.js';
import { seeded } from '../support/seeded.js';
import { clusterOf } from './cluster.js';
import { crowdOn, eventually } from './crowd.js';
import { envOf, place } from './place.js';
import { recordIsWhole, saidOnce, waiting } from './whole.js';

const kills = Number(process.env['FAULT_KILLS'] ?? 100);
const seed = Number(process.env['FAULT_SEED'] ?? 1);

test(`three processes at work, killed ${kills} times at any line (seed ${seed})`, { timeout: 420_000 }, async () => {
  const random = seeded(seed);
  const workspace = await place();
  const url = await freshUrl();
  const cluster = await clusterOf(3, join(await compiled(), 'main.js'), envOf(workspace, { DATABASE_URL: url }));
  workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
  await cluster.serves();
  const crowd = crowdOn(workspace, cluster.port);

  for (let kill = 0; kill < kills; kill++) {
    await pause(300 + random() * 2_400);
    await cluster.kills(Math.floor(random() * 3));
  }
  await cluster.serves();
  await crowd.finish();
  const database = await openDatabase({ url, dataDirectory: '', log: silent });
  later(() => database.close());
  await eventually(async () => (await waiting(database)) === 0 && (await jobsLeft()) === 0, 'everything is said');
  expect(await cluster.ends()).toEqual([0, 0, 0]);

  const { told } = crowd;
  await recordIsWhole(database);
  await saidOnce(database, workspace);
  const changes = await database.prisma.change.findMany();
  const stateOf = (id: string) => changes.find((it) => it.id === id)?.state;
  expect([...told.done, ...told.requested].filter((id) => stateOf(id) !== 'applied')).toEqual([]);
  const apps = await database.prisma.app.findMany({ select: { sdkAppId: true } });
  expect(apps.map(({ sdkAppId }) => sdkAppId).sort()).toEqual([...told.registered].sort());
  const peaks = await database.prisma.usageReading.findMany();
  const peakOf = (app: number) => Number(peaks.find(({ sdkAppId }) => sdkAppId === app)?.peak ?? -1);
  expect([...told.measured].filter(([app, value]) => peakOf(app) < value)).toEqual([]);
  console.info({ kills, ...counts(), messages: await database.prisma.message.count() });

  function counts() {
    const { registered, done, requested, retries } = told;
    return { apps: registered.size, done: done.size, requested: requested.size, retries };
  }

  /** But for what is due later. */
  async function jobsLeft(): Promise<number> {
    const [row] = await database.prisma.$queryRaw<{ left: bigint }[]>`
      SELECT count(*) AS left FROM graphile_worker._private_jobs WHERE run_at <= now() AND attempts < max_attempts`;
    return Number(row?.left ?? 0);
  }
});
