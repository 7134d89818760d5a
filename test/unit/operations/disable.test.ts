import { describe, expect, test } from 'vitest';
import { disable } from '../../../src/operations/disable/disable.js';
import { appWith, developerApp } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  operationContext,
  planOf,
  refusalOf,
  rules,
  rulesWith,
  translated,
  updateOf,
} from '../../fixtures/operation-context.js';

const dev = developerApp('2026-11-01T04:00:00.000Z');
const daily = appWith({ addOns: { maxGroupsPerUser: 1000 } });
const monthly = appWith({ ruleSet: 'legacy-monthly', addOns: { contentFiltering: true } });
const gone = '2027-02-19T04:00:00.000Z';

test.each([
  ['current', dev, 'none'],
  ['legacy-daily', daily, 'none'],
  ['legacy-monthly', monthly, 'app-name'],
])('%s: disable needs an approver, who types the name if the app cannot be restored', (_, app, approverConfirms) => {
  expect(disable.subject === 'app' && disable.policy(app, rules)).toEqual({
    confirm: 'app-name',
    approval: 'on-call',
    approverConfirms,
  });
  expect(formOf(disable, operationContext({ app }))).toEqual([]);
});

describe('disable, if the app can be restored', () => {
  test.each([
    ['developer', dev],
    ['developer, suspended', { ...dev, state: 'suspended' } as const],
    ['pro', daily],
    ['trial', appWith({ plan: 'legacy.trial' })],
    ['premium', appWith({ ruleSet: 'current', plan: 'current.premium' })],
  ])('%s: is disabled at once and keeps its configuration', (_, app) => {
    const plan = planOf(disable, operationContext({ app }));
    expect(updateOf(plan)).toEqual({ after: { ...app, state: 'disabled', disabledAt: at }, usesAllowance: [] });
    expect(plan.loss).toMatchObject({ key: 'disable.lossLater', values: { until: gone } });
    expect(plan.undo).toEqual({ key: 'disable.undo', values: { days: 90 } });
    expect(plan.done).toMatchObject({ key: 'disable.done', values: { until: gone } });
    expect(plan.nextActions).toEqual([{ operation: 'history', sdkAppId: app.sdkAppId }]);
  });

  test('names the instant until which it can be restored', () => {
    const { lines, loss } = planOf(disable, operationContext({ app: daily }));
    expect(english(lines)).toEqual([
      '*State*: active → *disabled*',
      '*Plan*: Pro Edition-Postpaid',
      '*Audio-video chat rooms*: 50 (included)',
      '*Groups per user*: 1,000',
      '*Members per group*: 200 (included)',
      '*Message storage*: 7 days (included)',
    ]);
    expect(loss && translated(loss).en).toBe(
      'All services of shop (1400000001) stop at once. It can be restored until Feb 19, 2027, 12:00 GMT+8; after that its data and services are gone for ever.',
    );
  });

  test('the restore period is defined by the rule set', () => {
    const app = appWith({ ruleSet: 'fourth', plan: 'fourth.tree' });
    const plan = planOf(disable, operationContext({ app, rules: rulesWith(extraCatalogue) }));
    expect(plan.loss?.values).toMatchObject({ until: '2026-12-01T04:00:00.000Z' });
    expect(plan.undo?.values).toEqual({ days: 10 });
  });
});

test('legacy-monthly: disable purges the app at once, and the plan says so', () => {
  const plan = planOf(disable, operationContext({ app: monthly }));
  expect(updateOf(plan)).toEqual({ after: { ...monthly, state: 'purged', disabledAt: at }, usesAllowance: [] });
  expect(english(plan.lines)[0]).toBe('*State*: active → *gone for ever*');
  expect([plan.loss?.key, plan.undo?.key, plan.done?.key]).toEqual([
    'disable.lossAtOnce',
    'disable.noUndo',
    'disable.doneForEver',
  ]);
});

describe('disable is refused', () => {
  test.each([
    [
      'disabled',
      { ...daily, state: 'disabled', disabledAt: at } as const,
      'refusal.alreadyDisabled',
      ['restore', 'show'],
    ],
    ['purged', { ...daily, state: 'purged', disabledAt: at } as const, 'refusal.purged', ['history']],
    ['purged by month', { ...monthly, state: 'purged', disabledAt: at } as const, 'refusal.purged', ['history']],
  ])('%s', (_, app, key, nextOperations) => {
    expect(refusalOf(disable, operationContext({ app }))).toMatchObject({ key, field: undefined, nextOperations });
  });
});
