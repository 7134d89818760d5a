import { describe, expect, test } from 'vitest';
import type { FormValues } from '../../../src/operations/change-plan.js';
import { register } from '../../../src/operations/register/register.js';
import { appWith, shanghai } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  hole,
  operationContext,
  planOf,
  refusalOf,
  rulesWith,
  translated,
  updateOf,
} from '../../fixtures/operation-context.js';

const formInput: FormValues = { sdkAppId: '1400000007', name: 'shop', account: 'acme', dataCenter: 'singapore' };
const recorded = (mode: string) => ({ mode, migrated: false, registrations: 1 });
const midnight = '2026-11-20T16:00:00.000Z';

const registeredApp = (input: FormValues, mode: string | null = null) =>
  updateOf(
    planOf(register, operationContext({ recordedMode: mode === null ? null : recorded(mode) }), {
      ...formInput,
      ...input,
    }),
  ).after;

const day = (date: string) => shanghai.startOfDay(date);
const days = (anchor: string, months: number, until: string) => ({ anchor: day(anchor), months, until: day(until) });

describe('the form of register', () => {
  const names = (prefill: FormValues = {}) => formOf(register, operationContext(), prefill).map(({ name }) => name);
  const basic = ['sdkAppId', 'name', 'account', 'dataCenter', 'createdAt', 'heldSince', 'ruleSet', 'plan'];
  const last = ['state', 'disabledAt', 'owner', 'tags', 'channel', 'language'];

  test('has a field for everything; items only once rule set and plan are selected', () => {
    expect(names()).toEqual([...basic, ...last]);
    expect(names({ plan: 'legacy.pro' })).toEqual([...basic, ...last]);
    expect(names({ ruleSet: 'legacy-daily' })).toEqual([...basic, ...last]);
    expect(names({ ruleSet: 'legacy-monthly', plan: 'legacy.flagship' })).toEqual([
      ...basic,
      'maxGroupsPerUser',
      'maxMembersPerGroup',
      'messageStorageDays',
      'contentFiltering',
      ...last,
    ]);
  });

  test('requires only SDKAppID, name, account and data center', () => {
    const open = formOf(register, operationContext()).filter(({ value, optional }) => value === undefined && !optional);
    expect(open.map(({ name }) => name)).toEqual(['sdkAppId', 'name', 'account', 'dataCenter']);
  });

  test('keeps the prefill', () => {
    const prefill = {
      ...{ ...formInput, createdAt: '2022-01-05', channel: 'C0123', language: 'ko', ruleSet: 'current' },
      ...{ owner: 'U0123ABC', tags: 'shop live', heldSince: '2022-02-01', state: 'active', disabledAt: '2026-01-01' },
      validUntil: '2026-12-05',
    };
    const values = formOf(register, operationContext(), prefill).map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({ ...prefill, plan: 'free' });
  });

  test('offers the plans of the selected rule set, and drops a plan of another one', () => {
    const plans = (prefill: FormValues) => {
      const field = formOf(register, operationContext(), prefill).find(({ name }) => name === 'plan');
      return { options: field?.kind === 'select' && field.options.map(({ value }) => value), value: field?.value };
    };
    expect(plans({}).options).toHaveLength(7);
    expect(plans({ ruleSet: 'current', plan: 'legacy.pro' })).toEqual({
      options: ['free', 'current.developer', 'current.standard', 'current.premium'],
      value: 'free',
    });
  });

  test.each(['constructor', '__proto__', 'toString'])('ignores the unknown rule set %s', (ruleSet) => {
    expect(refusalOf(register, operationContext(), { ...formInput, ruleSet })).toMatchObject({
      key: 'field.notOffered',
      field: 'ruleSet',
    });
    expect(refusalOf(register, operationContext(), { ...formInput, plan: ruleSet })).toMatchObject({
      key: 'field.notOffered',
      field: 'plan',
    });
  });
});

