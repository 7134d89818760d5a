import { describe, expect, test } from 'vitest';
import { statementOf } from '../../../../src/domain/billing/statement.js';
import { modeFor, newRuleSet } from '../../../../src/domain/billing-mode.js';
import { changeAllowance } from '../../../../src/domain/entitlements/change-allowance.js';
import { check } from '../../../../src/domain/entitlements/entitlement-check.js';
import { extended, freeValidity, newValidity } from '../../../../src/domain/validity.js';
import { configure } from '../../../../src/operations/configure/configure.js';
import { extend } from '../../../../src/operations/extend/extend.js';
import { plans } from '../../../../src/operations/plans/plans.js';
import { upgrade } from '../../../../src/operations/upgrade/upgrade.js';
import { appWith, configurationFrom, shanghai } from '../../../fixtures/domain.js';
import {
  english,
  operationContext,
  planOf,
  refusalOf,
  rulesWith,
  updateOf,
} from '../../../fixtures/operation-context.js';
import { catalogueOfData as catalogue } from '../../../fixtures/rule-sets-as-data.js';

const rules = { catalogue, calendar: shanghai };
const at = '2026-11-21T04:00:00.000Z';

describe('billing modes of their own', () => {
  test.each([
    ['osaka', '2023-05-31', 'legacy'],
    ['osaka', '2023-06-01', 'trial2023'],
    ['osaka', '2025-01-01', 'seats'],
    ['lyon', '2020-01-01', 'seats'],
    ['seoul', '2026-01-01', 'current'],
  ])('a first app in %s of %s gets %s', (dataCenter, day, mode) => {
    expect(modeFor({ recorded: null, dataCenter, createdAt: `${day}T04:00:00.000Z` }, rules)).toEqual({ mode });
  });
  test('have their rule set for new apps', () => {
    expect(['trial2023', 'seats'].map((mode) => newRuleSet(mode, catalogue))).toEqual(['trial2023', 'bySeat']);
  });
  test('conflict with an app that was created before they began', () => {
    const recorded = { mode: 'trial2023', migrated: false, registrations: 1 };
    expect(modeFor({ recorded, dataCenter: 'osaka', createdAt: '2023-05-31T04:00:00.000Z' }, rules)).toEqual({
      conflict: true,
      from: '2023-06-01',
    });
  });
});

describe('trial2023', () => {
  const ruleSet = catalogue.ruleSets['trial2023'] ?? expect.fail();
  const period = freeValidity(ruleSet) ?? expect.fail();
  const validity = newValidity('2026-11-10T04:00:00.000Z', period, shanghai);
  const free = appWith({ ruleSet: 'trial2023', plan: 'trial2023.try', validity });

  test('the free plan is valid for 14 days, and is extended by 14 days', () => {
    expect(validity.until).toBe('2026-11-24T04:00:00.000Z');
    expect(extended(validity, { at, period }, shanghai).until).toBe('2026-12-08T04:00:00.000Z');
    expect(extended(validity, { at: '2026-11-30T00:00:00.000Z', period }, shanghai).until).toBe(
      '2026-12-14T00:00:00.000Z',
    );
    const ctx = operationContext({ app: free, rules: rulesWith(catalogue), at });
    expect(updateOf(planOf(extend, ctx)).after.validity?.until).toBe('2026-12-08T04:00:00.000Z');
    expect(english(planOf(plans, ctx, { ruleSet: 'trial2023' }).lines)).toContain('• Valid for 14 days at a time');
  });

  test('two changes of the plan a quarter, the upgrade included', () => {
    const used = (day: string) => configurationFrom(`${day}T04:00:00.000Z`, { usedAllowances: ['plan'] });
    const allowance = (history: Parameters<typeof changeAllowance>[0]['history']) =>
      changeAllowance({ ruleSet: 'trial2023', history }, 'plan', { ...rules, at });
    expect(allowance([used('2026-10-01')])).toEqual({ mayChange: 'freely' });
    expect(allowance([used('2026-10-01'), used('2026-11-02')])).toMatchObject({
      mayChange: 'not',
      again: '2026-12-31T16:00:00.000Z',
    });
    expect(
      updateOf(
        planOf(upgrade, operationContext({ app: free, rules: rulesWith(catalogue), at }), { plan: 'trial2023.basic' }),
      ).usesAllowance,
    ).toEqual(['plan']);
  });

  test('is charged by day, and keeps messages as long as the plan says', () => {
    const history = [configurationFrom('2026-12-21T04:00:00.000Z', { ruleSet: 'trial2023', plan: 'trial2023.full' })];
    expect(statementOf('2026-12', { history, peaks: [] }, rules)).toMatchObject({ total: 2_200 });
    expect(check(catalogue, free, { metric: 'messageRetentionDays', current: 3, asked: 1 })).toEqual({
      allowed: true,
      limit: 3,
    });
  });
});

describe('bySeat', () => {
  const team = appWith({ ruleSet: 'bySeat', plan: 'seats.team', addOns: { seats: 50 } });
  const history = [
    configurationFrom('2026-01-01T00:00:00.000Z', { ruleSet: 'bySeat', plan: 'seats.team', addOns: { seats: 50 } }),
  ];

  test('has a price per value and plan, and its own in a data center, billed on its own days', () => {
    const lines = (dataCenter: string) =>
      statementOf('2026-11', { history, peaks: [], dataCenter }, rules).lines.map(({ amount, billedOn }) => [
        amount,
        billedOn,
      ]);
    expect(lines('osaka')).toEqual([
      [1_000, '2026-12-10'],
      [1_250, '2026-12-20'],
    ]);
    expect(lines('lyon')).toEqual([
      [1_100, '2026-12-10'],
      [700, '2026-12-20'],
    ]);
  });

  test('an item extends a metric; one change a week', () => {
    expect(check(catalogue, team, { metric: 'registeredUsers', current: 50, asked: 1 })).toMatchObject({
      allowed: false,
      limit: 50,
    });
    const changed = configurationFrom('2026-11-17T04:00:00.000Z', {
      ...{ ruleSet: 'bySeat', plan: 'seats.team', addOns: { seats: 50 } },
      usedAllowances: ['seats'],
    });
    const before = { ...history[0], addOns: { seats: 20 } } as (typeof history)[number];
    const ctx = operationContext({ app: team, history: [before, changed], rules: rulesWith(catalogue), at });
    expect(refusalOf(configure, ctx, { seats: 'default' })).toMatchObject({
      key: 'refusal.changeUsedBack',
      field: 'seats',
    });
    expect(updateOf(planOf(configure, ctx, { seats: '20' })).after.addOns).toEqual({ seats: 20 });
  });
});
