import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTencentWebhook } from '../../../src/tencent/webhook.js';

// The vendor's own example of a signature, and its example bodies.
const token = 'xxxxyyyy';
const now = new Date(1_669_872_112_000);
const sign = '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061';
const verify = createTencentWebhook({ token });

const queryOf = (CallbackCommand: string, more: Record<string, string> = {}) => ({
  SdkAppid: '1400000001',
  CallbackCommand,
  contenttype: 'json',
  ClientIP: '127.0.0.1',
  OptPlatform: 'RESTAPI',
  Sign: sign,
  RequestTime: '1669872112',
  ...more,
});
const signedAt = (seconds: number) => ({
  Sign: createHash('sha256').update(`${token}${seconds}`).digest('hex'),
  RequestTime: String(seconds),
});

const full = 'Group.CallbackAfterGroupFull';
const fullBody = { CallbackCommand: full, GroupId: '@TGS#2J4SZEAEL', EventTime: '1669872111123' };
const alarm = 'Group.CallbackOnDailyGroupQuotaAlarm';
const alarmBody = { CallbackCommand: alarm, QuotaUsed: 7321, Quota: 10_000, EventTime: '1669872111123' };
const overLimit = 'Alert.RequestOverLimit';
const overLimitBody = {
  CallbackCommand: overLimit,
  ServiceName: 'openim',
  Command: 'batchsendmsg',
  Request: 510,
  Limit: 200,
};
const created = 'Group.CallbackAfterCreateGroup';
const destroyed = 'Group.CallbackAfterGroupDestroyed';
const groupBody = {
  GroupId: '@TGS#2J4SZEAEL',
  Operator_Account: 'group_root',
  Owner_Account: 'leckie',
  Type: 'Public',
  Name: 'MyFirstGroup',
  MemberList: [{ Member_Account: 'bob' }, { Member_Account: 'peter' }],
  EventTime: 1_669_872_111_123,
};

/** The event of a delivery, which must be accepted. */
function eventOf(query: Record<string, string>, body: unknown, at = now) {
  const verdict = verify(query, body, at);
  if (verdict.verdict !== 'ok') throw new Error(`refused: ${verdict.reason}`);
  return verdict.event;
}
const dedupeKeyOf = (query: Record<string, string>, body: unknown, at = now) => eventOf(query, body, at).dedupeKey;

describe('Tencent webhook: documented events', () => {
  test.each([
    [full, fullBody, 'group-full', { groupId: '@TGS#2J4SZEAEL' }],
    [alarm, alarmBody, 'daily-group-quota', { used: 7321, quota: 10_000 }],
    [created, groupBody, 'group-created', { groupId: '@TGS#2J4SZEAEL', type: 'Public' }],
    [destroyed, groupBody, 'group-destroyed', { groupId: '@TGS#2J4SZEAEL', type: 'Public' }],
  ] as const)('%s is parsed', (command, body, kind, data) => {
    const at = '2022-12-01T05:21:51.123Z';
    expect(eventOf(queryOf(command), body)).toMatchObject({ sdkAppId: 1_400_000_001, kind, data, at });
  });

  test('an alert has no ClientIP, and the time of its request', () => {
    const { ClientIP: _, ...query } = queryOf(overLimit);
    expect(eventOf(query, overLimitBody)).toMatchObject({
      kind: 'request-over-limit',
      data: { service: 'openim', command: 'batchsendmsg', request: 510, limit: 200 },
      at: now.toISOString(),
    });
  });

  test('any other command is accepted with any body', () => {
    const event = { kind: 'other', data: { command: 'State.StateChange' }, at: now.toISOString() };
    for (const body of [{}, { EventTime: 'never' }, { EventTime: 9_999_999_999_999 }, { GroupId: 7 }]) {
      expect(eventOf(queryOf('State.StateChange'), body)).toMatchObject(event);
    }
    expect(eventOf(queryOf('constructor'), {})).toMatchObject({ kind: 'other' });
  });
});

