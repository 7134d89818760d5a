import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AddOns } from '../../../../src/domain/app.js';
import { readCatalogue } from '../../../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../../../src/domain/catalogue/index.js';
import {
  check,
  featuresOf,
  hasFeature,
  limitOf,
  limitsOf,
} from '../../../../src/domain/entitlements/entitlement-check.js';
import { appWith, catalogue, plansOf, ruleSetIds } from '../../../fixtures/domain.js';

const subscription = (plan: string, addOns: AddOns = {}) =>
  appWith({ ruleSet: plan.startsWith('current') ? 'current' : 'legacy-daily', plan, addOns });

interface Refused {
  readonly code: number | string;
  readonly upgrade: boolean;
  readonly item?: string;
}

/** What each plan has of each metric, and what is said when one more is asked for. Undefined: it is charged instead. */
const rows: [plan: string, metric: string, limit: number, refused: Refused | undefined, addOns?: AddOns][] = [
  ...['legacy.trial', 'current.developer'].flatMap((plan): typeof rows => [
    [plan, 'registeredUsers', 100, { code: 70398, upgrade: true }],
    [plan, 'contactsPerUser', 20, { code: 30010, upgrade: true }],
    [plan, 'groupsPerUser', 50, { code: 10037, upgrade: true }],
    [plan, 'membersPerGroup', 20, { code: 10038, upgrade: true }],
    [plan, 'nonAvGroups', 100, { code: 10058, upgrade: true }],
    [plan, 'avChatRooms', 10, { code: 10036, upgrade: true }],
    [plan, 'dailyNetGroupIncrease', 100, { code: 'daily_group_increase', upgrade: true }],
    [plan, 'peakGroups', 100, undefined],
  ]),
  ['legacy.trial', 'dailyActiveUsers', 100, { code: 72000, upgrade: true }],
  ['current.developer', 'monthlyActiveUsers', 100, { code: 72002, upgrade: true }],

  ['legacy.pro', 'contactsPerUser', 3000, { code: 30010, upgrade: false }],
  ['legacy.pro', 'groupsPerUser', 500, { code: 10037, upgrade: true, item: 'maxGroupsPerUser' }],
  ['legacy.pro', 'membersPerGroup', 200, { code: 10038, upgrade: true, item: 'maxMembersPerGroup' }],
  ['legacy.pro', 'avChatRooms', 50, { code: 10036, upgrade: true, item: 'unlimitedAvChatRooms' }],
  ['legacy.pro', 'dailyNetGroupIncrease', 10_000, { code: 'daily_group_increase', upgrade: false }],
  ['legacy.pro', 'dailyActiveUsers', 10_000, undefined],
  ['legacy.pro', 'peakGroups', 100_000, undefined],

  ['legacy.flagship', 'contactsPerUser', 3000, { code: 30010, upgrade: false }],
  ['legacy.flagship', 'groupsPerUser', 1000, { code: 10037, upgrade: false, item: 'maxGroupsPerUser' }],
  ['legacy.flagship', 'membersPerGroup', 2000, { code: 10038, upgrade: false, item: 'maxMembersPerGroup' }],
  ['legacy.flagship', 'dailyNetGroupIncrease', 10_000, { code: 'daily_group_increase', upgrade: false }],
  ['legacy.flagship', 'dailyActiveUsers', 10_000, undefined],
  ['legacy.flagship', 'peakGroups', 100_000, undefined],

  ['current.standard', 'contactsPerUser', 3000, { code: 30010, upgrade: false }],
  ['current.standard', 'groupsPerUser', 500, { code: 10037, upgrade: true }],
  ['current.standard', 'membersPerGroup', 200, { code: 10038, upgrade: true }],
  ['current.standard', 'avChatRooms', 50, { code: 10036, upgrade: true }],
  ['current.standard', 'dailyNetGroupIncrease', 10_000, { code: 'daily_group_increase', upgrade: false }],
  ['current.standard', 'monthlyActiveUsers', 10_000, undefined],

  ['current.premium', 'groupsPerUser', 1000, { code: 10037, upgrade: false }],
  ['current.premium', 'membersPerGroup', 2000, { code: 10038, upgrade: false }],
  ['current.premium', 'dailyNetGroupIncrease', 10_000, { code: 'daily_group_increase', upgrade: false }],
  ['current.premium', 'monthlyActiveUsers', 10_000, undefined],

  // With value-added items: more is allowed, and an item that is held at its most is no remedy any more.
  ['legacy.pro', 'groupsPerUser', 1000, { code: 10037, upgrade: true }, { maxGroupsPerUser: 1000 }],
  ['legacy.pro', 'membersPerGroup', 2000, { code: 10038, upgrade: true }, { maxMembersPerGroup: 2000 }],
  ['legacy.flagship', 'groupsPerUser', 3000, { code: 10037, upgrade: false }, { maxGroupsPerUser: 3000 }],
  ['legacy.flagship', 'membersPerGroup', 6000, { code: 10038, upgrade: false }, { maxMembersPerGroup: 6000 }],
];

