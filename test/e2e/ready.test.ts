import { describe, expect, test } from 'vitest';
import { createLogger } from '../../src/observability/log.js';
import { settings, startBotInWorkspace } from '../support/bot.js';
import { setForAll } from '../support/databases.js';
import { scrapeMetrics, sumOf } from '../support/metrics.js';

const secret = 'a-secret-of-the-gateway';
const environment = { API_TOKENS: `gateway:${secret}` };
const authorization = `Bearer ${secret}`;
const room = { sdkAppId: 1400000001, metric: 'avChatRooms', current: 10, asked: 1 };

async function start(how: (typeof settings)[number]) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('info', [], { write: (line) => void lines.push(JSON.parse(line)) });
  const harness = await startBotInWorkspace(how, environment, log);
  const origin = `http://127.0.0.1:${harness.bot.port}`;
  return {
    ...harness,
    lines,
    origin,
    async ready() {
      const response = await fetch(`${origin}/readyz`);
      return [response.status, await response.text()] as const;
    },
    check: (headers = {}) =>
      fetch(`${origin}/v1/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(room),
      }),
    metric: async (name: string, labels = {}) => sumOf(await scrapeMetrics(harness.bot.port), `imapp_${name}`, labels),
  };
}

describe.each(settings)('/readyz, over $name', (how) => {
  test('says ready when all is well', async () => {
    const { ready, metric } = await start(how);
    expect(await ready()).toEqual([200, 'ready\n']);
    for (const name of ['database_writable', 'worker_up', 'slack_up', 'approvals_channel_up', 'clock_trusted'])
      expect(await metric(name), name).toBe(1);
  });

  test('is not ready while the database cannot be written to, and says so in the log once', async () => {
    const { database, ready, lines, metric } = await start(how);
    await setForAll(database, 'default_transaction_read_only = on');
    await expect
      .poll(ready)
      .toEqual([503, expect.stringMatching(/^not ready: database\ndatabase: nothing can be written \(25006\)\n/)]);
    await ready();
    expect(await metric('database_writable')).toBe(0);
    expect(lines.filter(({ msg }) => String(msg).startsWith('not ready'))).toHaveLength(1);
    await database.prisma.$executeRaw`SET default_transaction_read_only = off`;
  });

  test('tells of a revoked token, which takes nothing out of service', async () => {
    const { workspace, ready, check, metric } = await start(how);
    await workspace.control.emit({ event: { type: 'tokens_revoked', tokens: { bot: ['U0000IMBOT'] } } });
    await expect.poll(ready).toEqual([200, expect.stringMatching(/^ready\nslack token: tokens?_revoked\n$/)]);
    expect(await metric('slack_up')).toBe(0);
    expect((await check({ authorization })).status).toBe(404);
  });
});

describe('/readyz, over HTTP', () => {
  const [http] = settings;

  test('tells of a signing secret that matches nothing; each refusal is counted and the first one logged', async () => {
    const { origin, ready, lines, metric, ann } = await start(http);
    const sign = { 'x-slack-signature': 'v0=1f', 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)) };
    for (let count = 0; count < 4; count++)
      expect((await fetch(`${origin}/slack/events`, { method: 'POST', headers: sign, body: '{}' })).status).toBe(401);
    expect(await ready()).toEqual([200, 'ready\nslack signature: the last 4 requests were refused\n']);
    expect(await metric('requests_refused_total', { reason: 'signature' })).toBe(4);
    expect(lines.filter(({ reason }) => reason === 'signature')).toMatchObject([{ client: '127.0.0.1', count: 1 }]);
    await ann.types('/imapp help');
    expect(await ready()).toEqual([200, 'ready\n']);
  });

  test('a call without a valid token is counted and logged; nothing of the token is in the log', async () => {
    const { check, lines, metric } = await start(http);
    expect((await check({ authorization: 'Bearer guess-me-if-you-can' })).status).toBe(401);
    expect((await check()).status).toBe(401);
    expect(await metric('requests_refused_total', { reason: 'token' })).toBe(2);
    expect(lines.filter(({ reason }) => reason === 'token')).toMatchObject([{ client: '127.0.0.1', count: 1 }]);
    expect(JSON.stringify(lines)).not.toContain('guess-me');
  });

  test('tells of a channel of requests that the bot cannot post to', async () => {
    const { bot, workspace, ready, metric, ann } = await start(http);
    await workspace.control.fault({ on: 'chat.postMessage', error: 'restricted_action' });
    await ann.types('/imapp register 1400000001 name=shop account=acme dataCenter=singapore');
    await ann.modal('Register');
    await ann.submits();
    await ann.submits();
    await bot.runScheduledWork();
    await expect.poll(ready).toEqual([200, 'ready\nslack channel C0NOTICES: restricted_action\n']);
    expect(await metric('notices_channel_up')).toBe(0);
    expect(await metric('approvals_channel_up')).toBe(1);
  });

  test('is not ready while jobs fail again and again', async () => {
    const { database, ready, metric } = await start(settings[1]);
    await database.prisma.$executeRaw`ALTER TABLE notice RENAME TO notice_elsewhere`;
    const sweep = () => database.workerPool.query(`SELECT graphile_worker.add_job('sweep', job_key => 'sweep')`);
    expect(await metric('worker_up')).toBe(1);
    await sweep();
    await expect.poll(() => metric('jobs_total', { task: 'sweep', result: 'failed' })).toBeGreaterThanOrEqual(3);
    // It has to last for a minute.
    await expect
      .poll(ready, { timeout: 90_000, interval: 2_000 })
      .toEqual([503, 'not ready: worker\nworker: jobs fail again and again: sweep\n']);
    await database.prisma.$executeRaw`ALTER TABLE notice_elsewhere RENAME TO notice`;
    await sweep();
    await expect.poll(ready).toEqual([200, 'ready\n']);
  });
});