describe('Tencent webhook: query and signature', () => {
  test.each<[string, Record<string, string>, number, RegExp]>([
    ['a wrong signature', { Sign: sign.replace('1', '2') }, 401, /Sign/],
    ['a signature in capital letters', { Sign: sign.toUpperCase() }, 401, /Sign/],
    ['a short signature', { Sign: sign.slice(1) }, 401, /Sign/],
    ['the signature of another second', { RequestTime: '1669872113' }, 401, /Sign/],
    ['a RequestTime with a sign', { RequestTime: '+669872112' }, 401, /RequestTime/],
    ['a request from 61 s ago', signedAt(1_669_872_112 - 61), 403, /RequestTime/],
    ['a request from 61 s ahead', signedAt(1_669_872_112 + 61), 403, /RequestTime/],
    ['an empty SdkAppid', { SdkAppid: '' }, 400, /SdkAppid/],
    ['an SdkAppid that is not a number', { SdkAppid: '14e8' }, 400, /SdkAppid/],
    ['an SdkAppid above the range', { SdkAppid: '2147483648' }, 400, /SdkAppid/],
    ['a command with a line break', { CallbackCommand: 'a\nb' }, 400, /CallbackCommand/],
  ])('%s is refused', (_name, more, status, reason) => {
    const verdict = verify(queryOf(full, more), fullBody, now);
    expect(verdict).toEqual({ verdict: 'refused', status, reason: expect.stringMatching(reason) });
  });

  test.each([
    ['Sign', 401],
    ['RequestTime', 401],
    ['SdkAppid', 400],
    ['CallbackCommand', 400],
  ])('a query without %s is refused', (field, status) => {
    const query = Object.fromEntries(Object.entries(queryOf(full)).filter(([name]) => name !== field));
    const reason = expect.stringContaining(field);
    expect(verify(query, fullBody, now)).toEqual({ verdict: 'refused', status, reason });
  });

  test.each([-60, 60])('a request %i seconds off is accepted', (seconds) => {
    const query = queryOf(overLimit, signedAt(1_669_872_112 + seconds));
    expect(verify(query, overLimitBody, now).verdict).toBe('ok');
  });

  test('the reason of a refusal contains neither the expected signature nor the token', () => {
    const verdict = verify(queryOf(full, { Sign: 'guess' }), fullBody, now);
    expect(JSON.stringify(verdict)).not.toMatch(new RegExp(`${sign}|${token}`));
  });

  test('an empty token throws', () => {
    expect(() => createTencentWebhook({ token: '' })).toThrow(/empty/);
  });
});

describe('Tencent webhook: bodies', () => {
  test.each<[string, string, unknown, RegExp]>([
    ['of another command', full, { ...fullBody, CallbackCommand: alarm }, /CallbackCommand/],
    ['without its group', full, { EventTime: 1_669_872_111 }, /GroupId/],
    ['with a group that is not a string', full, { ...fullBody, GroupId: 7 }, /GroupId/],
    ['with a group that contains a NUL', full, { ...fullBody, GroupId: 'a\u0000b' }, /GroupId/],
    ['without its quota', alarm, { QuotaUsed: 7 }, /Quota/],
    ['with a negative quota', alarm, { ...alarmBody, QuotaUsed: -1 }, /QuotaUsed/],
    ['without any field', overLimit, {}, /ServiceName, Command, Request, Limit/],
    ['without a type', created, { GroupId: 'g' }, /Type/],
    ['with an invalid EventTime', full, { ...fullBody, EventTime: 'soon' }, /EventTime/],
    ['with a null EventTime', full, { ...fullBody, EventTime: null }, /EventTime/],
    ['with an EventTime of tomorrow', full, { ...fullBody, EventTime: now.getTime() + 86_400_000 }, /EventTime/],
    ['that is a list', full, [fullBody], /object/],
    ['that is a string', full, 'GroupId', /object/],
    ['that is null', full, null, /object/],
    ['nested 50,000 levels deep', 'Other', { deep: JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) }, /object/],
  ])('a body %s is refused', (_name, command, body, reason) => {
    const verdict = verify(queryOf(command), body, now);
    expect(verdict).toEqual({ verdict: 'refused', status: 400, reason: expect.stringMatching(reason) });
  });

  test.each([1_669_872_111_000, '1669872111000', 1_669_872_111, '1669872111'])(
    'EventTime %s is read as milliseconds or seconds',
    (EventTime) => {
      expect(eventOf(queryOf(full), { ...fullBody, EventTime }).at).toBe('2022-12-01T05:21:51.000Z');
    },
  );

  test('no query and no body makes it throw', () => {
    const command = fc.constantFrom(full, alarm, overLimit, created, destroyed, 'Other.Command');
    const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    const hostile = fc.dictionary(
      fc.constantFrom('CallbackCommand', 'GroupId', 'Type', 'EventTime', 'Quota', 'QuotaUsed', '__proto__', 'toJSON'),
      value,
    );
    fc.assert(
      fc.property(command, fc.oneof(value, hostile), (name, body) => {
        expect(['ok', 'refused']).toContain(verify(queryOf(name), body, now).verdict);
      }),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(queryOf(full))), fc.string()), (query) => {
        expect(verify(query, fullBody, now).verdict).toBe('refused');
      }),
    );
  });
});

