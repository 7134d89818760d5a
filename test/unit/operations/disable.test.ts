import { describe, expect, test } from 'vitest';
import { disable } from '../../../src/operations/disable/disable.js';
import { appWith, developer } from '../../fixtures/domain.js';
import { fourthCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  moveOf,
  planOf,
  refusalOf,
  rules,
  rulesOf,
  situation,
  told,
} from '../../fixtures/operation-context.js';

const dev = developer('2026-11-01T04:00:00.000Z');
const daily = appWith({ addOns: { maxGroupsPerUser: 1000 } });
const monthly = appWith({ ruleSet: 'legacy-monthly', addOns: { contentFiltering: true } });
const gone = '2027-02-19T04:00:00.000Z';

test.each([
  ['current', dev, 'none'],
  ['legacy-daily', daily, 'none'],
  ['legacy-monthly', monthly, 'app-name'],
])('under %s somebody else agrees, and what can never be undone wants the name twice', (_, app, approverConfirms) => {
  expect(disable.subject === 'app' && disable.policy(app, rules)).toEqual({
    confirm: 'app-name',
    approval: 'on-call',
    approverConfirms,
  });
  expect(formOf(disable, situation({ app }))).toEqual([]);
});

describe('where it can be restored', () => {
  test.each([
    ['developer', dev],
    ['developer, suspended', { ...dev, state: 'suspended' } as const],
    ['pro', daily],
    ['trial', appWith({ plan: 'legacy.trial' })],
    ['premium', appWith({ ruleSet: 'current', plan: 'current.premium' })],
  ])('%s stops at once and keeps all that it has', (_, app) => {
    const plan = planOf(disable, situation({ app }));
    expect(moveOf(plan)).toEqual({ after: { ...app, state: 'disabled', disabledAt: at }, usesAllowance: [] });
    expect(plan.loss).toMatchObject({ key: 'disable.lossLater', values: { until: gone } });
    expect(plan.undo).toEqual({ key: 'disable.undo', values: { days: 90 } });
    expect(plan.done).toMatchObject({ key: 'disable.done', values: { until: gone } });
    expect(plan.nextActions).toEqual([{ operation: 'history', sdkAppId: app.sdkAppId }]);
  });

  test('it says so, and until when', () => {
    const { lines, loss } = planOf(disable, situation({ app: daily }));
    expect(english(lines)).toEqual([
      '*State*: active → *disabled*',
      '*Plan*: Pro Edition-Postpaid',
      '*Audio-video chat rooms*: 50 (included)',
      '*Groups per user*: 1,000',
      '*Members per group*: 200 (included)',
    ]);
    expect(loss && told(loss).en).toBe(
      'All services of shop (1400000001) stop at once. It can be restored until Feb 19, 2027, 12:00 GMT+8; after that its data and services are gone for ever.',
    );
  });

  test('for how long is a matter of data', () => {
    const app = appWith({ ruleSet: 'fourth', plan: 'fourth.tree' });
    const plan = planOf(disable, situation({ app, rules: rulesOf(fourthCatalogue) }));
    expect(plan.loss?.values).toMatchObject({ until: '2026-12-01T04:00:00.000Z' });
    expect(plan.undo?.values).toEqual({ days: 10 });
  });
});

test('under legacy-monthly it is gone at once and for ever, and that is said plainly', () => {
  const plan = planOf(disable, situation({ app: monthly }));
  expect(moveOf(plan)).toEqual({ after: { ...monthly, state: 'purged', disabledAt: at }, usesAllowance: [] });
  expect(english(plan.lines)[0]).toBe('*State*: active → *gone for ever*');
  expect([plan.loss?.key, plan.undo?.key, plan.done?.key]).toEqual([
    'disable.lossAtOnce',
    'disable.noUndo',
    'disable.doneForEver',
  ]);
});

describe('is refused', () => {
  test.each([
    [
      'disabled',
      { ...daily, state: 'disabled', disabledAt: at } as const,
      'refusal.alreadyDisabled',
      ['restore', 'show'],
    ],
    ['purged', { ...daily, state: 'purged', disabledAt: at } as const, 'refusal.purged', ['history']],
    ['purged by month', { ...monthly, state: 'purged', disabledAt: at } as const, 'refusal.purged', ['history']],
  ])('%s', (_, app, key, next) => {
    expect(refusalOf(disable, situation({ app }))).toMatchObject({ key, field: undefined, next });
  });
});