describe('check of a metric', () => {
  test.each(rows)(
    '%s, %s: %i are allowed, one more is refused with %j (add-ons %j)',
    (plan, metric, limit, refused, addOns = {}) => {
      const app = subscription(plan, addOns);
      const ask = (current: number, asked: number) => check(catalogue, app, { metric, current, asked });
      const allowed = { allowed: true, limit };
      const remedy = { upgrade: refused?.upgrade, item: refused?.item ?? null };
      const more = refused ? { allowed: false, errorCode: refused.code, limit, remedy } : allowed;
      expect(ask(limit - 1, 1)).toEqual(allowed);
      expect(ask(0, limit)).toEqual(allowed);
      expect(ask(limit, 0)).toEqual(allowed);
      expect(ask(limit, 1)).toEqual(more);
      expect(ask(0, limit + 1)).toEqual(more);
      // Nothing existing is taken away, but above the limit there is no room for anything.
      expect(ask(limit + 10, 0)).toEqual(more);
      expect(ask(limit + 10, 1)).toEqual(more);
    },
  );

  const unlimited: [string, string, AddOns?][] = [
    ...['legacy.pro', 'legacy.flagship', 'current.standard', 'current.premium'].flatMap((plan): typeof unlimited => [
      [plan, 'registeredUsers'],
      [plan, 'nonAvGroups'],
    ]),
    ['legacy.flagship', 'avChatRooms'],
    ['current.premium', 'avChatRooms'],
    ['current.standard', 'peakGroups'],
    ['current.premium', 'peakGroups'],
    ['legacy.pro', 'avChatRooms', { unlimitedAvChatRooms: true }],
  ];
  test.each(unlimited)('%s, %s: unlimited (add-ons %j)', (plan, metric, addOns = {}) => {
    const ask = { metric, current: 999_999_999, asked: 999_999 };
    expect(check(catalogue, subscription(plan, addOns), ask)).toEqual({ allowed: true, limit: null });
  });

  test.each([
    ['legacy.pro', 'monthlyActiveUsers'],
    ['legacy.trial', 'monthlyActiveUsers'],
    ['current.standard', 'dailyActiveUsers'],
    ['current.developer', 'dailyActiveUsers'],
  ])('%s has no such metric: %s is allowed and does not apply', (plan, metric) => {
    const ask = { metric, current: 999_999_999, asked: 1 };
    expect(check(catalogue, subscription(plan), ask)).toEqual({ allowed: true, limit: null, applies: false });
  });

  test.each([
    ['legacy.pro', { contentFiltering: true }, { allowed: true, limit: null }],
    ['legacy.pro', {}, { allowed: false, remedy: { upgrade: true, item: 'contentFiltering' } }],
    ['legacy.trial', {}, { allowed: false, remedy: { upgrade: true, item: null } }],
  ] as const)('a paid item that is a feature, on %s with %j', (plan, addOns, expected) => {
    const app = { ...subscription(plan, addOns), ruleSet: 'legacy-monthly' };
    expect(check(catalogue, app, { feature: 'contentFiltering' })).toMatchObject({
      ...expected,
      ...(expected.allowed ? {} : { errorCode: 10059, limit: null }),
    });
  });

  test('a paid item that the rule set does not offer is refused without a remedy', () => {
    const app = { ...subscription('legacy.pro'), ruleSet: 'legacy-daily' };
    expect(check(catalogue, app, { feature: 'contentFiltering' })).toMatchObject({ allowed: false, remedy: 'none' });
  });

  test.each([
    ['legacy.pro', 'nothing'],
    ['legacy.pro', 'constructor'],
    ['legacy.pro', '__proto__'],
    ['legacy.pro', 'toString'],
    ['legacy.gold', 'avChatRooms'],
  ])('%s does not have it: %s is refused', (plan, metric) => {
    expect(check(catalogue, subscription(plan), { metric, current: 0, asked: 1 })).toEqual({
      allowed: false,
      errorCode: 10059,
      limit: null,
      remedy: 'none',
    });
  });

  test('a metric that is never refused is allowed, even if the vendor has an error code for it', () => {
    const source = JSON.parse(JSON.stringify(standardCatalogue));
    source.metrics.avChatRooms.refusedOn = 'never';
    source.priceLists[0].overage.avChatRooms = { price: '1', per: 1 };
    const ask = { metric: 'avChatRooms', current: 50, asked: 1 };
    expect(check(readCatalogue(source), subscription('legacy.pro'), ask)).toEqual({ allowed: true, limit: 50 });
  });

  test('NaN and infinite numbers are refused', () => {
    for (const [current, asked] of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
    ] as const) {
      const result = check(catalogue, subscription('legacy.pro'), { metric: 'avChatRooms', current, asked });
      expect(result.allowed).toBe(false);
    }
  });

  test('a value-added item extends its own metric only', () => {
    const [none, some] = [subscription('legacy.pro'), subscription('legacy.pro', { maxGroupsPerUser: 1000 })];
    const changed = Object.keys(catalogue.metrics).filter(
      (metric) => limitOf(catalogue, none, metric) !== limitOf(catalogue, some, metric),
    );
    expect(changed).toEqual(['groupsPerUser']);
    expect(limitsOf(catalogue, subscription('legacy.pro', { contentFiltering: true }))).toEqual(
      limitsOf(catalogue, none),
    );
  });

  const apps = fc.constantFrom(
    ...ruleSetIds.flatMap((ruleSet) => plansOf[ruleSet].map((plan) => appWith({ ruleSet, plan }))),
  );
  const metrics = fc.constantFrom(...Object.keys(catalogue.metrics));
  const numbers = fc.nat({ max: 200_000 });

  test('property: if an amount is allowed, a smaller one is too', () => {
    fc.assert(
      fc.property(apps, metrics, numbers, numbers, fc.nat(), (app, metric, current, asked, less) => {
        if (!check(catalogue, app, { metric, current, asked }).allowed) return;
        expect(check(catalogue, app, { metric, current, asked: Math.min(less, asked) }).allowed).toBe(true);
        expect(check(catalogue, app, { metric, current: Math.min(less, current), asked }).allowed).toBe(true);
      }),
    );
  });

  test('property: a remedy helps, and without a remedy nothing would', () => {
    fc.assert(
      fc.property(apps, metrics, (app, metric) => {
        const limit = limitOf(catalogue, app, metric);
        const { offers, paidPlans } = catalogue.ruleSets[app.ruleSet] ?? expect.fail();
        if (limit === null || limit === undefined) return;
        const result = check(catalogue, app, { metric, current: limit, asked: 1 });
        if (result.allowed || typeof result.remedy === 'string') return;
        const most = (plan: string) =>
          [{}, ...(offers[plan] ?? []).map(({ item, options }) => ({ [item]: options.at(-1) ?? (true as const) }))]
            .map((addOns) => limitOf(catalogue, { ...app, plan, addOns }, metric) ?? Number.POSITIVE_INFINITY)
            .reduce((a, b) => Math.max(a, b));
        expect(result.remedy.item !== null).toBe(most(app.plan) > limit);
        expect(result.remedy.upgrade).toBe(paidPlans.some((plan) => plan !== app.plan && most(plan) > limit));
      }),
    );
  });
});

