import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { App } from '../../../../src/domain/app.js';
import { limitOf } from '../../../../src/domain/entitlements/entitlement-check.js';
import { smallestSufficientChange } from '../../../../src/domain/entitlements/limit-suggestion.js';
import { appWith, catalogue, plansOf, ruleSetIds } from '../../../fixtures/domain.js';

const pro = (addOns: App['addOns'] = {}) => appWith({ ruleSet: 'legacy-daily', plan: 'legacy.pro', addOns });
const relief = (app: App, metric: string, used: number) => smallestSufficientChange(catalogue, app, { metric, used });

describe('the smallest change that raises a limit above the usage', () => {
  test.each([
    ['the first value of the item', pro(), 'groupsPerUser', 450, 'legacy.pro', 'maxGroupsPerUser', 1000],
    ['at the limit itself', pro(), 'groupsPerUser', 500, 'legacy.pro', 'maxGroupsPerUser', 1000],
    [
      'at that value itself: another plan, with the item',
      pro(),
      'groupsPerUser',
      1000,
      'legacy.flagship',
      'maxGroupsPerUser',
      3000,
    ],
    [
      'above what is held',
      pro({ maxGroupsPerUser: 1000 }),
      'groupsPerUser',
      10,
      'legacy.flagship',
      'maxGroupsPerUser',
      3000,
    ],
    ['a switch', pro(), 'avChatRooms', 50, 'legacy.pro', 'unlimitedAvChatRooms', true],
  ])('%s', (_what, app, metric, used, plan, item, value) => {
    expect(relief(app, metric, used)).toEqual({ plan, item, value });
  });

  test('another plan if no item extends the limit, null if nothing does', () => {
    const standard = appWith({ ruleSet: 'current', plan: 'current.standard' });
    expect(relief(standard, 'membersPerGroup', 200)).toEqual({ plan: 'current.premium', item: null, value: null });
    expect(relief({ ...standard, plan: 'current.premium' }, 'membersPerGroup', 2000)).toBeNull();
    expect(relief(standard, 'registeredUsers', 9)).toBeNull();
    expect(relief(standard, 'elephants', 9)).toBeNull();
  });

  test('the highest limit if no change is sufficient', () => {
    const most = { plan: 'legacy.flagship', item: 'maxGroupsPerUser', value: 3000 };
    expect(relief(pro(), 'groupsPerUser', 1_000_000)).toEqual(most);
    expect(relief({ ...pro({ maxGroupsPerUser: 3000 }), plan: 'legacy.flagship' }, 'groupsPerUser', 3000)).toBeNull();
  });

  test('property: the suggested change raises the limit of any app', () => {
    const apps = fc
      .constantFrom(...ruleSetIds)
      .chain((ruleSet) => fc.constantFrom(...plansOf[ruleSet]).map((plan) => appWith({ ruleSet, plan, addOns: {} })));
    const metrics = fc.constantFrom(...Object.keys(catalogue.metrics));
    fc.assert(
      fc.property(apps, metrics, fc.nat(20_000), (app, metric, used) => {
        const found = relief(app, metric, used);
        if (!found) return;
        const { plan, item, value } = found;
        const before = limitOf(catalogue, app, metric) ?? 0;
        const after = limitOf(catalogue, { ...app, plan, addOns: item && value ? { [item]: value } : {} }, metric);
        expect(after === null || (after ?? 0) > before).toBe(true);
      }),
    );
  });
});