describe('the rule set of a registered app', () => {
  const early = '2022-12-25';
  const turn = '2022-12-26';
  test.each<[string, string, string | null, string]>([
    ['singapore', early, null, 'legacy-daily'],
    ['singapore', turn, null, 'current'],
    ['silicon-valley', turn, null, 'current'],
    ['china', turn, null, 'legacy-daily'],
    ['tokyo', '2026-11-21', null, 'legacy-daily'],
    ['jakarta', early, null, 'legacy-daily'],
    ['seoul', turn, 'legacy', 'legacy-daily'],
    ['seoul', early, 'legacy', 'legacy-daily'],
    ['seoul', turn, 'current', 'current'],
    ['frankfurt', '2026-11-21', 'current', 'current'],
  ])('%s, created on %s, recorded mode %s: %s', (dataCenter, createdAt, mode, ruleSet) => {
    const after = registeredApp({ dataCenter, createdAt }, mode);
    expect(after).toMatchObject({ ruleSet, plan: ruleSet === 'current' ? 'current.developer' : 'legacy.trial' });
  });

  test('can be selected if it is of the billing mode', () => {
    expect(registeredApp({ dataCenter: 'tokyo', ruleSet: 'legacy-monthly' })).toMatchObject({
      ruleSet: 'legacy-monthly',
    });
    expect(registeredApp({ ruleSet: 'legacy-monthly' }, 'legacy')).toMatchObject({ ruleSet: 'legacy-monthly' });
    expect(registeredApp({ ruleSet: 'current' })).toMatchObject({ ruleSet: 'current' });
    expect(registeredApp({ ruleSet: 'automatic' })).toMatchObject({ ruleSet: 'current' });
  });

  test('is warned of as permanent, for the first app only', () => {
    const warnings = (mode: string | null) =>
      planOf(
        register,
        operationContext({ recordedMode: mode === null ? null : recorded(mode) }),
        formInput,
      ).warnings.map(({ key }) => key);
    expect(warnings(null)).toEqual(['register.firstApp', 'register.validity']);
    expect(warnings('current')).toEqual(['register.validity']);
    expect(warnings('legacy')).toEqual([]);
  });

  test('can be a fourth rule set', () => {
    const ctx = operationContext({ rules: rulesWith(extraCatalogue) });
    const { after } = updateOf(
      planOf(register, ctx, { ...formInput, ruleSet: 'fourth', plan: 'fourth.tree', moreBots: '10' }),
    );
    expect(after).toMatchObject({ ruleSet: 'fourth', plan: 'fourth.tree', addOns: { moreBots: 10 }, validity: null });
    const free = updateOf(planOf(register, ctx, { ...formInput, ruleSet: 'fourth' })).after;
    expect(free.validity).toEqual({ anchor: at, months: 2, until: '2027-01-21T04:00:00.000Z' });
  });
});