describe('check of a feature', () => {
  const plus = Object.keys(catalogue.features).filter((feature) => feature !== 'globalCoverage');

  test.each(['legacy.flagship', 'current.developer', 'current.premium'])('%s has every feature', (plan) => {
    for (const feature of ['globalCoverage', ...plus]) {
      expect(check(catalogue, subscription(plan), { feature })).toEqual({ allowed: true, limit: null });
    }
    expect(featuresOf(catalogue, { plan })).toEqual(Object.values(catalogue.features).map(({ label }) => label));
  });

  test.each(['legacy.trial', 'legacy.pro', 'current.standard'])('%s lacks 13 features: error code 10059', (plan) => {
    expect(plus).toHaveLength(13);
    for (const feature of plus) {
      expect(check(catalogue, subscription(plan), { feature })).toEqual({
        allowed: false,
        errorCode: 10059,
        limit: null,
        remedy: { upgrade: true, item: null },
      });
    }
    expect(featuresOf(catalogue, { plan })).toEqual([catalogue.features['globalCoverage']?.label]);
  });

  test.each(['magic', 'constructor', '__proto__', 'toString', ''])('"%s", which is none, is refused', (feature) => {
    const refused = { allowed: false, errorCode: 10059, limit: null, remedy: 'none' };
    expect(check(catalogue, subscription('legacy.flagship'), { feature })).toEqual(refused);
    expect(hasFeature(catalogue, { plan: 'legacy.flagship' }, feature)).toBe(false);
  });
});

describe('check of an app that is not active', () => {
  test.each([
    ['suspended', 60020, 'extend-or-upgrade'],
    ['disabled', 60016, 'restore'],
    ['purged', 60016, 'none'],
  ] as const)('an app that is %s is refused everything with %i', (state, errorCode, remedy) => {
    const app = { ...subscription('current.premium'), state };
    const refused = { allowed: false, errorCode, limit: null, remedy };
    expect(check(catalogue, app, { metric: 'registeredUsers', current: 0, asked: 1 })).toEqual(refused);
    expect(check(catalogue, app, { metric: 'peakGroups', current: 0, asked: 0 })).toEqual(refused);
    expect(check(catalogue, app, { feature: 'globalCoverage' })).toEqual(refused);
    expect(check(catalogue, app, { metric: 'nothing', current: 0, asked: 0 })).toEqual(refused);
  });
});

test('limitsOf has the metrics of the plan in the order of the catalogue', () => {
  const ids = limitsOf(catalogue, subscription('current.standard')).map(({ id }) => id);
  expect(ids).toEqual(Object.keys(catalogue.metrics).filter((metric) => metric !== 'dailyActiveUsers'));
});
