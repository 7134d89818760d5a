import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { leaksIn } from './answers.js';
import { type Stage, secrets, setStage } from './harness.js';
import { deep, each, spoilt, text, value } from './inputs.js';
import { delivered, type Record, recordOf } from './snapshot.js';

const authorization = `Bearer ${secrets.apiToken}`;
const ackBudgetMs = 3_000;

/** A request to the API. */
interface Input {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<{ [name: string]: string }>;
  readonly body?: string | Uint8Array;
}

const bodies = ['/v1/apps', '/v1/usage', '/v1/check', '/v1/refusals', '/v1/vendor/tencent'];
const paths = [...bodies, '/v1/apps/1400000001', '/v1/apps/1400000001/statement', '/v1/openapi.json', '/v1/'];
/** Node responds with 431 to a header that is too long. */
const clear = [200, 400, 401, 403, 404, 405, 409, 413, 415, 422, 431];

const jsonText = (of: fc.Arbitrary<unknown>): fc.Arbitrary<string> => of.map((it) => JSON.stringify(it) ?? '');

/** JSON that parsers treat differently. */
const odd = fc.constantFrom(
  ...['', '{', 'null', '[]', '"x"', '0', 'NaN', '{"a":1e400}', '{"sdkAppId":1e999}', '{"sdkAppId":-0}'],
  '{"sdkAppId":1400000001,"sdkAppId":1400000011,"metric":"dau","metric":"x","current":0,"asked":1}',
  '{"__proto__":{"sdkAppId":1400000001},"metric":"dau","current":0,"asked":1}',
  '{"sdkAppId":1400000001,"feature":"x","constructor":{"prototype":{"allowed":true}}}',
  ...[deep(100_000), deep(50_000, '{"a":', '}'), deep(20_000, '{"readings":[', ']}'), '\ufeff{}', '{"a":"\\u0000"}'],
);

const sdkAppId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(1_400_000_001, 1_400_000_002, 1_400_000_011) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(0, -1, 2 ** 31, 2 ** 53, 1.5, '1400000001', null) },
);
const amount = fc.constantFrom<unknown>(0, 1, 2 ** 53 - 1, 2 ** 53, -1, 0.5, 1e308, '1', -0);
const at = fc.oneof(
  fc.constantFrom(
    '2026-11-21T02:00:00.000Z',
    '2026-11-21T25:00:00Z',
    '+275760-09-13T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ),
  text,
);
const metric = fc.oneof(fc.constantFrom('dau', 'membersPerGroup', 'constructor', '__proto__', 'toString'), text);

/** A registration with at least one invalid value: the id is taken or invalid. */
const registration = spoilt({
  sdkAppId,
  name: text,
  account: text,
  dataCenter: fc.oneof(fc.constantFrom('singapore', 'constructor'), text),
  plan: fc.oneof(fc.constantFrom('current.standard', 'constructor', '__proto__'), text),
  ruleSet: fc.oneof(fc.constantFrom('current', 'constructor', '__proto__'), text),
  createdAt: at,
  addOns: fc.oneof(fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'maxGroupsPerUser', ''), value), value),
  channel: text,
  language: fc.oneof(fc.constantFrom('ko', 'xx'), text),
});
// Every row is invalid: its app is unknown.
const reading = spoilt({ sdkAppId: fc.constant(1_400_000_099), metric, value: amount, at, subject: text });
const refusal = spoilt({ sdkAppId: fc.constant(1_400_000_099), errorCode: fc.oneof(text, amount), at, count: amount });
const question = fc.oneof(
  spoilt({ sdkAppId, metric, current: amount, asked: amount }),
  spoilt({ sdkAppId, feature: fc.oneof(metric, text), extra: value }),
);
const rows = (name: string, row: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.array(fc.oneof(row, value), { maxLength: 6 }).map((it) => ({ [name]: it })),
    spoilt({ [name]: fc.array(row, { maxLength: 3 }), more: value }),
  );
const posted = (path: string, body: fc.Arbitrary<unknown>): fc.Arbitrary<Input> =>
  fc.oneof({ weight: 6, arbitrary: jsonText(body) }, { weight: 1, arbitrary: odd }).map((it) => ({
    ...{ method: 'POST', path, body: it },
    headers: { authorization, 'content-type': 'application/json' },
  }));

const encoded = (odd: string) => encodeURIComponent(Buffer.from(odd).toString());