describe('a registered app', () => {
  test('has the values of the form', () => {
    const input = { createdAt: '2026-03-05', channel: 'C0123ABC', language: 'zh', plan: 'current.premium' };
    expect(registeredApp(input)).toEqual({
      sdkAppId: 1400000007,
      name: 'shop',
      account: 'acme',
      dataCenter: 'singapore',
      ruleSet: 'current',
      plan: 'current.premium',
      addOns: {},
      state: 'active',
      validity: null,
      disabledAt: null,
      owner: null,
      tags: [],
      channel: 'C0123ABC',
      language: 'zh',
      createdAt: '2026-03-04T16:00:00.000Z',
      heldSince: '2026-03-04T16:00:00.000Z',
      registeredAt: at,
      retiredAt: null,
    });
  });

  test('on the free plan is valid for one month if the plan has a validity', () => {
    const validity = { anchor: at, months: 1, until: '2026-12-21T04:00:00.000Z' };
    expect(registeredApp({ plan: 'current.developer' })).toMatchObject({
      validity,
      createdAt: midnight,
      channel: null,
    });
    expect(registeredApp({ plan: 'current.standard' }).validity).toBeNull();
    expect(registeredApp({ dataCenter: 'china' })).toMatchObject({ plan: 'legacy.trial', validity: null });
  });

  test('can have value-added items if the rule set is selected', () => {
    const items = { maxGroupsPerUser: '1000', unlimitedAvChatRooms: 'on', contentFiltering: 'default' };
    const input = { ...formInput, dataCenter: 'china', ruleSet: 'legacy-monthly', plan: 'legacy.pro', ...items };
    const plan = planOf(register, operationContext(), input);
    expect(updateOf(plan).after.addOns).toEqual({ maxGroupsPerUser: 1000, unlimitedAvChatRooms: true });
    expect(updateOf(plan).usesAllowance).toEqual([]);
    expect(english(plan.lines)).toEqual([
      '*Account*: acme',
      '*Data center*: China',
      '*Billing rules*: Legacy rules, by month',
      '*Plan*: Pro Edition-Postpaid',
      '*Audio-video chat rooms*: unlimited',
      '*Groups per user*: 1,000',
      '*Created on*: Nov 21, 2026, 00:00 GMT+8',
    ]);
  });

  test('is shown with the end of its validity', () => {
    const plan = planOf(register, operationContext(), formInput);
    expect(english(plan.lines).at(-1)).toBe('*Valid until*: Dec 21, 2026, 12:00 GMT+8');
    expect(plan).toMatchObject({ loss: null, undo: { key: 'register.undo' } });
    expect(plan.nextActions).toEqual([{ operation: 'show', sdkAppId: 1400000007 }]);
    expect(plan.done && translated(plan.done).en).toBe(
      'shop (1400000007) is registered with *Developer Edition*, under New rules.',
    );
  });

  test('has normalized values: ASCII digits, composed letters, no outer spaces', () => {
    const wide = { sdkAppId: ' １４００，０００，００７ ', name: ' cafe\u0301 ', account: ' acme\n' };
    expect(registeredApp(wide)).toMatchObject({ sdkAppId: 1400000007, name: 'caf\u00e9', account: 'acme' });
  });
});

