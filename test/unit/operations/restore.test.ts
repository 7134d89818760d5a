import { describe, expect, test } from 'vitest';
import type { App } from '../../../src/domain/app.js';
import { stateAt } from '../../../src/domain/states.js';
import { restore } from '../../../src/operations/restore/restore.js';
import { appWith, developerApp, justBefore } from '../../fixtures/domain.js';
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

const disabledAt = '2026-11-10T04:00:00.000Z';
const gone = '2027-02-08T04:00:00.000Z';
const disabled = (app: App): App => ({ ...app, state: 'disabled', disabledAt });
const dev = developerApp('2026-11-01T04:00:00.000Z');
const over = developerApp('2026-10-15T04:00:00.000Z');

test('restore has an empty form', () => expect(formOf(restore, operationContext({ app: disabled(dev) }))).toEqual([]));

test.each([
  ['developer, still valid', dev, 'active', [], 'show'],
  ['developer, whose validity ran out meanwhile', over, 'suspended', ['restore.stillSuspended'], 'extend'],
  ['trial', appWith({ plan: 'legacy.trial' }), 'active', [], 'show'],
  ['pro with an item', appWith({ addOns: { maxGroupsPerUser: 1000 } }), 'active', ['restore.chargedAgain'], 'show'],
  ['premium', appWith({ ruleSet: 'current', plan: 'current.premium' }), 'active', ['restore.chargedAgain'], 'show'],
] as const)('restore: %s comes back as it was', (_, app, state, warnings, next) => {
  const plan = planOf(restore, operationContext({ app: disabled(app) }));
  expect(updateOf(plan)).toEqual({ after: { ...app, state, disabledAt: null }, usesAllowance: [] });
  expect(plan.warnings.map(({ key }) => key)).toEqual(warnings);
  expect(plan.nextActions).toEqual([{ operation: next, sdkAppId: app.sdkAppId }]);
  expect(plan).toMatchObject({ loss: null, undo: { key: 'restore.undo' } });
  expect(english(plan.lines)[0]).toBe(`*State*: disabled → *${state}*`);
});

test('restore: a validity that ends now has ended, one that ends a millisecond later has not', () => {
  const state = (now: string) =>
    updateOf(planOf(restore, operationContext({ app: disabled(over), at: now }))).after.state;
  const end = '2026-11-15T04:00:00.000Z';
  expect([state(justBefore(end)), state(end)]).toEqual(['active', 'suspended']);
});

test('restore warns if the app comes back suspended, with the end of its validity', () => {
  const plan = planOf(restore, operationContext({ app: disabled(over) }));
  expect(english(plan.warnings)).toEqual([
    'Its validity ended on Nov 15, 2026, 12:00 GMT+8, so it comes back suspended. Extend it or upgrade it to put it to work.',
  ]);
  expect(plan.done && translated(plan.done).ko).toBe('shop (1400000001)이 복구되었습니다. 상태: *일시 중단*.');
});

describe('restore after 90 days', () => {
  /** The app as it is at an instant, the way that operations are given it. */
  const then = (app: App, now: string) =>
    operationContext({ app: { ...app, state: stateAt(app, now, rules) }, at: now });

  test('is possible a millisecond earlier, not at that instant', () => {
    const app = disabled(appWith());
    expect(updateOf(planOf(restore, then(app, justBefore(gone)))).after.state).toBe('active');
    const refusal = refusalOf(restore, then(app, gone));
    expect(refusal).toMatchObject({ key: 'refusal.tooLateToRestore', field: undefined, nextOperations: ['history'] });
    expect(refusal.values).toMatchObject({ disabledAt, until: gone });
  });

  test('is never possible under legacy-monthly', () => {
    const refusal = refusalOf(restore, then(disabled(appWith({ ruleSet: 'legacy-monthly' })), disabledAt));
    expect(refusal).toMatchObject({ key: 'refusal.neverRecoverable', field: undefined, nextOperations: ['history'] });
    expect(translated({ key: refusal.key, values: refusal.values }).en).toBe(
      'shop (1400000001) cannot be restored: under Legacy rules, by month a disabled app is gone for ever.',
    );
  });
});

describe('restore is refused for an app that is not disabled', () => {
  test.each([
    ['active', appWith()],
    ['suspended', { ...over, state: 'suspended' } as const],
  ])('%s', (_, app) => {
    const refused = { key: 'refusal.notDisabled', field: undefined, nextOperations: ['show'] };
    expect(refusalOf(restore, operationContext({ app, at }))).toMatchObject(refused);
  });
});
