import { request } from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AppCache } from '../../../src/database/app-cache/app-cache.js';
import { createLogger } from '../../../src/observability/log.js';
import { databases } from '../../support/databases.js';
import { bearer, createHarness, type Harness } from './harness.js';

const [embedded] = databases;
const json = { 'content-type': 'application/json' };
const check = { sdkAppId: 1, metric: 'avChatRooms', current: 0, asked: 1 };
const app = { sdkAppId: 7, name: 'shop', account: 'acme', dataCenter: 'singapore' };

let api: Harness;
beforeAll(async () => {
  if (!embedded) throw new Error('no database');
  api = await createHarness(await embedded.fresh());
  await api.get('/v1/apps');
});

describe('API authentication', () => {
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['another scheme', { authorization: 'Basic Z2F0ZXdheTo=' }],
    ['an unknown secret', { authorization: 'Bearer a-secret-of-nobody-here' }],
    ['the name of one', { authorization: 'Bearer gateway' }],
    ['name and secret', { authorization: 'Bearer gateway:a-secret-of-the-gateway' }],
    ['the beginning of one', { authorization: 'Bearer a-secret-of-the-gatewa' }],
    ['one in another case', { authorization: 'Bearer A-SECRET-OF-THE-GATEWAY' }],
    ['nothing after Bearer', { authorization: 'Bearer ' }],
    ['a very long one', { authorization: `Bearer ${'x'.repeat(6_000)}` }],
  ])('%s is refused', async (_, headers) => {
    for (const path of ['/v1/apps', '/v1/openapi.json', '/v1/nothing', '/v1/check', '/v1/']) {
      const { status, body, headers: answered } = await api.send(path, { headers });
      expect({ status, type: body.type }).toEqual({ status: 401, type: 'urn:imapp:problem:unauthorized' });
      expect(answered.get('www-authenticate')).toBe('Bearer');
      expect(JSON.stringify(body)).not.toContain('secret');
    }
  });

  test.each(['Bearer a-secret-of-the-gateway', 'bearer another-secret-for-billing'])(
    '%s is accepted',
    async (token) => {
      expect((await api.send('/v1/apps', { headers: { authorization: token } })).status).toBe(200);
    },
  );
});

type Row = [string, string, RequestInit, number, string];