describe('an app that has lived for a while', () => {
  test.each<[string, FormValues, Partial<ReturnType<typeof registeredApp>>]>([
    [
      '25 days old: its month ends in days',
      { createdAt: '2026-10-27' },
      { validity: days('2026-10-27', 1, '2026-11-27') },
    ],
    [
      'a month old today: the end is past',
      { createdAt: '2026-10-21' },
      { validity: days('2026-10-21', 2, '2026-12-21') },
    ],
    ['created on the 31st', { createdAt: '2026-08-31' }, { validity: days('2026-08-31', 3, '2026-11-30') }],
    ['created years ago', { createdAt: '2023-03-05' }, { validity: days('2023-03-05', 45, '2026-12-05') }],
    [
      'with the end that the console shows',
      { createdAt: '2026-03-05', validUntil: '2026-12-05' },
      { validity: days('2026-03-05', 9, '2026-12-05') },
    ],
    [
      'with an end that does not follow from its creation',
      { createdAt: '2026-03-05', validUntil: '2026-12-31' },
      { validity: days('2026-10-31', 2, '2026-12-31') },
    ],
    [
      'over',
      { createdAt: '2026-03-05', validUntil: '2026-11-05' },
      { state: 'active', validity: days('2026-03-05', 8, '2026-11-05') },
    ],
    [
      'disabled',
      { createdAt: '2026-03-05', disabledAt: '2026-11-01', plan: 'current.premium' },
      { state: 'disabled', disabledAt: day('2026-11-01') },
    ],
    ['held since later', { createdAt: '2026-03-05', heldSince: '2026-11-09' }, { heldSince: day('2026-11-09') }],
    ['owned and tagged', { owner: 'U0123ABC', tags: 'Shop, live' }, { owner: 'U0123ABC', tags: ['shop', 'live'] }],
  ])('%s', (_, input, expected) => {
    expect(registeredApp(input)).toMatchObject(expected);
  });

  test('begins its history when its plan was held, and was disabled when it was', () => {
    const values = { ...formInput, createdAt: '2026-03-05', plan: 'current.premium' };
    const periods = (input: FormValues) =>
      updateOf(planOf(register, operationContext(), { ...values, ...input })).periods;
    expect(periods({ heldSince: '2026-06-01' })).toEqual([{ effectiveFrom: day('2026-06-01'), state: 'active' }]);
    expect(periods({ disabledAt: '2026-11-01' })).toEqual([
      { effectiveFrom: day('2026-03-05'), state: 'active' },
      { effectiveFrom: day('2026-11-01').replace('.000', '.001'), state: 'disabled' },
    ]);
  });

  test('is asked for the end of its validity, filled with the one that follows, where it has one', () => {
    const field = (prefill: FormValues) =>
      formOf(register, operationContext(), { ...formInput, ...prefill }).find(({ name }) => name === 'validUntil')
        ?.value;
    expect(field({})).toBeUndefined();
    expect(field({ createdAt: '2026-10-27' })).toBe('2026-11-27');
    expect(field({ createdAt: '2026-10-27', plan: 'current.premium' })).toBeUndefined();
    expect(field({ createdAt: '2026-10-27', dataCenter: 'china' })).toBeUndefined();
    expect(field({ createdAt: '2026-02-30' })).toBeUndefined();
  });

  test('is warned of where it is suspended or gone', () => {
    const keys = (input: FormValues) =>
      planOf(register, operationContext({ recordedMode: recorded('current') }), { ...formInput, ...input }).warnings;
    expect(keys({ createdAt: '2026-03-05', validUntil: '2026-11-05' })).toEqual([{ key: 'register.suspended' }]);
    expect(keys({ createdAt: '2026-03-05', disabledAt: '2026-08-23' })).toEqual([{ key: 'register.purged' }]);
    expect(keys({ createdAt: '2026-03-05', disabledAt: '2026-08-24' })).toEqual([]);
  });

  test('that was retired comes back, and continues its history after the gap', () => {
    const retiredAt = '2026-10-01T00:00:00.000Z';
    const former = appWith({ sdkAppId: 1400000007, retiredAt, registeredAt: '2026-01-01T00:00:00.000Z' });
    const plan = planOf(register, operationContext({ registeredApp: former }), {
      ...formInput,
      createdAt: '2026-01-01',
    });
    expect(updateOf(plan)).toMatchObject({
      after: { retiredAt: null, registeredAt: former.registeredAt },
      periods: [{ effectiveFrom: retiredAt, state: 'active' }],
    });
    expect(plan.warnings.map(({ key }) => key)).toContain('register.returns');
    const gone = { ...former, state: 'purged' as const, disabledAt: retiredAt };
    expect(refusalOf(register, operationContext({ registeredApp: gone }), formInput)).toMatchObject({
      key: 'register.gone',
      nextOperations: ['history'],
    });
  });
});

