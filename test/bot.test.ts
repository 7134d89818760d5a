import { Pool } from 'pg';
import { expect, test, vi } from 'vitest';
import { deskOf, startBot } from '../src/bot.js';
import { readSettings } from '../src/config.js';
import { openLog } from '../src/log.js';
import { fakeSlack } from './slack/fake-slack.js';
import { onPostgres } from './support/databases.js';

const stops = vi.hoisted(() => vi.fn());
vi.mock(import('../src/slack/door.js'), async (original) => {
  const real = await original();
  return {
    openSlackDoor: async (parts) => {
      const door = await real.openSlackDoor(parts);
      return { ...door, stop: () => door.stop().finally(stops) };
    },
  };
});

test('where the jobs cannot start, the door to people does not stay open', async () => {
  const { apiUrl: SLACK_API_URL } = await fakeSlack();
  const { slack, ...others } = readSettings({ SLACK_BOT_TOKEN: 'xoxb-a', SLACK_SIGNING_SECRET: 'b', SLACK_API_URL });
  if (!slack) throw new Error('no Slack settings');
  const settings = { ...others, slack };
  const now = () => new Date('2026-11-21T03:00:00.000Z');
  const workerPool = new Pool().on('error', () => {});
  await workerPool.end();
  const database = { ...(await onPostgres()), workerPool };
  const starting = startBot({
    settings,
    database,
    desk: deskOf(settings, now),
    log: openLog('silent'),
    wallClock: now,
  });
  await expect(starting).rejects.toThrow('Cannot use a pool after calling end on the pool');
  expect(stops).toHaveBeenCalledOnce();
});
