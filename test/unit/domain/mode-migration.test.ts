import { describe, expect, test } from 'vitest';
import { migrated, migrationObstacle } from '../../../src/domain/mode-migration.js';
import { stateAt } from '../../../src/domain/states.js';
import { appWith, catalogue, developerApp, shanghai } from '../../fixtures/domain.js';

const rules = { catalogue, calendar: shanghai };
const at = '2026-01-31T02:00:00.000Z';

describe('migrating to the current billing mode', () => {
  const everyItem = { unlimitedAvChatRooms: true, maxGroupsPerUser: 1000, maxMembersPerGroup: 2000 } as const;

  test.each([
    ['legacy-daily', 'legacy.pro', 'current.standard'],
    ['legacy-daily', 'legacy.flagship', 'current.premium'],
    ['legacy-monthly', 'legacy.pro', 'current.standard'],
    ['legacy-monthly', 'legacy.flagship', 'current.premium'],
  ])('%s: %s becomes %s, and its items are dropped', (ruleSet, plan, becomes) => {
    const app = appWith({ ruleSet, plan, addOns: everyItem });
    expect(migrated(app, at, rules)).toEqual({ ...app, ruleSet: 'current', plan: becomes, addOns: {} });
  });

  test.each(['legacy-daily', 'legacy-monthly'])(
    '%s: a trial edition becomes a developer edition that is valid for one month',
    (ruleSet) => {
      const app = appWith({ ruleSet, plan: 'legacy.trial' });
      const validity = { anchor: at, months: 1, until: '2026-02-28T02:00:00.000Z' };
      expect(migrated(app, at, rules)).toEqual({ ...app, ruleSet: 'current', plan: 'current.developer', validity });
    },
  );

  test('a disabled app stays disabled and is purged 90 days after it was disabled', () => {
    const disabledAt = '2026-01-01T00:00:00.000Z';
    const after = migrated(appWith({ plan: 'legacy.trial', state: 'disabled', disabledAt }), at, rules);
    if ('code' in after) return expect.fail(after.code);
    expect(after).toMatchObject({ ruleSet: 'current', state: 'disabled', disabledAt });
    expect(stateAt(after, '2026-03-31T23:59:59.999Z', rules)).toBe('disabled');
    expect(stateAt(after, '2026-04-01T00:00:00.000Z', rules)).toBe('purged');
  });

  test('the given app is not modified', () => {
    const app = Object.freeze(appWith({ addOns: Object.freeze({ maxGroupsPerUser: 1000 }) }));
    migrated(app, at, rules);
    expect(app).toEqual(appWith({ addOns: { maxGroupsPerUser: 1000 } }));
  });

  test('a plan of another rule set throws an error with the SDKAppID', () => {
    expect(() => migrated(appWith({ plan: 'current.premium' }), at, rules)).toThrow('1400000001');
  });
});

describe('an app cannot migrate', () => {
  test.each(['china', 'tokyo', 'jakarta', 'atlantis'])('in %s, which lacks the current mode', (dataCenter) => {
    const no = { code: 'not-in-data-center', mode: 'current' };
    expect(migrated(appWith({ dataCenter }), at, rules)).toEqual(no);
    expect(migrationObstacle(appWith({ dataCenter }), catalogue)).toEqual(no);
  });

  test.each(['singapore', 'seoul', 'frankfurt', 'mumbai', 'silicon-valley'])('(it can in %s)', (dataCenter) => {
    expect(migrationObstacle(appWith({ dataCenter }), catalogue)).toBeNull();
  });

  test('twice or back', () => {
    const once = migrated(appWith({ plan: 'legacy.trial' }), at, rules);
    if ('code' in once) return expect.fail(once.code);
    expect(migrated(once, at, rules)).toEqual({ code: 'no-migration' });
    expect(migrated(developerApp(at), at, rules)).toEqual({ code: 'no-migration' });
  });

  test('once it is purged', () => {
    const gone = appWith({ state: 'purged', disabledAt: at, dataCenter: 'china' });
    expect(migrated(gone, at, rules)).toEqual({ code: 'purged' });
  });
});