const appSearch: fc.Arbitrary<Input> = fc
  .record({
    path: fc.oneof(
      fc.constant('/v1/apps'),
      fc.constant('/v1/apps/1400000001/statement'),
      text.map((it) => `/v1/apps/${encoded(it.slice(0, 300))}`),
      text.map((it) => `/v1/apps/${encoded(it.slice(0, 300))}/statement`),
      text.map((it) => `/v1/${encoded(it.slice(0, 300))}`),
    ),
    query: fc.array(
      fc.tuple(
        fc.constantFrom('state', 'plan', 'ruleSet', 'q', 'cursor', 'month', 'q[]', '__proto__', 'constructor'),
        fc.oneof(
          text,
          fc.constantFrom('active', 'current', '1', '2026-11', '9999999999', '2026-99', '%', '%00', '%ff'),
        ),
      ),
      { maxLength: 4 },
    ),
    raw: fc.boolean(),
  })
  .map(({ path, query, raw }) => {
    const asIs = (it: string) => it.slice(0, 300).replaceAll(/[^\x21-\x7e]|[#?]/g, '');
    const written = query.map(([name, it]) => `${encoded(name)}=${raw ? asIs(it) : encoded(it.slice(0, 1000))}`);
    return { method: 'GET', path: `${path}?${written.join('&')}`, headers: { authorization } };
  });

const methods = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'POST', 'PROPFIND', 'QUERY'),
  path: fc.oneof(
    fc.constantFrom(...paths),
    fc.constantFrom('/', '/slack/events', '/healthz/', '/metrics/x', '//v1/apps'),
  ),
  headers: fc.constantFrom<{ [name: string]: string }>({ authorization }, {}),
});

const encodings: fc.Arbitrary<Input> = fc
  .record({
    path: fc.constantFrom(...bodies),
    type: fc.constantFrom('text/plain', 'application/jsonx', 'multipart/form-data; boundary=x', 'application/json', ''),
    encoding: fc.constantFrom('', 'gzip', 'deflate', 'br', 'identity', 'gzip, gzip'),
    bomb: fc.boolean(),
  })
  .map(({ path, type, encoding, bomb }) => ({
    ...{ method: 'POST', path },
    headers: { authorization, 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
    body: bomb ? gzipBomb : '{"readings":[]}',
  }));

/** A megabyte of zeros, compressed to a kilobyte. */
const gzipBomb = new Uint8Array(gzipSync(' '.repeat(1_000_000)));

const printable = (it: string) => it.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '').slice(0, 600);

const tokens: fc.Arbitrary<Input> = fc
  .record({
    path: fc.constantFrom(...paths.filter((path) => path !== '/v1/vendor/tencent')),
    method: fc.constantFrom('GET', 'POST'),
    as: fc.oneof(
      fc.constantFrom(
        '',
        'Bearer',
        'Bearer ',
        `bearer${secrets.apiToken}`,
        `Basic ${secrets.apiToken}`,
        'Bearer gateway',
      ),
      fc.constantFrom(
        `Bearer ${secrets.apiToken}x`,
        `Bearer ${secrets.apiToken.slice(0, -1)}`,
        `Bearer x ${secrets.apiToken}`,
      ),
      fc.constantFrom(`Bearer "${secrets.apiToken}"`, `Bearer ${secrets.callbackToken}`, `Bearer ${secrets.botToken}`),
      text.map((it) => `Bearer ${printable(it)}`),
      text.map(printable),
    ),
  })
  .map(({ path, method, as }) => ({
    ...{ method, path, headers: { authorization: as, 'content-type': 'application/json' } },
    ...(method === 'POST' && { body: '{"readings":[]}' }),
  }));

const sha256 = (it: string) => createHash('sha256').update(it).digest('hex');

/** Requests to Tencent's webhook; signed ones are about an unknown app. */
const webhook: fc.Arbitrary<Input> = fc
  .record({
    signed: fc.boolean(),
    offBy: fc.constantFrom(0, -61, 61, 86_400),
    sign: fc.oneof(text, fc.constantFrom('', '0'.repeat(64))),
    id: fc.oneof(fc.constantFrom('1400000099', '0', '-1', '2147483648', '1400000001 ', '1e9'), text),
    command: fc.oneof(fc.constantFrom('Group.CallbackAfterGroupFull', 'Alert.RequestOverLimit', '__proto__'), text),
    body: fc.oneof(
      jsonText(spoilt({ CallbackCommand: text, GroupId: text, EventTime: value, Limit: value, Quota: value })),
      odd,
    ),
  })
  .map(({ signed, offBy, sign, id, command, body }) => {
    const time = String(Math.floor(Date.now() / 1000) + offBy);
    const Sign = signed ? sha256(secrets.callbackToken + time) : sign;
    const given = { SdkAppid: id, CallbackCommand: command, Sign, RequestTime: time, contenttype: 'json' };
    const query = new URLSearchParams(given);
    return {
      method: 'POST',
      path: `/v1/vendor/tencent?${query}`,
      headers: { 'content-type': 'application/json' },
      body,
    };
  });