describe('API problems', () => {
  const post = (body: string, headers: Record<string, string> = json) => ({ method: 'POST', body, headers });
  const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
  test.each<Row>([
    ['an unknown route', '/v1/nothing', {}, 404, 'not-found'],
    ['a trailing slash', '/v1/apps/', {}, 404, 'not-found'],
    ['another method', '/v1/apps', { method: 'DELETE' }, 405, 'method-not-allowed'],
    ['another method for one app', '/v1/apps/1', { method: 'DELETE' }, 405, 'method-not-allowed'],
    ['GET where only POST is', '/v1/check', {}, 405, 'method-not-allowed'],
    ['an unknown app', '/v1/apps/404', {}, 404, 'unknown-app'],
    ['an id beyond all ids', '/v1/apps/9999999999', {}, 404, 'unknown-app'],
    ['no id', '/v1/apps/shop', {}, 400, 'invalid-request'],
    ['an unknown state', '/v1/apps?state=asleep', {}, 400, 'invalid-request'],
    ['an unknown filter', '/v1/apps?stat=active', {}, 400, 'invalid-request'],
    ['a wrong cursor', '/v1/apps?cursor=-1', {}, 400, 'invalid-request'],
    ['a null byte in a search', '/v1/apps?q=%00', {}, 400, 'invalid-request'],
    ['broken percent-encoding', '/v1/apps?q=%ff', {}, 200, ''],
    ['no JSON to register', '/v1/apps', post('{"sdkAppId":'), 400, 'malformed-json'],
    ['no JSON to check', '/v1/check', post('sdkAppId=1'), 400, 'malformed-json'],
    ['an empty body', '/v1/check', post(''), 400, 'malformed-json'],
    ['null', '/v1/check', post('null'), 400, 'invalid-request'],
    ['a list', '/v1/apps', post('[]'), 400, 'invalid-request'],
    ['a deep list', '/v1/check', post(deep), 400, 'invalid-request'],
    [
      'another type to register',
      '/v1/apps',
      post('a=1', { 'content-type': 'text/plain' }),
      415,
      'unsupported-media-type',
    ],
    ['another type to check', '/v1/check', post('{}', { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
    ['a metric and a feature', '/v1/check', post(JSON.stringify({ ...check, feature: 'x' })), 400, 'invalid-request'],
    ['half an amount', '/v1/check', post(JSON.stringify({ ...check, asked: 0.5 })), 400, 'invalid-request'],
    ['less than nothing', '/v1/check', post(JSON.stringify({ ...check, current: -1 })), 400, 'invalid-request'],
    ['a number too large', '/v1/check', post(JSON.stringify({ ...check, current: 1e300 })), 400, 'invalid-request'],
    ['a prototype', '/v1/check', post(`{"__proto__":{"sdkAppId":1},"feature":"x"}`), 400, 'invalid-request'],
    ['a field too many', '/v1/apps', post(JSON.stringify({ ...app, colour: 'red' })), 400, 'invalid-request'],
    [
      'half a character',
      '/v1/apps',
      post('{"sdkAppId":7,"name":"\\ud800","account":"a","dataCenter":"s"}'),
      400,
      'invalid-request',
    ],
    [
      'more than 4 MiB',
      '/v1/usage',
      post(JSON.stringify({ readings: ['x'.repeat(4 * 1024 * 1024)] })),
      413,
      'too-large',
    ],
    ['more than 4 MiB to check', '/v1/check', post('x'.repeat(4 * 1024 * 1024 + 1)), 413, 'too-large'],
    [
      'too many readings',
      '/v1/usage',
      post(JSON.stringify({ readings: Array(10_001).fill(0) })),
      400,
      'invalid-request',
    ],
    [
      'too many refusals',
      '/v1/refusals',
      post(JSON.stringify({ refusals: Array(1_001).fill(0) })),
      400,
      'invalid-request',
    ],
    ['a webhook that is not there', '/v1/vendor/tencent', post('{}'), 404, 'not-found'],
  ])('%s', async (_, path, init, status, kind) => {
    const headers = { ...bearer, ...(init.headers as Record<string, string>) };
    const answer = await api.send(path, { ...init, headers });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
    if (kind === '') return;
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const requestId = answer.headers.get('x-request-id');
    expect(answer.body).toMatchObject({
      type: `urn:imapp:problem:${kind}`,
      status,
      title: expect.any(String),
      requestId,
    });
  });

  test('a wrong method is answered with the allowed ones', async () => {
    const { headers } = await api.send('/v1/apps', { method: 'PUT', headers: bearer });
    expect(headers.get('allow')).toBe('POST, GET');
  });

  test('every invalid part is named', async () => {
    const { body } = await api.post('/v1/apps', { ...app, sdkAppId: 0, name: '', addOns: { 'a/b~': 'x' } });
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(['/sdkAppId', '/name', '/addOns/a~1b~0']);
    expect((await api.get('/v1/apps?state=x&q=')).body.errors).toMatchObject([
      { parameter: 'state' },
      { parameter: 'q' },
    ]);
  });

  test.each<[string, string[], number]>([
    ['/v1/check', Array(5).fill('x'.repeat(1024 * 1024)), 413],
    ['/v1/usage', Array(5).fill('x'.repeat(1024 * 1024)), 413],
    ['/v1/check', [JSON.stringify(check).slice(0, 9), JSON.stringify(check).slice(9)], 404],
    ['/v1/usage', ['{"readings":', '[]}'], 200],
  ])('a body without Content-Length is limited by counting, at %s', async (path, pieces, expected) => {
    const status = await new Promise((resolve, reject) => {
      const headers = { ...bearer, ...json, 'transfer-encoding': 'chunked' };
      const sent = request(`${api.origin}${path}`, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once('error', reject);
      for (const piece of pieces) sent.write(piece);
      sent.end();
    });
    expect(status).toBe(expected);
  });
});

test('an unexpected error is only in the log, under the reference number of the response', async () => {
  const noted: Record<string, unknown>[] = [];
  const log = createLogger('error', [], { write: (line) => void noted.push(JSON.parse(line)) });
  const book: AppCache = { find: () => Promise.reject(new Error('password=hunter2')) };
  if (!embedded) throw new Error('no database');
  const database = await embedded.fresh();
  const broken = await createHarness(database, { log, appCache: book });
  const checked = await broken.post('/v1/check', check);
  expect(checked).toMatchObject({ status: 503, body: { allowed: false, errorCode: 'unavailable' } });
  await database.prisma.$executeRaw`ALTER TABLE app RENAME TO gone`;
  const listed = await broken.get('/v1/apps');
  expect(listed).toMatchObject({ status: 500, body: { type: 'urn:imapp:problem:internal' } });
  expect(noted).toMatchObject(
    [checked.body, listed.body].map(({ reference, requestId }) => ({ reference, requestId })),
  );
  expect(JSON.stringify([checked.body, listed.body])).not.toMatch(/hunter2|relation|prisma/i);
});

test('an address that sends many invalid tokens is slowed and told so; its valid tokens are not, nor are other addresses', async () => {
  if (!embedded) throw new Error('no database');
  const guessed = await createHarness(await embedded.fresh(), { address: '203.0.113.9' });
  const guess = () =>
    guessed.send('/v1/check', { method: 'POST', headers: { authorization: 'Bearer guess-after-guess' } });
  let free = 0;
  let slowed = await guess();
  for (; slowed.status === 401 && free < 100; free++) slowed = await guess();
  expect(free).toBeGreaterThanOrEqual(10);
  expect([slowed.status, slowed.body.type, slowed.headers.get('retry-after')]).toEqual([
    429,
    'urn:imapp:problem:too-many-requests',
    '6',
  ]);
  expect((await guessed.get('/v1/apps')).status).toBe(200);
  expect((await guessed.send('/v1/apps', {})).status).toBe(429);
});
