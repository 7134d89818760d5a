import { startWorkspace } from '@imapp/slack-emulator';
import { Client } from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/database/client.js';
import { settings, startBotIn, startBotInWorkspace } from '../support/bot.js';
import { afterTest, createDatabaseUrl, silentLog } from '../support/databases.js';
import { scrapeMetrics, sumOf } from '../support/metrics.js';
import { createClock } from '../support/service.js';

const secret = 'a-secret-of-the-gateway';
const more = { API_TOKENS: `gateway:${secret}` };
const shop = { sdkAppId: 1400000001, name: 'shop', account: 'acme', dataCenter: 'singapore' };
const room = { sdkAppId: shop.sdkAppId, metric: 'avChatRooms', current: 10, asked: 1 };

function apiClient({ port }: { port: number }) {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  return {
    get: (path: string) => fetch(`${origin}${path}`, { headers }),
    async post(path: string, body: object) {
      const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    },
  };
}

describe.each(settings)('API clients beside Slack users, over $name', (how) => {
  test('an app registered over the API is announced in Slack, and a change in Slack reaches /v1/check within a second', async () => {
    const { bot, ann } = await startBotInWorkspace(how, more);
    const program = apiClient(bot);
    expect((await program.post('/v1/apps', shop)).status).toBe(201);
    await ann.sees(/shop.*api:gateway|api:gateway.*shop/s, '#ops-notices');
    expect((await program.post('/v1/check', room)).body).toMatchObject({ allowed: false, errorCode: 10036 });
    await ann.types('/imapp upgrade shop plan=current.premium');
    await ann.modal('Upgrade');
    await ann.submits({ Plan: 'current.premium' });
    await ann.submits();
    await expect
      .poll(async () => (await program.post('/v1/check', room)).body, { timeout: 3_000 })
      .toEqual({ allowed: true, limit: null });
    const counted = await scrapeMetrics(bot.port);
    expect(sumOf(counted, 'imapp_checks_total', { verdict: 'allowed' })).toBe(1);
    expect(sumOf(counted, 'imapp_checks_total', { verdict: '10036' })).toBeGreaterThanOrEqual(1);
  });

  test('one port serves health, API and metrics', async () => {
    const { bot } = await startBotInWorkspace(how, more);
    const program = apiClient(bot);
    expect((await program.get('/healthz')).status).toBe(200);
    expect((await program.get('/readyz')).status).toBe(200);
    expect((await program.get('/v1/openapi.json')).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${bot.port}/v1/openapi.json`)).status).toBe(401);
    expect((await program.get('/v2/apps')).status).toBe(404);
  });
});

test('without configured tokens the API refuses every call', async () => {
  const [how] = settings;
  const { bot } = await startBotInWorkspace(how);
  expect((await apiClient(bot).get('/v1/apps')).status).toBe(401);
});

test('while the database is away the API fails and /readyz reports it; both recover by themselves', async () => {
  const workspace = await startWorkspace({
    ...{ botToken: 'xoxb-story', appToken: 'xapp-story', signingSecret: 'a-story-secret', now: Date.now },
    ...{ scopes: ['commands', 'chat:write', 'users:read', 'usergroups:read', 'im:write', 'files:write'] },
    strictRate: 'off',
  });
  afterTest(() => workspace.close());
  const url = await createDatabaseUrl();
  const database = await openDatabase({ url, dataDirectory: '', log: silentLog });
  afterTest(() => database.close());
  const clock = createClock('2026-11-21T03:00:00.000Z');
  const bot = await startBotIn(workspace, database, { clock, socket: false, environment: more });
  afterTest(() => bot.stop());
  const program = apiClient(bot);
  await program.post('/v1/apps', shop);
  expect((await program.post('/v1/check', room)).status).toBe(200);

  const server = new Client({ connectionString: inject('postgresUrl') });
  await server.connect();
  afterTest(() => server.end());
  const name = new URL(url).pathname.slice(1);
  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await expect
    .poll(() => program.post('/v1/check', room), { timeout: 2_000 })
    .toMatchObject({ status: 503, body: { allowed: false, errorCode: 'unavailable' } });
  const ready = async () => {
    const response = await program.get('/readyz');
    return [response.status, await response.text()];
  };
  await expect
    .poll(ready)
    .toEqual([503, expect.stringMatching(/^not ready: database( worker)?\ndatabase: nothing can be written/)]);
  expect((await program.get('/healthz')).status).toBe(200);

  await server.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await expect.poll(() => program.post('/v1/check', room)).toMatchObject({ status: 200 });
  await expect.poll(async () => (await ready())[0]).toBe(200);
});
