import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { configurationsOf } from '../../../src/database/queries/history.js';
import { statementOf } from '../../../src/domain/billing/statement.js';
import { catalogueWithPrices } from '../../fixtures/domain.js';
import { databases } from '../../support/databases.js';
import { admin, changeOf, createTestService, kim, newApp, park, registrationOf, rules } from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';
const legacy = { ...newApp, createdAt: '2021-05-05' };

describe.each(databases)('fees in the change service, on the $name database', ({ fresh }) => {
  test('fees in the preview equal the statements of the months', async () => {
    const database = await fresh();
    const { changes, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const request = { operation: 'upgrade', sdkAppId, values: { plan: 'current.standard' } };
    const change = changeOf(await changes.propose(kim, request), 'preview');
    const shown = change.agreedPlan.fees?.lines.flatMap(({ values }) => (values?.['after'] ? [values['after']] : []));
    changeOf(await changes.confirm(kim, shownPlanOf(change)), 'applied');
    const history = await configurationsOf(database.prisma, sdkAppId);
    const totals = ['2026-11', '2026-12'].map((month) => statementOf(month, { history, peaks: [] }, rules).total);
    expect(totals).toEqual([13_300, 39_900]);
    expect(shown).toEqual([13_300, 13_300, 39_900, 39_900].map((minor) => ({ minor, currency: 'USD' })));
  });

  test('confirming on another day with other fees shows the new preview first', async () => {
    const { changes, register, clock } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const request = { operation: 'upgrade', sdkAppId, values: { plan: 'current.standard' } };
    const change = changeOf(await changes.propose(kim, request), 'preview');
    clock.moveTo('2026-11-21T16:00:00.000Z');
    const again = await changes.confirm(kim, shownPlanOf(change));
    expect(again).toMatchObject({ step: 'preview', moved: true });
    expect(changeOf(again, 'preview').agreedPlan.fees).not.toEqual(change.agreedPlan.fees);
    // The response may not have reached Slack: then the author still sees the first preview.
    for (const seen of [shownPlanOf(change), { changeId: change.id, fingerprint: '' }]) {
      expect(await changes.confirm(kim, seen)).toMatchObject({ step: 'preview', moved: true });
    }
    changeOf(await changes.confirm(kim, shownPlanOf(changeOf(again, 'preview'))), 'applied');
  });

  test('approving on another day applies the change, with the fees of that day', async () => {
    const database = await fresh();
    const { changes, register, perform, clock } = createTestService(database, at);
    const sdkAppId = await register(registrationOf['legacy-daily']);
    await perform(kim, 'upgrade', sdkAppId, { plan: 'legacy.pro' });
    const request = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    clock.moveTo('2026-11-22T02:00:00.000Z');
    const applied = changeOf(await changes.approve(park, shownPlanOf(request)), 'applied');
    expect(applied.agreedPlan.fees).not.toEqual(request.agreedPlan.fees);
    const history = await configurationsOf(database.prisma, sdkAppId);
    expect(statementOf('2026-11', { history, peaks: [] }, rules).total).toBe(Math.round((44_999 * 2) / 30));
  });

  test('approving after a change of prices invalidates the request', async () => {
    const database = await fresh();
    const { register, perform } = createTestService(database, at);
    const sdkAppId = await register(registrationOf['legacy-daily']);
    await perform(kim, 'upgrade', sdkAppId, { plan: 'legacy.pro' });
    const request = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    const dearerCatalogue = catalogueWithPrices({ plans: { 'legacy.pro': '500' } });
    const later = createTestService(database, at, { catalogue: dearerCatalogue });
    expect(changeOf(await later.changes.approve(park, shownPlanOf(request)), 'alreadyDecided').state).toBe('outdated');
    expect(await database.prisma.app.findUniqueOrThrow({ where: { sdkAppId } })).toMatchObject({ state: 'active' });
  });

  test('migrate changes all apps of the account in the data center, and the billing mode, at once', async () => {
    const database = await fresh();
    const { changes, register, perform } = createTestService(database, at);
    const first = await register({ ...legacy, plan: 'legacy.pro' });
    const second = await register({ ...newApp, sdkAppId: '1400000002', name: 'second' });
    const elsewhere = await register({ ...legacy, sdkAppId: '1400000003', dataCenter: 'seoul' });
    const change = changeOf(await perform(kim, 'migrate', first), 'pending');
    changeOf(await changes.approve(park, { ...shownPlanOf(change), typedName: 'shop' }), 'applied');
    const apps = await database.prisma.app.findMany({ orderBy: { sdkAppId: 'asc' } });
    expect(apps.map(({ sdkAppId, ruleSet, plan, version }) => [sdkAppId, ruleSet, plan, version])).toEqual([
      [first, 'current', 'current.standard', 2],
      [second, 'current', 'current.developer', 2],
      [elsewhere, 'legacy-daily', 'legacy.trial', 1],
    ]);
    const trail = await database.prisma.auditEvent.findMany({ where: { action: 'migrate.approved' } });
    expect(trail.map((line) => line.sdkAppId)).toEqual([first, second]);
    // All apps registered there from now on are under the current rules, even old ones.
    const late = await register({ ...legacy, sdkAppId: '1400000004' });
    expect(await database.prisma.app.findUniqueOrThrow({ where: { sdkAppId: late } })).toMatchObject({
      ruleSet: 'current',
    });
  });

  test('registering an app invalidates a pending migrate, which would not include it', async () => {
    const { changes, register, perform } = createTestService(await fresh(), at);
    const first = await register(legacy);
    const change = changeOf(await perform(kim, 'migrate', first), 'pending');
    await register({ ...newApp, sdkAppId: '1400000002', name: 'second' });
    expect(changeOf(await changes.approve(park, shownPlanOf(change)), 'alreadyDecided').state).toBe('outdated');
  });

  test('registering and approving a migrate at the same time leaves no app under the old mode', async () => {
    const database = await fresh();
    const { changes, register, perform } = createTestService(database, at);
    const first = await register(legacy);
    const change = changeOf(await perform(kim, 'migrate', first), 'pending');
    // An author who was shown the old mode is shown the new one first, and confirms that.
    const registerAndConfirm = async (id: string) => {
      const outcome = await perform(admin, 'register', 0, { ...newApp, sdkAppId: id, name: id });
      if (outcome.step === 'preview') await changes.confirm(admin, shownPlanOf(outcome.change));
    };
    await Promise.all([
      changes.approve(park, shownPlanOf(change)),
      ...['1400000002', '1400000003', '1400000004'].map((id) => registerAndConfirm(id)),
    ]);
    expect(await database.prisma.app.count()).toBe(4);
    const modes = await database.prisma.app.findMany({ select: { ruleSet: true }, distinct: ['ruleSet'] });
    expect(modes).toHaveLength(1);
  });
});
