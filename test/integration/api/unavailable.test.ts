import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/client.js';
import { createTencentWebhook } from '../../../src/tencent/webhook.js';
import { startDatabaseServer } from '../../faults/server.js';
import { afterTest, createPostgresDatabase, silentLog } from '../../support/databases.js';
import { createHarness, type Harness, start } from './harness.js';

const app = { sdkAppId: 1_400_000_001, name: 'shop', account: 'acme', dataCenter: 'singapore' };
const reading = { sdkAppId: app.sdkAppId, metric: 'dailyActiveUsers', at: start, value: 1 };
const refusal = { sdkAppId: app.sdkAppId, errorCode: 10_014, at: start };
const callbackToken = 'a-callback-token';

/** Every route that needs the database. */
const requests: readonly [string, (api: Harness) => Promise<{ status: number; headers: Headers; body: unknown }>][] = [
  ['GET /v1/apps', (api) => api.get('/v1/apps')],
  ['GET /v1/apps/{id}', (api) => api.get('/v1/apps/1400000001')],
  ['POST /v1/apps', (api) => api.post('/v1/apps', app)],
  ['GET /v1/apps/{id}/statement', (api) => api.get('/v1/apps/1400000001/statement')],
  ['POST /v1/usage', (api) => api.post('/v1/usage', { readings: [reading] })],
  ['POST /v1/refusals', (api) => api.post('/v1/refusals', { refusals: [refusal] })],
  ['POST /v1/check', (api) => api.post('/v1/check', { sdkAppId: app.sdkAppId, feature: 'pushPlugin' })],
  ['POST /v1/vendor/tencent', (api) => postEvent(api)],
];

function postEvent(api: Harness) {
  const time = String(Math.floor(Date.parse(start) / 1_000));
  const query = new URLSearchParams({
    SdkAppid: String(app.sdkAppId),
    CallbackCommand: 'Group.CallbackOnMemberStateChange',
    RequestTime: time,
    Sign: createHash('sha256')
      .update(callbackToken + time)
      .digest('hex'),
  });
  return api.send(`/v1/vendor/tencent?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ CallbackCommand: 'Group.CallbackOnMemberStateChange' }),
  });
}

describe('while the database is away', () => {
  test('every route answers 503 `unavailable` and when to ask again; afterwards they work', async () => {
    const server = await startDatabaseServer();
    const database = await openDatabase({ url: server.url, dataDirectory: '', log: silentLog });
    afterTest(() => database.close());
    const api = await createHarness(database, { tencentWebhook: createTencentWebhook({ token: callbackToken }) });
    await api.get('/v1/apps');
    await server.stop();
    for (const [route, send] of requests) {
      const { status, headers, body } = await send(api);
      expect({ route, status, body }).toMatchObject({
        route,
        status: 503,
        body: { type: 'urn:imapp:problem:unavailable' },
      });
      expect(headers.get('retry-after'), route).toBe('5');
    }
    await server.start();
    await expect.poll(async () => (await api.get('/v1/apps')).status).toBe(200);
  });
});

test('where the database only allows reading, writes answer 503 `unavailable`, and reads are served', async () => {
  const database = await createPostgresDatabase();
  const api = await createHarness(database);
  const { rows } = await database.workerPool.query<{ name: string }>('SELECT current_database() AS name');
  await database.workerPool.query(`ALTER DATABASE ${rows[0]?.name} SET default_transaction_read_only = on`);
  await database.workerPool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await expect.poll(async () => (await api.get('/v1/apps')).status).toBe(200);
  for (const { status, body } of [
    await api.post('/v1/apps', app),
    await api.post('/v1/usage', { readings: [reading] }),
  ])
    expect({ status, body }).toMatchObject({ status: 503, body: { type: 'urn:imapp:problem:unavailable' } });
});
