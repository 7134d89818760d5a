import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDatabaseUrl, silentLog } from '../support/databases.js';
import { startCluster } from './cluster.js';
import { expectAcknowledgedRecorded, expectConsistentRecords, expectPostedOnce, untilIdle } from './invariants.js';
import { eventually, startLoad } from './load.js';
import { botEnvironment, startFaultWorkspace, token } from './workspace.js';

/** The responses to an API client that keeps its connections and never retries, until it is stopped. */
function program(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  afterTest(async () => agent.destroy());
  const answers = new Map<string, number>();
  let over = false;
  const ask = () =>
    new Promise<string>((resolve) => {
      const body = JSON.stringify({ sdkAppId: 1_400_000_000, metric: 'groupsPerUser', current: 1, asked: 1 });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const asked = request(
        { port, host: '127.0.0.1', path: '/v1/check', method: 'POST', agent, headers },
        (answer) => {
          answer.resume().once('end', () => resolve(String(answer.statusCode)));
          answer.once('error', (error) => resolve(String(error)));
        },
      );
      asked.once('error', (error) => resolve(String(error)));
      asked.end(body);
    });
  const asks = async () => {
    while (!over) {
      const answer = await ask();
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  };
  const asking = Promise.all([asks(), asks(), asks(), asks()]);
  return {
    async finish() {
      over = true;
      await asking;
      return Object.fromEntries(answers);
    },
  };
}

test.each([2, 3])(
  '%i processes, each replaced in turn under load: nobody notices',
  { timeout: 240_000 },
  async (many) => {
    const workspace = await startFaultWorkspace();
    const url = await createDatabaseUrl();
    const env = botEnvironment(workspace, { DATABASE_URL: url, DRAIN_SECONDS: '1' });
    const cluster = await startCluster(many, join(compiled(), 'main.js'), env);
    workspace.setRequestUrl(`http://127.0.0.1:${cluster.port}/slack/events`);
    await cluster.untilAllServe();
    const load = startLoad(workspace, cluster.port, { thinkMs: 300 });
    await eventually(async () => load.acknowledged.registered.size > 3, 'everybody is at work', 60_000);
    const asking = program(cluster.port);
    const held = monitorEventLoopDelay();
    held.enable();
    for (let seat = 0; seat < many; seat++) expect(await cluster.restart(seat)).toBe(0);
    const answers = await asking.finish();
    // A machine that was suspended for so long cannot meet the time limits of checks and of Slack.
    const stoodStill = () => held.max > 500e6;
    const { 200: right = 0, 503: late = 0, ...broken } = answers;
    expect(broken).toEqual({});
    expect(late).toBeLessThanOrEqual(stoodStill() ? right / 100 : 0);
    await load.finish();
    const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
    afterTest(() => database.close());
    await untilIdle(database);
    expect(await cluster.stop()).toEqual(Array(many).fill(0));
    await expectConsistentRecords(database);
    await expectPostedOnce(database, workspace);
    await expectAcknowledgedRecorded(database, load.acknowledged);
    const isExcused = (retry: string) => stoodStill() && retry === 'submission: operation_timeout';
    expect(load.acknowledged.retries.filter((it) => !isExcused(it))).toEqual([]);
    console.info({ right, late, retries: load.acknowledged.retries.length, stoodStillMs: Math.round(held.max / 1e6) });
  },
);
