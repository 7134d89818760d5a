import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { createLogger } from '../../../src/observability/log.js';
import { databases } from '../../support/databases.js';
import { createTestService, registrationOf } from '../../support/service.js';
import { createHarness, type Harness, secret, start } from './harness.js';

const check = { sdkAppId: 1, metric: 'avChatRooms', current: 0, asked: 1 };
const app = { sdkAppId: 7, name: 'pelican', account: 'heron', dataCenter: 'singapore' };

let database: Database;
let id: number;
beforeAll(async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  database = await embedded.fresh();
  id = await createTestService(database, start).register(registrationOf.current);
});

/** An API harness with its log lines. */
async function createHarnessWithLog(level: string): Promise<Harness & { readonly lines: Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, [], { write: (line) => void lines.push(JSON.parse(line)) });
  return Object.assign(await createHarness(database, { log }), { lines });
}

describe('request id', () => {
  test.each([
    ['is kept where it is fit to be', 'Trace-1.2_3', /^Trace-1\.2_3$/],
    ['is new without one', undefined, /^[0-9a-f]{12}-[0-9a-z]+$/],
    ['is new in place of one that is too long', 'a'.repeat(65), /^[0-9a-f]{12}-[0-9a-z]+$/],
    ['is new in place of one that is not fit', 'a b"c', /^[0-9a-f]{12}-[0-9a-z]+$/],
  ])('is %s', async (_, given, expected) => {
    const api = await createHarnessWithLog('silent');
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    const answers = [
      await api.get('/v1/apps', headers),
      await api.get(`/v1/apps/${id}`, headers),
      await api.get('/v1/apps/404', headers),
      await api.get('/v1/nothing', headers),
      await api.post('/v1/check', { ...check, sdkAppId: id }, headers),
      await api.post('/v1/check', check, headers),
      await api.send('/v1/apps', { headers }),
      await api.send('/v1/apps', { method: 'HEAD', headers: { ...headers, authorization: `Bearer ${secret}` } }),
      await api.send('/v1/vendor/tencent', { method: 'POST', headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404, 200, 404, 401, 200, 404]);
    for (const { headers: answered } of answers) expect(answered.get('x-request-id')).toMatch(expected);
    for (const { body } of answers) if (body.type) expect(body.requestId).toMatch(expected);
  });

  test('is present in the response to an unreadable request', async () => {
    const { origin } = await createHarnessWithLog('silent');
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const raw = 'GET /v1/apps HTTP/1.1\r\nHost: @@:x y\r\nConnection: close\r\n\r\n';
      const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(raw));
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/\r\nx-request-id: [0-9a-f]{12}-[0-9a-z]+\r\n/i);
    expect(answer).toContain('urn:imapp:problem:invalid-request');
  });
});

describe('request log of the API', () => {
  test('has one line per request with route, actor and status', async () => {
    const api = await createHarnessWithLog('info');
    await api.post('/v1/apps', app, { 'x-request-id': 'first' });
    await api.get('/v1/apps/7?month=1', { 'x-request-id': 'second' });
    await api.get('/v1/apps/8', { 'x-request-id': 'third' });
    await api.send('/v1/apps/7', {
      method: 'DELETE',
      headers: { authorization: 'bearer another-secret-for-billing' },
    });
    await api.send('/v1/hidden', { headers: { authorization: 'Bearer of-a-secret-that-is-wrong' } });
    await api.send('/v1/vendor/tencent?Sign=hush', { method: 'POST', body: '{}' });
    const line = {
      level: 30,
      msg: 'request handled',
      kind: 'call',
      ms: expect.any(Number),
      requestId: expect.any(String),
    };
    const call = (route: string, status: number, more: object) => ({ ...line, route, status, ...more });
    const actor = 'api:gateway';
    expect(api.lines.map(({ time: _, ...told }) => told)).toEqual([
      call('POST /v1/apps', 201, { actor, requestId: 'first' }),
      call('GET /v1/apps/:id', 200, { actor, requestId: 'second' }),
      call('GET /v1/apps/:id', 404, { actor, requestId: 'third' }),
      call('DELETE /v1/apps/:id', 405, { actor: 'api:billing' }),
      call('GET /*', 401, {}),
      call('POST /v1/vendor/tencent', 404, {}),
    ]);
    expect(JSON.stringify(api.lines)).not.toMatch(/secret|pelican|heron|hush|hidden/);
  });

  test.each([
    ['info', 0],
    ['debug', 3],
  ])('at level %s has %i lines for three checks', async (level, lines) => {
    const api = await createHarnessWithLog(level);
    await api.post('/v1/check', { ...check, sdkAppId: id });
    await api.post('/v1/check', check);
    await api.post('/v1/check', {}, { authorization: 'Bearer nobody' });
    const handled = api.lines.filter(({ msg }) => msg === 'request handled');
    expect(handled).toHaveLength(lines);
    for (const [i, status] of handled.length === 0 ? [] : [200, 404, 401].entries()) {
      expect(handled[i]).toMatchObject({ level: 20, route: 'POST /v1/check', status });
    }
  });
});
