import { describe, expect, test } from 'vitest';
import { extend } from '../../../src/operations/extend/extend.js';
import { noConfirmation } from '../../../src/operations/operation.js';
import { appWith, developer, justBefore } from '../../fixtures/domain.js';
import { fourthCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  moveOf,
  planOf,
  refusalOf,
  rules,
  situation,
  told,
} from '../../fixtures/operation-context.js';

const anchor = '2026-01-31T04:00:00.000Z';
const until = '2026-02-28T04:00:00.000Z';
const windowOpens = '2026-02-21T04:00:00.000Z';
const dev = developer(anchor);
const suspended = { ...dev, state: 'suspended' } as const;

test('asks nothing, and one click is enough', () => {
  expect(formOf(extend, situation({ app: dev, at: windowOpens }))).toEqual([]);
  expect(extend.subject === 'app' && extend.policy(dev, rules)).toEqual(noConfirmation);
});

describe('in the last days of its validity', () => {
  test.each([windowOpens, justBefore(until)])('a month is added to its end, counted from the anchor: %s', (now) => {
    const plan = planOf(extend, situation({ app: dev, at: now }));
    const validity = { anchor, months: 2, until: '2026-03-31T04:00:00.000Z' };
    expect(moveOf(plan)).toEqual({ after: { ...dev, validity }, usesAllowance: [] });
    expect(english(plan.lines)).toEqual(['*Valid until*: Feb 28, 2026, 12:00 GMT+8 → *Mar 31, 2026, 12:00 GMT+8*']);
    expect(plan).toMatchObject({ warnings: [], loss: null, nextActions: [{ operation: 'show' }] });
    expect(plan.done && told(plan.done)).toEqual({
      en: 'shop (1400000001) is valid until Mar 31, 2026, 12:00 GMT+8.',
      ko: 'shop (1400000001)의 유효 기간이 2026년 3월 31일 12:00 GMT+8까지 연장되었습니다.',
      zh: 'shop (1400000001) 的有效期已延长至 2026年3月31日 12:00 GMT+8。',
    });
  });

  test('the window is a matter of settings', () => {
    const wide = situation({ app: dev, at: '2026-02-01T04:00:00.000Z', rules: { ...rules, extendWindowDays: 28 } });
    expect(planOf(extend, wide).updates).toHaveLength(1);
    const none = situation({ app: dev, at: justBefore(until), rules: { ...rules, extendWindowDays: 0 } });
    expect(refusalOf(extend, none).values).toMatchObject({ from: until, until });
  });
});

describe('suspended', () => {
  test.each([
    [until, '2026-03-28T04:00:00.000Z'],
    ['2026-03-31T16:30:00.000Z', '2026-04-30T16:30:00.000Z'],
    ['2027-01-30T17:00:00.000Z', '2027-02-27T17:00:00.000Z'],
  ])('it is active again, for one month from now: %s', (now, end) => {
    const plan = planOf(extend, situation({ app: suspended, at: now }));
    const validity = { anchor: now, months: 1, until: end };
    expect(moveOf(plan)).toEqual({ after: { ...dev, state: 'active', validity }, usesAllowance: [] });
    expect(english(plan.lines)[0]).toBe('*State*: suspended → *active*');
    expect(plan.lines).toHaveLength(2);
  });
});

test('by as many months as its billing rules give', () => {
  const fourth = { ...rules, catalogue: fourthCatalogue };
  const validity = { anchor, months: 2, until: '2026-03-31T04:00:00.000Z' };
  const seed = appWith({ ruleSet: 'fourth', plan: 'fourth.seed', validity });
  const early = planOf(extend, situation({ app: seed, at: justBefore(validity.until), rules: fourth }));
  expect(moveOf(early).after.validity).toEqual({ anchor, months: 4, until: '2026-05-31T04:00:00.000Z' });
  const late = planOf(extend, situation({ app: { ...seed, state: 'suspended' }, at: validity.until, rules: fourth }));
  expect(moveOf(late).after.validity?.until).toBe('2026-05-31T04:00:00.000Z');
});

describe('is refused', () => {
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
  ])('%s', (_, app, now, key, next) => {
    expect(refusalOf(extend, situation({ app, at: now }))).toMatchObject({ key, field: undefined, next });
  });

  test('too early, saying from when', () => {
    const { values } = refusalOf(extend, situation({ app: dev, at: early }));
    expect(values).toMatchObject({ from: windowOpens, until });
  });
});
