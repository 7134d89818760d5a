import { describe, expect, test } from 'vitest';
import { expire } from '../../../src/changes/expire.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { databases } from '../../support/databases.js';
import {
  admin,
  changeOf,
  choi,
  createTestService,
  guest,
  kim,
  lee,
  newApp,
  park,
  refusalOf,
  registrationOf,
} from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';

describe.each(databases)('change service on the $name database', ({ fresh }) => {
  test('register and upgrade are applied, recorded and audited', async () => {
    const database = await fresh();
    const { changes, register, perform } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const upgraded = changeOf(await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    expect(upgraded.agreedPlan.updates[0]?.after).toMatchObject({
      plan: 'current.standard',
      state: 'active',
      validity: null,
    });

    const app = await database.prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    expect(app).toMatchObject({ plan: 'current.standard', version: 2, validUntil: null });
    const auditEvents = await database.prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
    expect(auditEvents.map(({ action, actor }) => [action, actor])).toEqual([
      ['register.applied', admin.id],
      ['upgrade.applied', kim.id],
    ]);
    expect(auditEvents[1]).toMatchObject({
      before: { plan: 'current.developer' },
      after: { plan: 'current.standard' },
    });
    const result = await changes.open(guest, { operation: 'history', sdkAppId, values: {} });
    expect(result).toMatchObject({ step: 'result', plan: { updates: [] } });
  });

  test('confirming twice applies once', async () => {
    const database = await fresh();
    const { changes, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const request = { operation: 'upgrade', sdkAppId, values: { plan: 'current.premium' } };
    const change = changeOf(await changes.propose(kim, request), 'preview');
    const both = await Promise.all([
      changes.confirm(kim, shownPlanOf(change)),
      changes.confirm(kim, shownPlanOf(change)),
    ]);
    expect(both.map((it) => it.step).sort()).toEqual(['alreadyDecided', 'applied']);
    expect(await database.prisma.appHistory.count({ where: { sdkAppId } })).toBe(2);
  });

  test('two concurrent upgrades of an app: one is applied, the other refused with the reason', async () => {
    const { changes, register } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const propose = async (who: typeof kim, plan: string) =>
      changeOf(await changes.propose(who, { operation: 'upgrade', sdkAppId, values: { plan } }), 'preview');
    const [kims, lees] = [await propose(kim, 'current.standard'), await propose(lee, 'current.premium')];
    const both = await Promise.all([changes.confirm(kim, shownPlanOf(kims)), changes.confirm(lee, shownPlanOf(lees))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'refused']);
    expect(refusalOf(both.find((it) => it.step === 'refused') ?? both[0]).key).toBe('refusal.alreadyPaid');
  });

  test('two concurrent registrations of an id: one is applied, the other refused', async () => {
    const database = await fresh();
    const { changes } = createTestService(database, at);
    const propose = async (who: typeof kim, name: string) =>
      changeOf(
        await changes.propose(who, { operation: 'register', sdkAppId: null, values: { ...newApp, name } }),
        'preview',
      );
    const [kims, lees] = [await propose(kim, 'hers'), await propose(lee, 'his')];
    const both = await Promise.all([changes.confirm(kim, shownPlanOf(kims)), changes.confirm(lee, shownPlanOf(lees))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'refused']);
    expect(await database.prisma.app.count()).toBe(1);
    expect(await database.prisma.auditEvent.count()).toBe(1);
  });

  test('a second change in the month is refused until the first instant of the next', async () => {
    const { register, perform, clock } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' });
    changeOf(await perform(kim, 'configure', sdkAppId, { plan: 'current.premium' }), 'applied');
    const again = await perform(kim, 'configure', sdkAppId, { plan: 'current.standard' });
    expect(again).toMatchObject({
      step: 'refused',
      refusal: { field: 'plan', reason: { key: 'refusal.changeUsed', values: { again: '2026-11-30T16:00:00.000Z' } } },
    });
    clock.moveTo('2026-11-30T15:59:59.999Z');
    expect(refusalOf(await perform(kim, 'configure', sdkAppId, { plan: 'current.standard' })).key).toBe(
      'refusal.changeUsed',
    );
    clock.moveTo('2026-11-30T16:00:00.000Z');
    changeOf(await perform(kim, 'configure', sdkAppId, { plan: 'current.standard' }), 'applied');
  });

  test('disable is pending until approved; the later of two approvals is told who decided', async () => {
    const database = await fresh();
    const { changes, register, perform } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const change = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({ state: 'active' });

    expect(refusalOf(await changes.approve(lee, shownPlanOf(change))).key).toBe('changes.notAllowed');
    const unseen = { changeId: change.id, fingerprint: 'another plan' };
    expect(refusalOf(await changes.approve(park, unseen)).key).toBe('changes.outOfDate');
    const both = await Promise.all([
      changes.approve(park, shownPlanOf(change)),
      changes.approve(choi, shownPlanOf(change)),
    ]);
    expect(both.map((it) => it.step).sort()).toEqual(['alreadyDecided', 'applied']);
    const loser = both.find((it) => it.step === 'alreadyDecided');
    const winner = both[0].step === 'applied' ? park : choi;
    expect(loser).toMatchObject({ change: { state: 'applied', decidedBy: winner.id } });
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({
      state: 'disabled',
      version: 2,
    });
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.approved' } })).toBe(1);
  });

  test('an author cannot approve their own request, not even an admin', async () => {
    const { changes, register, perform } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const change = changeOf(await perform(admin, 'disable', sdkAppId), 'pending');
    expect(refusalOf(await changes.approve(admin, shownPlanOf(change))).key).toBe('changes.selfApproval');
  });

  test('an irreversible change needs the exact name, from the author and from the approver', async () => {
    const database = await fresh();
    const { changes, register } = createTestService(database, at);
    const sdkAppId = await register({ ...registrationOf['legacy-monthly'], name: "Kim's Shop" });
    const shown = changeOf(await changes.open(kim, { operation: 'disable', sdkAppId, values: {} }), 'preview');
    const confirm = (typedName: string) =>
      changes.confirm(kim, { ...shownPlanOf(shown), typedName, reason: 'closing down' });
    for (const wrong of ["kim's shop", 'Kims Shop', '', "Kim's Shop 2"]) {
      expect(refusalOf(await confirm(wrong))).toEqual({ key: 'changes.nameWrong', field: 'typedName' });
    }
    const change = changeOf(await confirm('  Kim\u2019s Shop '), 'pending');
    expect(refusalOf(await changes.approve(park, shownPlanOf(change))).field).toBe('typedName');
    expect(refusalOf(await changes.approve(park, { ...shownPlanOf(change), typedName: 'Kim' })).field).toBe(
      'typedName',
    );
    changeOf(await changes.approve(park, { ...shownPlanOf(change), typedName: "Kim's Shop" }), 'applied');
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({ state: 'purged' });
  });

  test('a request needs a reason, and only one can be pending', async () => {
    const { changes, register, perform } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const shown = changeOf(await changes.open(kim, { operation: 'disable', sdkAppId, values: {} }), 'preview');
    const without = await changes.confirm(kim, { ...shownPlanOf(shown), typedName: 'shop', reason: '  ' });
    expect(refusalOf(without)).toEqual({ key: 'changes.reasonMissing', field: 'reason' });
    changeOf(await perform(lee, 'disable', sdkAppId), 'pending');
    expect(refusalOf(await perform(kim, 'disable', sdkAppId)).key).toBe('changes.alreadyWaiting');
    // It is refused before the author types name and reason.
    const opened = await changes.open(kim, { operation: 'disable', sdkAppId, values: {} });
    expect(refusalOf(opened).key).toBe('changes.alreadyWaiting');
  });

  test('a changed app invalidates a pending request, and shows the author the new plan', async () => {
    const { changes, register, perform } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const change = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    await perform(lee, 'upgrade', sdkAppId, { plan: 'current.standard' });
    expect(changeOf(await changes.approve(park, shownPlanOf(change)), 'alreadyDecided').state).toBe('outdated');

    const request = { operation: 'disable', sdkAppId, values: {} };
    const shown = changeOf(await changes.open(kim, request), 'preview');
    await perform(lee, 'configure', sdkAppId, { plan: 'current.premium' });
    const typed = { typedName: 'shop', reason: 'because' };
    const moved = await changes.confirm(kim, { ...shownPlanOf(shown), ...typed });
    expect(moved).toMatchObject({ step: 'preview', moved: true, change: { before: { plan: 'current.premium' } } });
    expect((await changes.confirm(kim, { ...shownPlanOf(changeOf(moved, 'preview')), ...typed })).step).toBe('pending');
  });

  test('a pending request expires after 24 hours: by the sweep, and on a late approval', async () => {
    const database = await fresh();
    const { changes, register, perform, ctx, clock } = createTestService(database, at);
    const [first, second] = [await register(registrationOf.current), await register(registrationOf['legacy-daily'])];
    const pressed = changeOf(await perform(kim, 'disable', first), 'pending');
    const left = changeOf(await perform(kim, 'disable', second), 'pending');
    expect(left.expiresAt).toBe('2026-11-22T03:00:00.000Z');

    clock.moveTo('2026-11-22T02:59:59.999Z');
    expect(await expire(ctx)).toBe(0);
    clock.moveTo('2026-11-22T03:00:00.000Z');
    expect(changeOf(await changes.approve(park, shownPlanOf(pressed)), 'alreadyDecided').state).toBe('expired');
    expect(await Promise.all([expire(ctx), expire(ctx)])).toContain(1);
    expect((await changes.get(left.id))?.state).toBe('expired');
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.expired' } })).toBe(2);
  });

  test('a request that fails to expire is reported and does not keep others from expiring', async () => {
    const database = await fresh();
    const { changes, register, perform, ctx, clock } = createTestService(database, at);
    const [first, second] = [await register(registrationOf.current), await register(registrationOf['legacy-daily'])];
    const stuck = changeOf(await perform(kim, 'disable', first), 'pending');
    clock.moveTo('2026-11-21T03:00:01.000Z');
    const other = changeOf(await perform(kim, 'disable', second), 'pending');
    await database.workerPool.query(`
      CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$;
      CREATE TRIGGER stuck BEFORE UPDATE ON change FOR EACH ROW WHEN (OLD.id = '${stuck.id}') EXECUTE FUNCTION stuck()`);
    clock.moveTo('2026-11-22T03:00:01.000Z');
    await expect(expire(ctx)).rejects.toThrow(`The request ${stuck.id} could not be ended.`);
    expect((await changes.get(other.id))?.state).toBe('expired');
  });

  test('declining needs a reason; the author can withdraw, other operators cannot decline', async () => {
    const { changes, register, perform } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf.current);
    const first = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    expect(refusalOf(await changes.decline(park, { changeId: first.id, reason: ' ' })).field).toBe('why');
    expect(refusalOf(await changes.decline(lee, { changeId: first.id, reason: 'no' })).key).toBe('changes.notAllowed');
    const declined = changeOf(await changes.decline(park, { changeId: first.id, reason: 'still in use' }), 'declined');
    expect(declined).toMatchObject({ state: 'declined', decidedBy: park.id, declineReason: 'still in use' });
    expect((await changes.approve(choi, shownPlanOf(first))).step).toBe('alreadyDecided');
    const second = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
    const withdrawn = changeOf(await changes.decline(kim, { changeId: second.id, reason: '' }), 'declined');
    expect(withdrawn).toMatchObject({ decidedBy: kim.id, declineReason: '' });
  });

  test('a disabled app can be restored for 90 days, to the millisecond', async () => {
    const { changes, register, perform, clock } = createTestService(await fresh(), at);
    const sdkAppId = await register(registrationOf['legacy-daily']);
    const disable = async () => {
      const change = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
      changeOf(await changes.approve(park, shownPlanOf(change)), 'applied');
    };
    await disable();
    clock.moveTo('2027-02-19T02:59:59.999Z');
    changeOf(await perform(kim, 'restore', sdkAppId), 'applied');
    clock.moveTo(at);
    await disable();
    clock.moveTo('2027-02-19T03:00:00.000Z');
    expect(refusalOf(await perform(kim, 'restore', sdkAppId)).key).toBe('refusal.tooLateToRestore');
  });

  test('wrong role, unknown id and foreign change are each refused with a reason, and write nothing', async () => {
    const database = await fresh();
    const { changes, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const ask = { operation: 'upgrade', sdkAppId, values: { plan: 'current.standard' } };
    expect(refusalOf(await changes.open(guest, ask)).key).toBe('changes.notAllowed');
    expect(refusalOf(await changes.propose(guest, ask)).key).toBe('changes.notAllowed');
    expect(refusalOf(await changes.open(kim, { ...ask, operation: 'explode' })).key).toBe('changes.unknownOperation');
    expect(refusalOf(await changes.open(kim, { ...ask, sdkAppId: 1400009999 })).key).toBe('changes.unknownApp');
    for (const change of ['nonsense', '00000000-0000-4000-8000-000000000000', "'; DROP TABLE app; --"]) {
      expect(refusalOf(await changes.confirm(kim, { changeId: change, fingerprint: '' })).key).toBe(
        'changes.outOfDate',
      );
      expect(refusalOf(await changes.approve(park, { changeId: change, fingerprint: '' })).key).toBe(
        'changes.outOfDate',
      );
    }
    const change = changeOf(await changes.propose(kim, ask), 'preview');
    expect(refusalOf(await changes.confirm(lee, shownPlanOf(change))).key).toBe('changes.notYours');
    expect(refusalOf(await changes.approve(park, shownPlanOf(change))).key).toBe('changes.outOfDate');
    expect(await database.prisma.appHistory.count()).toBe(1);
  });

  test('a commit that fails half-way writes nothing', async () => {
    const database = await fresh();
    const { changes, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const change = changeOf(
      await changes.propose(kim, { operation: 'upgrade', sdkAppId, values: { plan: 'current.standard' } }),
      'preview',
    );
    await database.prisma
      .$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT broken CHECK (action <> 'upgrade.applied')`;
    await expect(changes.confirm(kim, shownPlanOf(change))).rejects.toThrow();
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({
      version: 1,
      plan: 'current.developer',
    });
    expect((await changes.get(change.id))?.state).toBe('proposed');
    await database.prisma.$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT broken`;
    changeOf(await changes.confirm(kim, shownPlanOf(change)), 'applied');
  });
});
