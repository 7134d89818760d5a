import { inflateSync } from 'node:zlib';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createUsageReader } from '../../../src/tencent/usage.js';

const app = {
  sdkAppId: 1_400_000_001,
  identifier: 'administrator',
  secretKey: 'very-secret-key',
  dataCenter: 'seoul',
};
const domain = 'https://adminapikr.im.qcloud.com';
const dailyPath = '/v4/openconfigsvr/getappinfo';
const groupsPath = '/v4/group_open_http_svc/get_appid_group_list';

/** 10:00 on 8 June 2016 in Beijing: the morning after the day of the vendor's example. */
const morning = Date.parse('2016-06-08T02:00:00Z');

// The figures of the vendor's documented answers.
const day = {
  Date: '20160607',
  LoginUserNum: '2094',
  RegistUserNumTotal: '53091',
  GroupAllGroupNum: '41913',
  GroupNewGroupNum: '35904',
  GroupDestroyGroupNum: '35019',
  AppName: 'Real-Time Communication Scenario',
  MaxOnlineNum: '62',
};
const dailyAnswer = (...rows: object[]) => ({ ErrorCode: 0, ErrorInfo: 'OK', Result: rows });
const groupsAnswer = (TotalCount: number) => ({
  ActionStatus: 'OK',
  ErrorInfo: '',
  ErrorCode: 0,
  GroupIdList: [{ GroupId: '@TGS#2J4SZEAEL' }],
  TotalCount,
  Next: 4_454_685_361,
});
const refusal = (ErrorCode: number, ErrorInfo = '') => ({ ActionStatus: 'FAIL', ErrorCode, ErrorInfo });