describe('register is refused', () => {
  test('if the SDKAppID is registered already, with the name of that app', () => {
    const registeredApp = appWith({ sdkAppId: 1400000007, name: 'Other' });
    const refusal = refusalOf(register, operationContext({ registeredApp }), formInput);
    expect(refusal).toMatchObject({ key: 'register.taken', field: 'sdkAppId', nextOperations: ['show'] });
    expect(hole({ key: refusal.key, values: refusal.values }, 'app')).toBe('Other (1400000007)');
  });

  test.each<[string, FormValues, string | null, string, string]>([
    ['a data center that is not there', { dataCenter: 'atlantis' }, null, 'field.notOffered', 'dataCenter'],
    ['a data center called constructor', { dataCenter: 'constructor' }, null, 'field.notOffered', 'dataCenter'],
    ['no data center', { dataCenter: '' }, null, 'field.missing', 'dataCenter'],
    ['a plan of the other mode', { plan: 'legacy.pro' }, null, 'register.wrongPlan', 'plan'],
    ['a plan of the other mode, by record', { plan: 'current.standard' }, 'legacy', 'register.wrongPlan', 'plan'],
    ['rules of the other mode', { ruleSet: 'legacy-daily' }, null, 'register.wrongMode', 'ruleSet'],
    ['rules of the other mode, by record', { ruleSet: 'current' }, 'legacy', 'register.wrongMode', 'ruleSet'],
    [
      'current rules where there are none',
      { dataCenter: 'china', ruleSet: 'current' },
      null,
      'register.wrongMode',
      'ruleSet',
    ],
    ['imported rules in the current mode', { ruleSet: 'legacy-monthly' }, 'current', 'register.wrongMode', 'ruleSet'],
    ['rules that are not there', { ruleSet: 'fourth' }, null, 'field.notOffered', 'ruleSet'],
    ['an early app against the record', { createdAt: '2022-12-25' }, 'current', 'register.conflict', 'createdAt'],
    ['a day to come', { createdAt: '2026-11-22' }, null, 'field.tooLate', 'createdAt'],
    [
      'an end in the past of its creation',
      { createdAt: '2026-11-01', validUntil: '2026-10-31' },
      null,
      'register.endBetween',
      'validUntil',
    ],
    [
      'an end of a plan without one',
      { plan: 'current.premium', validUntil: '2026-12-01' },
      null,
      'register.noEnd',
      'validUntil',
    ],
    [
      'an end beyond reason',
      { createdAt: '2026-11-01', validUntil: '2062-12-01' },
      null,
      'field.tooLate',
      'validUntil',
    ],
    ['a plan held before it was created', { heldSince: '2026-11-20' }, null, 'register.heldBetween', 'heldSince'],
    ['a plan held in the future', { heldSince: '2026-11-22' }, null, 'field.tooLate', 'heldSince'],
    ['a disabled app without its day', { state: 'disabled' }, null, 'register.disabledAtMissing', 'disabledAt'],
    [
      'an app disabled before it was created',
      { disabledAt: '2026-11-20' },
      null,
      'register.disabledBetween',
      'disabledAt',
    ],
    ['a state that does not follow', { state: 'suspended' }, null, 'register.otherState', 'state'],
    ['an owner that is none', { owner: 'ann' }, null, 'field.noOwner', 'owner'],
    ['eleven tags', { tags: 'a b c d e f g h i j k' }, null, 'field.tooManyTags', 'tags'],
    ['a day that is none', { createdAt: '2026-02-30' }, null, 'field.noDay', 'createdAt'],
    ['no id', { sdkAppId: ' ' }, null, 'field.missing', 'sdkAppId'],
    ['an id of zero', { sdkAppId: '0' }, null, 'field.outOfRange', 'sdkAppId'],
    ['an id that no database holds', { sdkAppId: '2147483648' }, null, 'field.outOfRange', 'sdkAppId'],
    ['an id that is a word', { sdkAppId: 'shop' }, null, 'field.outOfRange', 'sdkAppId'],
    ['a name too long', { name: 'x'.repeat(101) }, null, 'field.tooLong', 'name'],
    ['no name', { name: '\u202e' }, null, 'field.missing', 'name'],
    ['no account', { account: '' }, null, 'field.missing', 'account'],
    ['a channel that is none', { channel: '#general' }, null, 'field.noChannel', 'channel'],
    ['a language that we do not speak', { language: 'fr' }, null, 'field.notOffered', 'language'],
  ])('%s', (_, input, mode, key, field) => {
    expect(
      refusalOf(register, operationContext({ recordedMode: mode === null ? null : recorded(mode) }), {
        ...formInput,
        ...input,
      }),
    ).toMatchObject({ key, field });
  });

  test('if the creation date is after today in the billing time zone, not if it is today', () => {
    const late = operationContext({ at: '2026-11-21T16:00:00.000Z' });
    expect(updateOf(planOf(register, late, { ...formInput, createdAt: '2026-11-22' })).after.createdAt).toBe(late.at);
    expect(refusalOf(register, late, { ...formInput, createdAt: '2026-11-23' }).key).toBe('field.tooLate');
  });

  test('if the modes conflict, with account, data center and date', () => {
    const refusal = refusalOf(register, operationContext({ recordedMode: recorded('current') }), {
      ...formInput,
      createdAt: '2021-05-05',
    });
    expect(translated({ key: refusal.key, values: refusal.values }).en).toBe(
      'Account acme is on record with the new billing mode in Singapore, but an app created before Dec 26, 2022 would have put it under the legacy mode. Check the day of creation; if it is right, an admin can correct the billing mode on record with `/imapp correct-mode`.',
    );
  });
});
