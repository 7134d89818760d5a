import { describe, expect, test } from 'vitest';
import { extend } from '../../../src/operations/extend/extend.js';
import { noConfirmation } from '../../../src/operations/operation.js';
import { appWith, developerApp, justBefore } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  operationContext,
  planOf,
  refusalOf,
  rules,
  translated,
  updateOf,
} from '../../fixtures/operation-context.js';

const anchor = '2026-01-31T04:00:00.000Z';
const until = '2026-02-28T04:00:00.000Z';
const windowOpens = '2026-02-21T04:00:00.000Z';
const dev = developerApp(anchor);
const suspended = { ...dev, state: 'suspended' } as const;

test('extend has an empty form and needs no confirmation', () => {
  expect(formOf(extend, operationContext({ app: dev, at: windowOpens }))).toEqual([]);
  expect(extend.subject === 'app' && extend.policy(dev, rules)).toEqual(noConfirmation);
});

describe('extend in the last days of the validity', () => {
  test.each([windowOpens, justBefore(until)])('adds a month counted from the anchor: %s', (now) => {
    const plan = planOf(extend, operationContext({ app: dev, at: now }));
    const validity = { anchor, months: 2, until: '2026-03-31T04:00:00.000Z' };
    expect(updateOf(plan)).toEqual({ after: { ...dev, validity }, usesAllowance: [] });
    expect(english(plan.lines)).toEqual(['*Valid until*: Feb 28, 2026, 12:00 GMT+8 → *Mar 31, 2026, 12:00 GMT+8*']);
    expect(plan).toMatchObject({ warnings: [], loss: null, nextActions: [{ operation: 'show' }] });
    expect(plan.done && translated(plan.done)).toEqual({
      en: 'shop (1400000001) is valid until Mar 31, 2026, 12:00 GMT+8.',
      ko: 'shop (1400000001)의 유효 기간이 2026년 3월 31일 12:00 GMT+8까지 연장되었습니다.',
      zh: 'shop (1400000001) 的有效期已延长至 2026年3月31日 12:00 GMT+8。',
    });
  });

  test('the length of the window is configurable', () => {
    const wide = operationContext({
      app: dev,
      at: '2026-02-01T04:00:00.000Z',
      rules: { ...rules, extendWindowDays: 28 },
    });
    expect(planOf(extend, wide).updates).toHaveLength(1);
    const none = operationContext({ app: dev, at: justBefore(until), rules: { ...rules, extendWindowDays: 0 } });
    expect(refusalOf(extend, none).values).toMatchObject({ from: until, until });
  });
});

describe('suspended', () => {
  test.each([
    [until, '2026-03-28T04:00:00.000Z'],
    ['2026-03-31T16:30:00.000Z', '2026-04-30T16:30:00.000Z'],
    ['2027-01-30T17:00:00.000Z', '2027-02-27T17:00:00.000Z'],
  ])('makes the app active for one month from now: %s', (now, end) => {
    const plan = planOf(extend, operationContext({ app: suspended, at: now }));
    const validity = { anchor: now, months: 1, until: end };
    expect(updateOf(plan)).toEqual({ after: { ...dev, state: 'active', validity }, usesAllowance: [] });
    expect(english(plan.lines)[0]).toBe('*State*: suspended → *active*');
    expect(plan.lines).toHaveLength(2);
  });
});

test('extend adds the months that the rule set defines', () => {
  const fourth = { ...rules, catalogue: extraCatalogue };
  const validity = { anchor, months: 2, until: '2026-03-31T04:00:00.000Z' };
  const seed = appWith({ ruleSet: 'fourth', plan: 'fourth.seed', validity });
  const early = planOf(extend, operationContext({ app: seed, at: justBefore(validity.until), rules: fourth }));
  expect(updateOf(early).after.validity).toEqual({ anchor, months: 4, until: '2026-05-31T04:00:00.000Z' });
  const late = planOf(
    extend,
    operationContext({ app: { ...seed, state: 'suspended' }, at: validity.until, rules: fourth }),
  );
  expect(updateOf(late).after.validity?.until).toBe('2026-05-31T04:00:00.000Z');
});

describe('extend is refused', () => {
  const early = justBefore(windowOpens);
  test.each([
    ['too early', dev, early, 'refusal.tooEarly', ['upgrade', 'show']],
    ['on trial', appWith({ plan: 'legacy.trial' }), at, 'refusal.otherPlan', ['show']],
    ['on pro', appWith(), at, 'refusal.otherPlan', ['show']],
    ['on standard', appWith({ ruleSet: 'current', plan: 'current.standard' }), at, 'refusal.otherPlan', ['show']],
    [
      'disabled',
      { ...dev, state: 'disabled', disabledAt: until } as const,
      at,
      'refusal.disabled',
      ['restore', 'show'],
    ],
    ['purged', { ...dev, state: 'purged', disabledAt: anchor } as const, at, 'refusal.purged', ['history']],
  ])('%s', (_, app, now, key, nextOperations) => {
    expect(refusalOf(extend, operationContext({ app, at: now }))).toMatchObject({
      key,
      field: undefined,
      nextOperations,
    });
  });

  test('extend is refused before the window, with its start', () => {
    const { values } = refusalOf(extend, operationContext({ app: dev, at: early }));
    expect(values).toMatchObject({ from: windowOpens, until });
  });
});
