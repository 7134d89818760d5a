import { describe, expect, test, vi } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { createSnooze } from '../../../src/notices/snooze.js';
import { rolesOf } from '../../../src/operations/roles.js';
import { databases } from '../../support/databases.js';
import {
  type actor,
  changeOf,
  createTestService,
  kim,
  lee,
  park,
  refusalOf,
  registrationOf,
  rolesNowOf,
  type TestRoles,
} from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';

const lost = { roles: rolesOf(['viewer']), complete: true };
const gone = { roles: rolesOf([]), complete: true };
const unknown = { roles: rolesOf([]), complete: false };

type Person = ReturnType<typeof actor>;
const set = (roles: TestRoles, { id }: Person, now: typeof lost) => roles.set(id, now);

describe.each(databases)('authority at the moment of a decision, on the $name database', ({ fresh }) => {
  async function requested() {
    const database = await fresh();
    const service = createTestService(database, at);
    const sdkAppId = await service.register(registrationOf.current);
    const change = changeOf(await service.perform(kim, 'disable', sdkAppId), 'pending');
    const record = async () => ({
      changes: await database.prisma.change.findMany({ orderBy: { createdAt: 'asc' } }),
      apps: await database.prisma.app.findMany(),
      audit: await database.prisma.auditEvent.count(),
    });
    return { ...service, database, sdkAppId, change, record };
  }

  test.each([
    ['has lost the role', lost, 'changes.notAllowed'],
    ['has left the workspace', gone, 'changes.notAllowed'],
    ['cannot be looked up', unknown, 'changes.rolesUnknown'],
  ])('an approver who %s neither approves nor declines, whatever was known before', async (_how, now, key) => {
    const { changes, roles, change, record } = await requested();
    const before = await record();
    set(roles, park, now);
    expect(refusalOf(await changes.approve(park, shownPlanOf(change))).key).toBe(key);
    expect(refusalOf(await changes.decline(park, { changeId: change.id, reason: 'no' })).key).toBe(key);
    expect(await record()).toEqual(before);
  });

  test('an approver who has got the role only now approves', async () => {
    const { changes, roles, change } = await requested();
    roles.set(lee.id, { roles: park.roles, complete: false });
    expect((await changes.approve(lee, shownPlanOf(change))).step).toBe('applied');
  });

  test('an author who cannot be looked up keeps the request as it is', async () => {
    const { changes, roles, change, record } = await requested();
    const before = await record();
    set(roles, kim, unknown);
    expect(refusalOf(await changes.approve(park, shownPlanOf(change))).key).toBe('changes.rolesUnknown');
    expect(await record()).toEqual(before);
    roles.delete(kim.id);
    expect((await changes.approve(park, shownPlanOf(change))).step).toBe('applied');
  });

  test.each([
    ['lost the role', lost],
    ['left the workspace', gone],
  ])('an author who has %s makes the request void: recorded, and nothing is applied', async (_how, now) => {
    const { changes, roles, change, database, sdkAppId } = await requested();
    set(roles, kim, now);
    const outcome = changeOf(await changes.approve(park, shownPlanOf(change)), 'alreadyDecided');
    expect(outcome).toMatchObject({ state: 'outdated', voidCause: 'author_role', decidedBy: park.id });
    expect(await changes.get(change.id)).toEqual(outcome);
    expect(await database.prisma.app.findUnique({ where: { sdkAppId } })).toMatchObject({ state: 'active' });
    const event = await database.prisma.auditEvent.findFirst({ orderBy: { seq: 'desc' } });
    expect(event).toMatchObject({ action: 'disable.unauthorized', actor: park.id, changeId: change.id });
    const again = changeOf(await changes.approve(park, shownPlanOf(change)), 'alreadyDecided');
    expect(again).toEqual(outcome);
    const result = await changes.open(park, { operation: 'history', sdkAppId, values: {} });
    expect(JSON.stringify(result)).toContain('history.unauthorized');
  });

  test.each([
    ['has lost the role', lost, 'changes.notAllowed'],
    ['has left the workspace', gone, 'changes.notAllowed'],
    ['cannot be looked up', unknown, 'changes.rolesUnknown'],
  ])('an author who %s cannot confirm, for themselves or for approval', async (_how, now, key) => {
    const { changes, roles, sdkAppId, record } = await requested();
    const upgrade = { operation: 'upgrade', sdkAppId, values: { plan: 'current.standard' } };
    const proposed = changeOf(await changes.propose(kim, upgrade), 'preview');
    const before = await record();
    set(roles, kim, now);
    expect(refusalOf(await changes.confirm(kim, shownPlanOf(proposed))).key).toBe(key);
    expect(await record()).toEqual(before);
  });

  test('an author who has lost the role can still withdraw; one who may not even look cannot', async () => {
    const { changes, roles, change } = await requested();
    const withdraw = () => changes.decline(kim, { changeId: change.id, reason: '' });
    set(roles, kim, gone);
    expect(refusalOf(await withdraw()).key).toBe('changes.notAllowed');
    set(roles, kim, unknown);
    expect(refusalOf(await withdraw()).key).toBe('changes.rolesUnknown');
    set(roles, kim, lost);
    expect((await withdraw()).step).toBe('declined');
  });

  test('an operator who has lost the role cannot snooze', async () => {
    const { ctx, roles, record } = await requested();
    const before = await record();
    const snooze = createSnooze(ctx, rolesNowOf(roles));
    const request = { message: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', days: 1 };
    set(roles, kim, lost);
    expect(await snooze(kim, request)).toMatchObject({ key: 'changes.notAllowed' });
    set(roles, kim, unknown);
    expect(await snooze(kim, request)).toMatchObject({ key: 'changes.rolesUnknown' });
    expect(await record()).toEqual(before);
  });

  test('programs have the roles of their token, and nobody is asked', async () => {
    const database = await fresh();
    const { changes, roles } = createTestService(database, at);
    const asked = vi.spyOn(roles, 'get');
    const program = { id: 'api:gateway', source: 'api' as const, roles: rolesOf(['operator']) };
    const request = { operation: 'register', sdkAppId: null, values: registrationOf.current };
    const proposed = changeOf(await changes.propose(program, request), 'preview');
    expect((await changes.confirm(program, shownPlanOf(proposed))).step).toBe('applied');
    expect(asked).not.toHaveBeenCalled();
  });
});