/** A clock that moves only by `sleep`. */
function fakeClock() {
  const slept: number[] = [];
  let now = morning;
  return {
    slept,
    now: () => now,
    async sleep(milliseconds: number) {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

const dailyCall = () => nock(domain).post(dailyPath).query(true);
const roomsCall = () => nock(domain).post(groupsPath, { Limit: 1, Next: 0, GroupType: 'AVChatRoom' }).query(true);
const groupsCall = () => nock(domain).post(groupsPath, { Limit: 1, Next: 0 }).query(true);
const replyWithGroups = () => {
  roomsCall().reply(200, groupsAnswer(3));
  groupsCall().reply(200, groupsAnswer(10));
};

/** The problem of reading the daily figures; checks that it contains no secret. */
async function problemOf(clock = fakeClock(), timeout?: number) {
  const { readings, problem } = await createUsageReader(clock, timeout)(app);
  expect(readings).toEqual([]);
  expect(JSON.stringify(problem)).not.toMatch(/very-secret-key|usersig|eJ/);
  return problem;
}

beforeEach(() => {
  nock.disableNetConnect();
});

afterEach(() => {
  nock.abortPendingRequests();
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

describe('usage reader: readings', () => {
  test('the vendor’s documented answers become readings', async () => {
    dailyCall().reply(200, dailyAnswer(day));
    replyWithGroups();
    const clock = fakeClock();
    const { readings, problem } = await createUsageReader(clock)(app);
    expect(problem).toBeNull();
    const of = (metric: string, value: number, at: string) => ({ sdkAppId: app.sdkAppId, metric, value, at });
    const evening = '2016-06-07T10:00:00.000Z';
    const live = new Date(clock.now()).toISOString();
    expect(readings).toEqual([
      of('dailyActiveUsers', 2094, evening),
      of('registeredUsers', 53_091, evening),
      of('peakGroups', 41_913, evening),
      of('dailyNetGroupIncrease', 885, evening),
      of('avChatRooms', 3, live),
      of('nonAvGroups', 7, live),
    ]);
  });

  test.each<[string, unknown, number | null]>([
    ['with decimals of zero', '12.0', 12],
    ['with separators', '1,024', 1024],
    ['with separators and decimals', '1,234,567.00', 1_234_567],
    ['with spaces', ' 7 ', 7],
    ['as a number', 3, 3],
  ])('a figure %s is read', async (_name, LoginUserNum, value) => {
    dailyCall().reply(200, dailyAnswer({ ...day, LoginUserNum }));
    replyWithGroups();
    const { readings, problem } = await createUsageReader(fakeClock())(app);
    expect(problem).toBeNull();
    expect(readings[0]).toMatchObject({ metric: 'dailyActiveUsers', value });
  });

  const others = ['registeredUsers', 'peakGroups', 'dailyNetGroupIncrease', 'avChatRooms', 'nonAvGroups'];
  test.each([
    ['empty', '', null],
    ['null', null, null],
    ['no number', 'many', 'LoginUserNum of 20160607'],
    ['below zero', '-1', 'LoginUserNum of 20160607'],
    ['a fraction', '12.5', 'LoginUserNum of 20160607'],
    ['badly separated', '1,02', 'LoginUserNum of 20160607'],
  ])('a figure that is %s spoils no other', async (_name, LoginUserNum, named) => {
    dailyCall().reply(200, dailyAnswer({ ...day, LoginUserNum }));
    replyWithGroups();
    const { readings, problem } = await createUsageReader(fakeClock())(app);
    expect(readings.map(({ metric }) => metric).filter((metric) => metric !== 'dailyActiveUsers')).toEqual(others);
    if (named === null) expect(problem).toBeNull();
    else expect(problem).toMatchObject({ kind: 'unreadable', sentence: expect.stringContaining(named) });
  });

  test('a row of an invalid day, and a bad number of rooms, spoil nothing else', async () => {
    dailyCall().reply(200, dailyAnswer({ ...day, Date: '2016-06-07' }, day));
    roomsCall().reply(200, { ...groupsAnswer(3), TotalCount: 'n/a' });
    groupsCall().reply(200, groupsAnswer(10));
    const { readings, problem } = await createUsageReader(fakeClock())(app);
    expect(readings).toHaveLength(4);
    expect(problem?.sentence).toContain('2 cells that are not counts: Date, TotalCount of live rooms.');
  });

  test('days are ordered oldest first; today is dated now, and future days are ignored', async () => {
    const count = (date: string, LoginUserNum: string) => ({ Date: date, LoginUserNum });
    dailyCall().reply(200, dailyAnswer(count('20160608', '3'), count('20160607', '2'), count('20160609', '4')));
    replyWithGroups();
    const { readings } = await createUsageReader(fakeClock())(app);
    expect(readings.slice(0, -2).map(({ at, value }) => [at, value])).toEqual([
      ['2016-06-07T10:00:00.000Z', 2],
      ['2016-06-08T02:00:00.000Z', 3],
    ]);
  });

  test('fields may be missing or numbers, and a net loss of groups counts as 0', async () => {
    const less = { Date: '20160606', GroupNewGroupNum: 1, GroupDestroyGroupNum: '5', LoginUserNum: 0 };
    dailyCall().reply(200, dailyAnswer(less));
    replyWithGroups();
    const { readings } = await createUsageReader(fakeClock())(app);
    expect(readings.slice(0, -2).map(({ metric, value }) => [metric, value])).toEqual([
      ['dailyActiveUsers', 0],
      ['dailyNetGroupIncrease', 0],
    ]);
  });

  test('an app without data has only readings of its groups', async () => {
    dailyCall().reply(200, { ErrorCode: 0, ErrorInfo: 'OK' });
    roomsCall().reply(200, groupsAnswer(1));
    groupsCall().reply(200, groupsAnswer(0));
    const { readings, problem } = await createUsageReader(fakeClock())(app);
    expect({ problem, values: readings.map(({ value }) => value) }).toEqual({ problem: null, values: [1, 0] });
  });

  test('a problem half-way keeps the readings so far', async () => {
    dailyCall().reply(200, dailyAnswer(day));
    roomsCall().reply(200, refusal(10_004, 'invalid parameter'));
    const { readings, problem } = await createUsageReader(fakeClock())(app);
    expect(readings).toHaveLength(4);
    expect(problem).toMatchObject({ kind: 'refused', errorCode: 10_004 });
  });

  test('each call is signed for the app and its administrator', async () => {
    const queries: Record<string, unknown>[] = [];
    const asked = [
      'LoginUserNum',
      'RegistUserNumTotal',
      'GroupAllGroupNum',
      'GroupNewGroupNum',
      'GroupDestroyGroupNum',
    ];
    nock(domain)
      .post(dailyPath, { RequestField: ['Date', ...asked] })
      .query((query) => queries.push(query) > 0)
      .reply(200, dailyAnswer());
    replyWithGroups();
    await createUsageReader(fakeClock())(app);
    const [query = {}] = queries;
    expect(query).toMatchObject({ sdkappid: '1400000001', identifier: 'administrator', contenttype: 'json' });
    expect(Number(query['random'])).toBeLessThan(2 ** 32);
    const base64 = String(query['usersig']).replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
    const signature = JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
    expect(signature).toMatchObject({
      'TLS.identifier': 'administrator',
      'TLS.sdkappid': 1_400_000_001,
      'TLS.expire': 3_600,
    });
  });

  test.each([
    ['china', 'console.tim.qq.com'],
    ['singapore', 'adminapisgp.im.qcloud.com'],
    ['seoul', 'adminapikr.im.qcloud.com'],
    ['frankfurt', 'adminapiger.im.qcloud.com'],
    ['mumbai', 'adminapiind.im.qcloud.com'],
    ['silicon-valley', 'adminapiusa.im.qcloud.com'],
    ['tokyo', 'adminapijpn.im.qcloud.com'],
    ['jakarta', 'adminapiidn.im.qcloud.com'],
  ])('apps in %s are read at %s', async (dataCenter, host) => {
    nock(`https://${host}`).post(dailyPath).query(true).reply(200, refusal(60_016));
    const { problem } = await createUsageReader(fakeClock())({ ...app, dataCenter });
    expect(problem).toMatchObject({ errorCode: 60_016 });
  });
});

describe('usage reader: problems', () => {
  test('an unknown data center is a problem without any request', async () => {
    const { problem } = await createUsageReader(fakeClock())({ ...app, dataCenter: 'mars' });
    expect(problem).toMatchObject({ kind: 'wrong-domain', sentence: expect.stringContaining('mars') });
  });

  test.each<[number, string, RegExp]>([
    [60_026, 'wrong-domain', /data center/],
    [70_009, 'refused', /TENCENT_KEYS/],
    [60_010, 'refused', /administrator/],
    [60_021, 'refused', /address/],
    [12_345, 'refused', /12345 \(so it is\)\./],
  ])('error code %i is reported as %s', async (code, kind, sentence) => {
    dailyCall().reply(200, refusal(code, 'so it is'));
    const problem = await problemOf();
    expect(problem).toEqual({
      kind,
      errorCode: code,
      sdkAppId: app.sdkAppId,
      sentence: expect.stringMatching(sentence),
    });
  });

  test('ActionStatus FAIL without an error code is a problem', async () => {
    dailyCall().reply(200, { ...dailyAnswer(day), ActionStatus: 'FAIL' });
    expect(await problemOf()).toMatchObject({ kind: 'refused', errorCode: 0 });
  });

  test('an expired signature means that the clock is wrong', async () => {
    dailyCall().reply(200, refusal(70_001));
    expect(await problemOf()).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(/clock right\.$/) });
  });

  test('the vendor’s message is reported without the signature and the key', async () => {
    dailyCall().reply(200, (path: string) => {
      const signature = new URL(path, domain).searchParams.get('usersig');
      return refusal(70_003, `bad ${signature} of ${app.secretKey}`);
    });
    expect(await problemOf()).toMatchObject({ sentence: expect.stringContaining('(bad … of …)') });
  });

  test.each<[string, string | object]>([
    ['JSON cut short', '{"ErrorCode": 0, "Result": ['],
    ['HTML', '<html><body>Please log in</body></html>'],
    ['an empty body', ''],
    ['JSON without a code', { Result: [] }],
  ])('a response of %s is unreadable and not retried', async (_name, answer) => {
    dailyCall().reply(200, answer);
    const clock = fakeClock();
    expect(await problemOf(clock)).toMatchObject({ kind: 'unreadable', errorCode: null });
    expect(clock.slept).toEqual([]);
  });

  test.each([302, 400, 403, 404])('HTTP %i is refused and a redirect not followed', async (code) => {
    dailyCall().reply(code, '', { location: 'https://elsewhere.example/' });
    const sentence = expect.stringContaining(`HTTP ${code}`);
    expect(await problemOf()).toMatchObject({ kind: 'refused', errorCode: null, sentence });
  });
});

describe('usage reader: retries', () => {
  test('a reset connection is tried three times', async () => {
    const reset = Object.assign(new Error(`reset at ${domain}?usersig=x`), { code: 'ECONNRESET' });
    dailyCall().times(3).replyWithError(reset);
    const clock = fakeClock();
    expect(await problemOf(clock)).toMatchObject({
      kind: 'unreachable',
      sentence: expect.stringContaining('ECONNRESET'),
    });
    // One second, the rest of the rate limit, two seconds.
    expect(clock.slept).toEqual([1_000, 100, 2_000]);
  });

  test('a request without an answer times out', async () => {
    dailyCall().times(3).delay(2_000).reply(200, dailyAnswer());
    const problem = await problemOf(fakeClock(), 20);
    expect(problem).toMatchObject({ kind: 'unreachable', sentence: expect.stringContaining('within 0.02 seconds') });
  });

  test.each([500, 502, 503])('HTTP %i is retried', async (code) => {
    dailyCall().reply(code, '<html>');
    dailyCall().reply(200, dailyAnswer());
    replyWithGroups();
    expect((await createUsageReader(fakeClock())(app)).problem).toBeNull();
  });

  test.each([60_008, 60_018, 10_002])('error code %i is retried, and reported after three attempts', async (code) => {
    dailyCall().times(3).reply(200, refusal(code));
    expect(await problemOf()).toMatchObject({ kind: 'busy', errorCode: code });
  });

  test.each([
    ['5', 5_000],
    ['Wed, 08 Jun 2016 02:00:07 GMT', 7_000],
    ['nonsense', 1_000],
    ['0', 1_000],
  ])('HTTP 429 with Retry-After %s is retried after %i ms', async (header, wait) => {
    dailyCall().reply(429, '', { 'retry-after': header });
    dailyCall().reply(200, dailyAnswer());
    replyWithGroups();
    const clock = fakeClock();
    expect((await createUsageReader(clock)(app)).problem).toBeNull();
    expect(clock.slept[0]).toBe(wait);
  });

  test('HTTP 429 with a Retry-After above a minute is not retried', async () => {
    dailyCall().reply(429, '', { 'retry-after': '3600' });
    const clock = fakeClock();
    expect(await problemOf(clock)).toMatchObject({ kind: 'busy' });
    expect(clock.slept).toEqual([]);
  });
});

test('usage reader: one call per second for each app, and for lists of groups over all apps', async () => {
  const waits: number[] = [];
  const stopped = { now: () => morning, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
  dailyCall().times(2).reply(200, dailyAnswer());
  nock(domain).post(groupsPath).query(true).times(4).reply(200, groupsAnswer(1));
  const read = createUsageReader(stopped);
  await Promise.all([read({ ...app, sdkAppId: 1 }), read({ ...app, sdkAppId: 2 })]);
  expect(waits.toSorted((one, other) => one - other)).toEqual([1_100, 2_200, 3_300, 4_400]);
});
