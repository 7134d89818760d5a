import { describe, expect, test } from 'vitest';
import { expire } from '../../../src/changes/expire.js';
import { shownOf } from '../../../src/changes/shown.js';
import { databases } from '../../support/databases.js';
import {
  appOf,
  boss,
  changeOf,
  choi,
  deskOn,
  guest,
  kim,
  lee,
  newApp,
  park,
  refusalOf,
} from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';

describe.each(databases)('the corridor on the $name database', ({ fresh }) => {
  test('registers, upgrades, and tells the story of it', async () => {
    const database = await fresh();
    const { corridor, registers, does } = deskOn(database, at);
    const sdkAppId = await registers(appOf.current);
    const upgraded = changeOf(await does(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    expect(upgraded.agreed.moves[0]?.after).toMatchObject({
      plan: 'current.standard',
      state: 'active',
      validity: null,
    });

    const app = await database.prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    expect(app).toMatchObject({ plan: 'current.standard', version: 2, validUntil: null });
    const story = await database.prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
    expect(story.map(({ action, actor }) => [action, actor])).toEqual([
      ['register.applied', boss.actor],
      ['upgrade.applied', kim.actor],
    ]);
    expect(story[1]).toMatchObject({ before: { plan: 'current.developer' }, after: { plan: 'current.standard' } });
    const told = await corridor.open(guest, { operation: 'history', sdkAppId, answers: {} });
    expect(told).toMatchObject({ step: 'answer', plan: { moves: [] } });
  });

  test('confirming twice applies once', async () => {
    const database = await fresh();
    const { corridor, registers } = deskOn(database, at);
    const sdkAppId = await registers(appOf.current);
    const asked = { operation: 'upgrade', sdkAppId, answers: { plan: 'current.premium' } };
    const change = changeOf(await corridor.propose(kim, asked), 'preview');
    const both = await Promise.all([corridor.confirm(kim, shownOf(change)), corridor.confirm(kim, shownOf(change))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'settled']);
    expect(await database.prisma.appHistory.count({ where: { sdkAppId } })).toBe(2);
  });

  test('two people upgrade the same app at once: one does, the other hears why not', async () => {
    const { corridor, registers } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    const propose = async (who: typeof kim, plan: string) =>
      changeOf(await corridor.propose(who, { operation: 'upgrade', sdkAppId, answers: { plan } }), 'preview');
    const [hers, his] = [await propose(kim, 'current.standard'), await propose(lee, 'current.premium')];
    const both = await Promise.all([corridor.confirm(kim, shownOf(hers)), corridor.confirm(lee, shownOf(his))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'refused']);
    expect(refusalOf(both.find((it) => it.step === 'refused') ?? both[0]).key).toBe('refusal.alreadyPaid');
  });

  test('two people register the same id at once: one does, the other is told', async () => {
    const database = await fresh();
    const { corridor } = deskOn(database, at);
    const propose = async (who: typeof kim, name: string) =>
      changeOf(
        await corridor.propose(who, { operation: 'register', sdkAppId: null, answers: { ...newApp, name } }),
        'preview',
      );
    const [hers, his] = [await propose(kim, 'hers'), await propose(lee, 'his')];
    const both = await Promise.all([corridor.confirm(kim, shownOf(hers)), corridor.confirm(lee, shownOf(his))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'refused']);
    expect(await database.prisma.app.count()).toBe(1);
    expect(await database.prisma.auditEvent.count()).toBe(1);
  });

  test('a second change in the month is refused with the instant from which it is allowed, and allowed then', async () => {
    const { registers, does, clock } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    await does(kim, 'upgrade', sdkAppId, { plan: 'current.standard' });
    changeOf(await does(kim, 'configure', sdkAppId, { plan: 'current.premium' }), 'applied');
    const again = await does(kim, 'configure', sdkAppId, { plan: 'current.standard' });
    expect(again).toMatchObject({
      step: 'refused',
      refusal: { field: 'plan', reason: { key: 'refusal.changeUsed', values: { again: '2026-11-30T16:00:00.000Z' } } },
    });
    clock.moveTo('2026-11-30T15:59:59.999Z');
    expect(refusalOf(await does(kim, 'configure', sdkAppId, { plan: 'current.standard' })).key).toBe(
      'refusal.changeUsed',
    );
    clock.moveTo('2026-11-30T16:00:00.000Z');
    changeOf(await does(kim, 'configure', sdkAppId, { plan: 'current.standard' }), 'applied');
  });

  test('disabling waits for somebody else, and the loser of two approvals is told who won', async () => {
    const database = await fresh();
    const { corridor, registers, does } = deskOn(database, at);
    const sdkAppId = await registers(appOf.current);
    const change = changeOf(await does(kim, 'disable', sdkAppId), 'awaiting');
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({ state: 'active' });

    expect(refusalOf(await corridor.approve(lee, shownOf(change))).key).toBe('corridor.notAllowed');
    const unseen = { change: change.id, shown: 'another plan' };
    expect(refusalOf(await corridor.approve(park, unseen)).key).toBe('corridor.outOfDate');
    const both = await Promise.all([corridor.approve(park, shownOf(change)), corridor.approve(choi, shownOf(change))]);
    expect(both.map((it) => it.step).sort()).toEqual(['applied', 'settled']);
    const loser = both.find((it) => it.step === 'settled');
    const winner = both[0].step === 'applied' ? park : choi;
    expect(loser).toMatchObject({ change: { state: 'applied', decidedBy: winner.actor } });
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({
      state: 'disabled',
      version: 2,
    });
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.approved' } })).toBe(1);
  });

  test('nobody approves what they asked for, not even an admin', async () => {
    const { corridor, registers, does } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    const change = changeOf(await does(boss, 'disable', sdkAppId), 'awaiting');
    expect(refusalOf(await corridor.approve(boss, shownOf(change))).key).toBe('corridor.selfApproval');
  });

  test('what can never be undone wants the exact name, from the author and from the approver', async () => {
    const database = await fresh();
    const { corridor, registers } = deskOn(database, at);
    const sdkAppId = await registers({ ...appOf['legacy-monthly'], name: "Kim's Shop" });
    const shown = changeOf(await corridor.open(kim, { operation: 'disable', sdkAppId, answers: {} }), 'preview');
    const confirm = (typedName: string) =>
      corridor.confirm(kim, { ...shownOf(shown), typedName, reason: 'closing down' });
    for (const wrong of ["kim's shop", 'Kims Shop', '', "Kim's Shop 2"]) {
      expect(refusalOf(await confirm(wrong))).toEqual({ key: 'corridor.nameWrong', field: 'typedName' });
    }
    const change = changeOf(await confirm('  Kim\u2019s Shop '), 'awaiting');
    expect(refusalOf(await corridor.approve(park, shownOf(change))).field).toBe('typedName');
    expect(refusalOf(await corridor.approve(park, { ...shownOf(change), typedName: 'Kim' })).field).toBe('typedName');
    changeOf(await corridor.approve(park, { ...shownOf(change), typedName: "Kim's Shop" }), 'applied');
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({ state: 'purged' });
  });

  test('a request needs a reason, and there is one at a time', async () => {
    const { corridor, registers, does } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    const shown = changeOf(await corridor.open(kim, { operation: 'disable', sdkAppId, answers: {} }), 'preview');
    const without = await corridor.confirm(kim, { ...shownOf(shown), typedName: 'shop', reason: '  ' });
    expect(refusalOf(without)).toEqual({ key: 'corridor.reasonMissing', field: 'reason' });
    changeOf(await does(lee, 'disable', sdkAppId), 'awaiting');
    expect(refusalOf(await does(kim, 'disable', sdkAppId)).key).toBe('corridor.alreadyWaiting');
    // Nobody types a name and a reason for nothing.
    const opened = await corridor.open(kim, { operation: 'disable', sdkAppId, answers: {} });
    expect(refusalOf(opened).key).toBe('corridor.alreadyWaiting');
  });

  test('an app that changed meanwhile makes the request void, and shows an author the new plan', async () => {
    const { corridor, registers, does } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    const change = changeOf(await does(kim, 'disable', sdkAppId), 'awaiting');
    await does(lee, 'upgrade', sdkAppId, { plan: 'current.standard' });
    expect(changeOf(await corridor.approve(park, shownOf(change)), 'settled').state).toBe('outdated');

    const asked = { operation: 'disable', sdkAppId, answers: {} };
    const shown = changeOf(await corridor.open(kim, asked), 'preview');
    await does(lee, 'configure', sdkAppId, { plan: 'current.premium' });
    const typed = { typedName: 'shop', reason: 'because' };
    const moved = await corridor.confirm(kim, { ...shownOf(shown), ...typed });
    expect(moved).toMatchObject({ step: 'preview', moved: true, change: { before: { plan: 'current.premium' } } });
    expect((await corridor.confirm(kim, { ...shownOf(changeOf(moved, 'preview')), ...typed })).step).toBe('awaiting');
  });

  test('a request nobody decides expires after 24 hours: by itself, and when it is pressed too late', async () => {
    const database = await fresh();
    const { corridor, registers, does, desk, clock } = deskOn(database, at);
    const [first, second] = [await registers(appOf.current), await registers(appOf['legacy-daily'])];
    const pressed = changeOf(await does(kim, 'disable', first), 'awaiting');
    const left = changeOf(await does(kim, 'disable', second), 'awaiting');
    expect(left.expiresAt).toBe('2026-11-22T03:00:00.000Z');

    clock.moveTo('2026-11-22T02:59:59.999Z');
    expect(await expire(database, desk)).toBe(0);
    clock.moveTo('2026-11-22T03:00:00.000Z');
    expect(changeOf(await corridor.approve(park, shownOf(pressed)), 'settled').state).toBe('expired');
    expect(await Promise.all([expire(database, desk), expire(database, desk)])).toContain(1);
    expect((await corridor.look(left.id))?.state).toBe('expired');
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.expired' } })).toBe(2);
  });

  test('a request that cannot be ended keeps no other from its end, and is told', async () => {
    const database = await fresh();
    const { corridor, registers, does, desk, clock } = deskOn(database, at);
    const [first, second] = [await registers(appOf.current), await registers(appOf['legacy-daily'])];
    const stuck = changeOf(await does(kim, 'disable', first), 'awaiting');
    clock.moveTo('2026-11-21T03:00:01.000Z');
    const other = changeOf(await does(kim, 'disable', second), 'awaiting');
    await database.workerPool.query(`
      CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$;
      CREATE TRIGGER stuck BEFORE UPDATE ON change FOR EACH ROW WHEN (OLD.id = '${stuck.id}') EXECUTE FUNCTION stuck()`);
    clock.moveTo('2026-11-22T03:00:01.000Z');
    await expect(expire(database, desk)).rejects.toThrow(`The request ${stuck.id} could not be ended.`);
    expect((await corridor.look(other.id))?.state).toBe('expired');
  });

  test('declining says why; the author may withdraw, other operators may not decline', async () => {
    const { corridor, registers, does } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf.current);
    const first = changeOf(await does(kim, 'disable', sdkAppId), 'awaiting');
    expect(refusalOf(await corridor.decline(park, { change: first.id, why: ' ' })).field).toBe('why');
    expect(refusalOf(await corridor.decline(lee, { change: first.id, why: 'no' })).key).toBe('corridor.notAllowed');
    const declined = changeOf(await corridor.decline(park, { change: first.id, why: 'still in use' }), 'declined');
    expect(declined).toMatchObject({ state: 'declined', decidedBy: park.actor, answer: 'still in use' });
    expect((await corridor.approve(choi, shownOf(first))).step).toBe('settled');
    const second = changeOf(await does(kim, 'disable', sdkAppId), 'awaiting');
    const withdrawn = changeOf(await corridor.decline(kim, { change: second.id, why: '' }), 'declined');
    expect(withdrawn).toMatchObject({ decidedBy: kim.actor, answer: '' });
  });

  test('a disabled app can be restored until 90 days have passed, and not from that instant on', async () => {
    const { corridor, registers, does, clock } = deskOn(await fresh(), at);
    const sdkAppId = await registers(appOf['legacy-daily']);
    const disable = async () => {
      const change = changeOf(await does(kim, 'disable', sdkAppId), 'awaiting');
      changeOf(await corridor.approve(park, shownOf(change)), 'applied');
    };
    await disable();
    clock.moveTo('2027-02-19T02:59:59.999Z');
    changeOf(await does(kim, 'restore', sdkAppId), 'applied');
    clock.moveTo(at);
    await disable();
    clock.moveTo('2027-02-19T03:00:00.000Z');
    expect(refusalOf(await does(kim, 'restore', sdkAppId)).key).toBe('refusal.tooLateToRestore');
  });

  test('who may not, what is not there and what is not theirs: each its own answer, and nothing is written', async () => {
    const database = await fresh();
    const { corridor, registers } = deskOn(database, at);
    const sdkAppId = await registers(appOf.current);
    const ask = { operation: 'upgrade', sdkAppId, answers: { plan: 'current.standard' } };
    expect(refusalOf(await corridor.open(guest, ask)).key).toBe('corridor.notAllowed');
    expect(refusalOf(await corridor.propose(guest, ask)).key).toBe('corridor.notAllowed');
    expect(refusalOf(await corridor.open(kim, { ...ask, operation: 'explode' })).key).toBe('corridor.unknownOperation');
    expect(refusalOf(await corridor.open(kim, { ...ask, sdkAppId: 1400009999 })).key).toBe('corridor.unknownApp');
    for (const change of ['nonsense', '00000000-0000-4000-8000-000000000000', "'; DROP TABLE app; --"]) {
      expect(refusalOf(await corridor.confirm(kim, { change, shown: '' })).key).toBe('corridor.outOfDate');
      expect(refusalOf(await corridor.approve(park, { change, shown: '' })).key).toBe('corridor.outOfDate');
    }
    const change = changeOf(await corridor.propose(kim, ask), 'preview');
    expect(refusalOf(await corridor.confirm(lee, shownOf(change))).key).toBe('corridor.notYours');
    expect(refusalOf(await corridor.approve(park, shownOf(change))).key).toBe('corridor.outOfDate');
    expect(await database.prisma.appHistory.count()).toBe(1);
  });

  test('a write that fails half-way leaves nothing behind', async () => {
    const database = await fresh();
    const { corridor, registers } = deskOn(database, at);
    const sdkAppId = await registers(appOf.current);
    const change = changeOf(
      await corridor.propose(kim, { operation: 'upgrade', sdkAppId, answers: { plan: 'current.standard' } }),
      'preview',
    );
    await database.prisma
      .$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT broken CHECK (action <> 'upgrade.applied')`;
    await expect(corridor.confirm(kim, shownOf(change))).rejects.toThrow();
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({
      version: 1,
      plan: 'current.developer',
    });
    expect((await corridor.look(change.id))?.state).toBe('proposed');
    await database.prisma.$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT broken`;
    changeOf(await corridor.confirm(kim, shownOf(change)), 'applied');
  });
});