describe.each([
  { name: 'embedded', share: 0.4 },
  { name: 'postgresql', share: 1 },
] as const)('whatever comes from programs, on $name', ({ name, share }) => {
  let harness: Stage;
  let before: Record;

  beforeAll(async () => {
    harness = await setStage(name);
    await delivered(harness.database);
    before = await recordOf(harness.database);
  });

  let calls = 0;
  async function answerTo({ method, path, headers, body }: Input): Promise<{ status: number; text: string }> {
    // From an address of its own, so that invalid tokens are not slowed.
    const forwarded = { 'x-forwarded-for': `10.0.${(calls >> 8) & 255}.${calls++ & 255}`, ...headers };
    const init = { method, signal: AbortSignal.timeout(ackBudgetMs), headers: forwarded };
    const response = await fetch(`${harness.origin}${path}`, { ...init, ...(body !== undefined && { body }) });
    return { status: response.status, text: await response.text() };
  }

  /** Sends all inputs: each gets a proper response, and no record changes. */
  async function survives(inputs: fc.Arbitrary<Input>, count: number, fine: readonly number[] = clear): Promise<void> {
    const lines = harness.lines.length;
    await each(inputs, Math.ceil(count * share), async (input) => {
      const { status, text } = await answerTo(input);
      const wrong = fine.includes(status) ? [] : [`the answer is ${status}`];
      const vague =
        status >= 400 && status !== 431 && input.path.startsWith('/v1/') && input.method !== 'HEAD'
          ? vagueness(text, status)
          : [];
      return [...wrong, ...vague, ...leaksIn(text)];
    });
    expect(harness.lines.slice(lines).filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
    expect(await recordOf(harness.database)).toEqual(before);
  }

  test.each([
    ['a registration', '/v1/apps', registration, 700],
    ['readings', '/v1/usage', rows('readings', reading), 700],
    ['a question', '/v1/check', question, 1000],
    ['refusals', '/v1/refusals', rows('refusals', refusal), 500],
  ] as const)('the body of %s', async (_what, path, body, count) => {
    await survives(posted(path, body), count);
  });

  test('arbitrary queries', () => survives(appSearch, 900));
  test('arbitrary methods', () => survives(methods, 200, [...clear, 204]));
  test('arbitrary encodings', () => survives(encodings, 200));
  test('arbitrary webhook bodies of Tencent', () => survives(webhook, 500));
  test('arbitrary tokens', () => survives(tokens, 500, [401]));

  test.each([
    ['a header too many', `GET /v1/apps HTTP/1.1\r\nHost: x\r\n${'x: y\r\n'.repeat(5000)}\r\n`],
    ['a header too long', `GET /v1/apps HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(60_000)}\r\n\r\n`],
    ['an address too long', `GET /v1/apps?q=${'x'.repeat(60_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['no host', 'GET /v1/apps HTTP/1.1\r\n\r\n'],
    ['a host that is none', 'GET /v1/apps HTTP/1.1\r\nHost: @@:x y\r\nConnection: close\r\n\r\n'],
    ['the path of a file', 'GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a whole address', 'GET http://evil.example/v1/apps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an address that is broken', 'GET /v1/apps/%E0%A4%A HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a star', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a trace', 'TRACE /v1/apps HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a connect', 'CONNECT evil.example:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['two lengths', 'POST /v1/usage HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 30\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/usage HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['another protocol', '\u0016\u0003\u0001\u0002\u0000\u0001'],
    ['nothing of HTTP', 'HELO evil.example\r\n\r\n'],
    ['an upgrade', 'GET /v1/apps HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ])('on the wire: %s', async (_what, raw) => {
    const answer = await rawAnswer(harness.bot.port, raw);
    expect(answer).toMatch(/^(HTTP\/1\.1 (4\d\d|30\d) |$)/);
    expect(leaksIn(answer)).toEqual([]);
    expect(await answerTo({ method: 'GET', path: '/healthz' })).toEqual({ status: 200, text: 'ok\n' });
  });

  test('the API works afterwards', async () => {
    const check = { sdkAppId: 1_400_000_011, metric: 'constructor', current: 0, asked: 1 };
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await answerTo({ method: 'POST', path: '/v1/check', headers, body: JSON.stringify(check) });
    expect(JSON.parse(answer.text)).toMatchObject({ allowed: false });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** Problems have the media type of RFC 9457. */
function vagueness(text: string, status: number): readonly string[] {
  const problem: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  const isProblem =
    typeof problem === 'object' &&
    problem !== null &&
    'type' in problem &&
    'status' in problem &&
    problem.status === status;
  return isProblem ? [] : [`it says nothing: ${text.slice(0, 100)}`];
}

/** The response over a raw connection, until it ends or nothing more arrives. */
function rawAnswer(port: number, raw: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(raw, 'latin1'));
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      socket.setTimeout(50);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
