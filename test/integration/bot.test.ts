import { Pool } from 'pg';
import { expect, test, vi } from 'vitest';
import { createServiceContext, startBot } from '../../src/bot.js';
import { readSettings } from '../../src/config/config.js';
import { crontab } from '../../src/jobs/crontab.js';
import { createLogger } from '../../src/observability/log.js';
import { afterTest, createPostgresDatabase } from '../support/databases.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.js';
import { scrapeMetrics, sumOf } from '../support/metrics.js';

const stops = vi.hoisted(() => vi.fn());
vi.mock(import('../../src/slack/app.js'), async (original) => {
  const real = await original();
  return {
    createSlackApp: async (parts) => {
      const app = await real.createSlackApp(parts);
      return { ...app, stop: () => app.stop().finally(stops) };
    },
  };
});

const now = () => new Date('2026-11-21T03:00:00.000Z');

function settingsFor({ apiUrl: SLACK_API_URL }: FakeSlack) {
  const token = { SLACK_BOT_TOKEN: 'xoxb-a', SLACK_SIGNING_SECRET: 'b', SLACK_API_URL };
  const programs = { API_TOKENS: 'billing:0123456789abcdef', PORT: '0', HOST: '127.0.0.1' };
  const { slack, ...others } = readSettings({ ...token, ...programs });
  if (!slack) throw new Error('no Slack settings');
  return { ...others, slack };
}

async function botDeps(slack: FakeSlack) {
  const settings = settingsFor(slack);
  const database = await createPostgresDatabase();
  return {
    settings,
    ctx: createServiceContext(settings, database, now),
    log: createLogger('silent'),
    wallClock: now,
  };
}

test('bot: if the jobs cannot start, the Slack connection is closed', async () => {
  const { ctx, ...others } = await botDeps(await startFakeSlack());
  const workerPool = new Pool().on('error', () => {});
  await workerPool.end();
  const starting = startBot({ ...others, ctx: { ...ctx, database: { ...ctx.database, workerPool } } });
  await expect(starting).rejects.toThrow('Cannot use a pool after calling end on the pool');
  expect(stops).toHaveBeenCalledOnce();
});

test('bot: the last run of every scheduled job is exported from the start', async () => {
  const bot = await startBot(await botDeps(await startFakeSlack()));
  afterTest(() => bot.stop());
  const samples = await scrapeMetrics(bot.port);
  for (const { task } of crontab)
    expect(sumOf(samples, 'imapp_cron_last_run_timestamp_seconds', { task }), task).toBeGreaterThan(1e9);
});

test('bot: while Slack is unreachable, the API works, and /readyz is 200 and says so', async () => {
  const bot = await startBot(await botDeps(await startFakeSlack({ 'auth.test': 'reset' })));
  afterTest(() => bot.stop());
  const ask = (path: string, init = {}) => fetch(`http://127.0.0.1:${bot.port}${path}`, init);
  const ready = await ask('/readyz');
  expect([ready.status, await ready.text()]).toEqual([
    200,
    expect.stringMatching(/^ready\n(clock: .*\n)?slack: not reached yet\n$/),
  ]);
  const headers = { authorization: 'Bearer 0123456789abcdef' };
  expect(await (await ask('/v1/apps', { headers })).json()).toEqual({ apps: [], next: null });
});