describe('Tencent webhook: dedupe keys', () => {
  const later = signedAt(1_669_872_112 + 30);

  test.each([
    [full, fullBody],
    [alarm, alarmBody],
    [created, groupBody],
    [destroyed, groupBody],
    ['C2C.CallbackAfterSendMsg', { MsgSeq: 1, EventTime: 1_669_872_111_123 }],
  ])('%s has the same key when it is delivered and signed again', (command, body) => {
    expect(dedupeKeyOf(queryOf(command, later), body)).toBe(dedupeKeyOf(queryOf(command), body));
  });

  test('the key does not depend on how the time is written', () => {
    const body = { ...fullBody, EventTime: 1_669_872_111_123 };
    expect(dedupeKeyOf(queryOf(full), body)).toBe(dedupeKeyOf(queryOf(full), fullBody));
  });

  test.each<[string, Record<string, string>, unknown]>([
    ['app', queryOf(full, { SdkAppid: '1400000002' }), fullBody],
    ['group', queryOf(full), { ...fullBody, GroupId: '@TGS#OTHER' }],
    ['time', queryOf(full), { ...fullBody, EventTime: '1669872111124' }],
    ['command', queryOf(created), groupBody],
  ])('another %s has another key', (_name, query, body) => {
    expect(dedupeKeyOf(query, body)).not.toBe(dedupeKeyOf(queryOf(full), fullBody));
  });

  test('the alarm for the daily quota has one key per app, Beijing day and count', () => {
    const first = dedupeKeyOf(queryOf(alarm), alarmBody);
    expect(dedupeKeyOf(queryOf(alarm), { ...alarmBody, EventTime: 1_669_872_112 })).toBe(first);
    expect(dedupeKeyOf(queryOf(alarm, later), { QuotaUsed: 7321, Quota: 10_000 })).toBe(first);
    expect(dedupeKeyOf(queryOf(alarm), { ...alarmBody, QuotaUsed: 8000 })).not.toBe(first);
    expect(dedupeKeyOf(queryOf(alarm, { SdkAppid: '1400000002' }), alarmBody)).not.toBe(first);
    // Midnight in Beijing is 16:00 in UTC.
    const before = { ...alarmBody, EventTime: Date.parse('2022-11-30T15:59:59Z') };
    const after = { ...alarmBody, EventTime: Date.parse('2022-11-30T16:00:00Z') };
    expect(dedupeKeyOf(queryOf(alarm), before)).not.toBe(first);
    expect(dedupeKeyOf(queryOf(alarm), after)).toBe(first);
  });

  test('events without a time have a key of the body and the second of the request', () => {
    const first = dedupeKeyOf(queryOf(overLimit), overLimitBody);
    expect(dedupeKeyOf(queryOf(overLimit), { ...overLimitBody })).toBe(first);
    expect(dedupeKeyOf(queryOf(overLimit), { ...overLimitBody, Request: 511 })).not.toBe(first);
    expect(dedupeKeyOf(queryOf(overLimit, later), overLimitBody)).not.toBe(first);
  });
});
