import { expect, test } from 'vitest';
import { migrate } from '../../../src/operations/migrate/migrate.js';
import { appWith, configurationFrom } from '../../fixtures/domain.js';
import {
  at,
  english,
  operationContext,
  planOf,
  refusalOf,
  rules,
  translated,
} from '../../fixtures/operation-context.js';

const pro = appWith({ sdkAppId: 1, name: 'pro', addOns: { maxGroupsPerUser: 1000 } });
const trial = appWith({ sdkAppId: 2, name: 'trial', plan: 'legacy.trial' });
const monthly = appWith({ sdkAppId: 3, name: 'monthly', ruleSet: 'legacy-monthly', plan: 'legacy.flagship' });
const gone = appWith({ sdkAppId: 4, name: 'gone', state: 'purged', disabledAt: '2026-01-02T00:00:00.000Z' });
const siblings = [pro, trial, monthly, gone].map((app) => ({
  app,
  version: 1,
  history: [configurationFrom(app.createdAt, { ruleSet: app.ruleSet, plan: app.plan, addOns: app.addOns })],
}));
const ctx = operationContext({ app: pro, siblings });

test('migrate updates every app of the account in the data center except purged ones', () => {
  const { updates } = planOf(migrate, ctx);
  expect(updates.map(({ after }) => [after.sdkAppId, after.ruleSet, after.plan, after.addOns])).toEqual([
    [1, 'current', 'current.standard', {}],
    [2, 'current', 'current.developer', {}],
    [3, 'current', 'current.premium', {}],
  ]);
  expect(updates.map(({ usesAllowance }) => usesAllowance)).toEqual([[], [], []]);
});

test('migrate preview lists changes and warnings per app', () => {
  const { lines, warnings, loss, undo, done } = planOf(migrate, ctx);
  expect(english(lines)).toEqual([
    'All *3 apps* of account acme in Singapore move to: New rules.',
    '• pro (1): Pro Edition-Postpaid → *Standard Edition-Postpaid*',
    '• trial (2): Trial Edition → *Developer Edition*',
    '• monthly (3): Flagship Edition-Postpaid → *Premium Edition-Postpaid*',
  ]);
  expect(english(warnings)).toEqual([
    '1 app on Developer Edition is then valid until Dec 21, 2026, 12:00 GMT+8, and is suspended after that unless it is extended or upgraded.',
    'pro (1): Groups per user (1,000) is not offered by Standard Edition-Postpaid and falls away.',
    expect.stringMatching(/^pro \(1\): These limits get lower: Groups per user 1,000 → 500/),
  ]);
  expect(loss && translated(loss).en).toContain('for ever');
  expect(undo && translated(undo).en).toBe('This can never be undone.');
  expect(done && translated(done).en).toBe('3 apps of account acme in Singapore are now under: New rules.');
});

test('migrate preview lists the first twenty apps and counts the others', () => {
  const many = Array.from({ length: 50 }, (_, i) => ({
    app: appWith({ sdkAppId: i + 1, name: `app ${i}` }),
    version: 1,
    history: [],
  }));
  const { lines, updates } = planOf(migrate, operationContext({ app: many[0]?.app ?? pro, siblings: many }));
  expect(updates).toHaveLength(50);
  expect(english(lines)).toHaveLength(22);
  expect(english(lines).at(-1)).toBe('• and 30 more');
});

test('migrate needs the name of the app and an approver', () => {
  expect(migrate.subject === 'app' && migrate.policy(pro, rules)).toEqual({
    confirm: 'app-name',
    approval: 'on-call',
    approverConfirms: 'app-name',
  });
});

test.each([
  ['under the current rules already', appWith({ ruleSet: 'current', plan: 'current.standard' }), 'migrate.noMigration'],
  ['where the current mode does not exist', appWith({ dataCenter: 'china' }), 'migrate.notThere'],
  ['gone', gone, 'refusal.purged'],
])('migrate refuses an app that is %s', (_, app, key) => {
  expect(refusalOf(migrate, operationContext({ app, at })).key).toBe(key);
});
