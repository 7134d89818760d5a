import { startWorkspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import type { Bot } from '../../src/bot.js';
import type { Database } from '../../src/database/client.js';
import { startBotIn } from '../support/bot.js';
import { afterTest, databases } from '../support/databases.js';
import { scopes } from '../support/manifest.js';
import { scrapeMetrics, sumOf } from '../support/metrics.js';

const secret = 'a-secret-of-the-gateway';
const dayMs = 86_400_000;
const shop = { sdkAppId: 1400000001, name: 'shop', account: 'acme', dataCenter: 'singapore' };

describe.each(databases)('a wrong clock, on the $name database', ({ fresh }) => {
  /** A workspace with the right time, and bots on one database whose clock is `aheadMs` off. */
  async function createHarness() {
    const workspace = await startWorkspace({
      ...{ botToken: 'xoxb-story', appToken: 'xapp-story', signingSecret: 'a-story-secret' },
      ...{ scopes, now: Date.now, strictRate: 'off' },
      seed: { users: [{ id: 'U00000ANN', name: 'ann', realName: 'Ann Ellis', locale: 'en-US', tz: 'Asia/Seoul' }] },
    });
    afterTest(() => workspace.close());
    const database = await fresh();
    let aheadMs = 0;
    const clock = { now: () => new Date(Date.now() + aheadMs), moveTo() {} };
    const environment = { API_TOKENS: `gateway:${secret}` };
    return {
      database,
      ann: workspace.user('ann'),
      jump(ms: number) {
        aheadMs += ms;
      },
      async start() {
        const bot = await startBotIn(workspace, database, { clock, socket: false, environment, checkClock: true });
        afterTest(() => bot.stop());
        return bot;
      },
    };
  }

  const ready = async ({ port }: Bot) => (await fetch(`http://127.0.0.1:${port}/readyz`)).text();
  const register = ({ port }: Bot) =>
    fetch(`http://127.0.0.1:${port}/v1/apps`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(shop),
    });
  const stateOf = async ({ prisma }: Database) => (await prisma.app.findFirst())?.state;

  test('100 days ahead, until the next start: the disabled app is not purged, and nothing else that is final happens', async () => {
    const { database, jump, start } = await createHarness();
    const first = await start();
    await register(first);
    await database.prisma.app.updateMany({ data: { state: 'disabled', disabledAt: new Date() } });
    await first.stop();
    jump(100 * dayMs);
    const second = await start();
    await second.runScheduledWork();
    expect(await ready(second)).toMatch(/^ready\nclock: 86400\d\d s ahead of that of slack\n$/);
    expect(sumOf(await scrapeMetrics(second.port), 'imapp_clock_trusted')).toBe(0);
    expect(await stateOf(database)).toBe('disabled');
    expect(await database.prisma.closedMonth.count()).toBe(0);
    jump(-100 * dayMs);
    expect(await ready(second)).toBe('ready\n');
  });

  test('100 days ahead in the middle of its life: the jump is counted, and nothing is purged', async () => {
    const { database, jump, start } = await createHarness();
    const bot = await start();
    await register(bot);
    await database.prisma.app.updateMany({ data: { state: 'disabled', disabledAt: new Date() } });
    await expect.poll(() => ready(bot)).toBe('ready\n');
    jump(100 * dayMs);
    await bot.runScheduledWork();
    expect(await stateOf(database)).toBe('disabled');
    expect(sumOf(await scrapeMetrics(bot.port), 'imapp_clock_jumps_total')).toBe(1);
    jump(-100 * dayMs);
    await bot.runScheduledWork();
    expect(await ready(bot)).toBe('ready\n');
  });

  test('a day ahead until it was killed: after the next start, by the right clock, jobs run and a new request is posted', async () => {
    const { database, ann, start } = await createHarness();
    const first = await start();
    await register(first);
    await ann.sees('shop', '#ops-notices');
    await first.stop();
    const { prisma } = database;
    await prisma.$executeRaw`UPDATE graphile_worker._private_known_crontabs SET last_execution = now() + interval '1 day'`;
    await prisma.$executeRaw`SELECT enqueue_delivery('C0APPROVE')::text`;
    await prisma.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = now() + interval '1 day', created_at = now() + interval '1 day'`;

    await start();
    await ann.types('/imapp disable shop');
    await ann.modal('Disable');
    await ann.submits({ typedName: 'shop', reason: 'end of life' });
    await ann.sees('end of life', '#ops-approvals');
    const inFuture = prisma.$queryRaw`SELECT FROM graphile_worker._private_known_crontabs WHERE last_execution > now()`;
    expect(await inFuture).toEqual([]);
  });
});
