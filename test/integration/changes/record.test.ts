import { describe, expect, test } from 'vitest';
import type { Actor, Outcome } from '../../../src/changes/change.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { auditRows, verifyChain } from '../../../src/database/audit-chain.js';
import { billRecord } from '../../../src/database/queries/bill-records.js';
import { configurationsOf } from '../../../src/database/queries/history.js';
import { statementOf } from '../../../src/domain/billing/statement.js';
import { closeMonths } from '../../../src/jobs/close-months.js';
import { runSweeps } from '../../../src/jobs/sweep.js';
import type { FormValues } from '../../../src/operations/change-plan.js';
import { databases } from '../../support/databases.js';
import {
  admin,
  changeOf,
  createTestService,
  kim,
  newApp,
  park,
  refusalOf,
  registrationOf,
  rules,
} from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';
const day = (date: string) => rules.calendar.startOfDay(date);

describe.each(databases)('the record of an app on the $name database', ({ fresh }) => {
  async function createHarness() {
    const database = await fresh();
    const service = createTestService(database, at);
    const { changes, perform } = service;
    /** Asks for it as an admin, and has it approved. */
    const agree = async (
      operation: string,
      sdkAppId: number,
      values: FormValues = {},
      by: Actor = admin,
    ): Promise<Outcome> => {
      const pending = await perform(by, operation, sdkAppId, values);
      if (pending.step !== 'pending') return pending;
      const typedName = pending.change.before?.name ?? '';
      return changes.approve(park, { ...shownPlanOf(pending.change), typedName });
    };
    const fee = async (sdkAppId: number, month = '2026-11') =>
      statementOf(month, { history: await configurationsOf(database.prisma, sdkAppId), peaks: [] }, rules).total;
    const app = (sdkAppId: number) => database.prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    const noticeDefaults = { noticesChannel: 'C0NOTICES', language: 'en' as const };
    const sweep = () => runSweeps({ ...service.ctx, noticeDefaults });
    const notices = () =>
      database.prisma.notice.findMany({ where: { kind: { in: ['dev-expiry', 'disable-countdown'] } } });
    return { database, ...service, agree, fee, app, sweep, notices };
  }

  test('an imported monthly contract is not in its free month', async () => {
    const { register, fee } = await createHarness();
    const contract = { ...registrationOf['legacy-monthly'], plan: 'legacy.pro' };
    const old = await register({ ...contract, sdkAppId: '1400000021', createdAt: '2020-01-15' });
    const fresh = await register({
      ...contract,
      sdkAppId: '1400000022',
      createdAt: '2020-01-15',
      heldSince: '2026-11-01',
    });
    expect(await fee(old)).toBe(44_999);
    expect(await fee(fresh)).toBe(0);
    expect(await fee(fresh, '2026-12')).toBe(44_999);
  });

  test('months before an app came into care are not closed', async () => {
    const { database, register, clock, ctx } = await createHarness();
    const id = await register({ ...registrationOf['legacy-daily'], plan: 'legacy.pro', createdAt: '2020-01-15' });
    clock.moveTo('2026-12-02T00:00:00.000Z');
    expect(await closeMonths(ctx)).toEqual(['2026-11']);
    expect((await billRecord(database.prisma, id, '2026-11')).frozen?.total).toBe(44_999);
  });

  test('an app whose validity is over is suspended with one notice, and without reminders of the past', async () => {
    const { register, sweep, notices, app } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-01-05', validUntil: '2026-10-05' });
    await sweep();
    await sweep();
    expect(await app(id)).toMatchObject({ state: 'suspended' });
    expect(await notices()).toMatchObject([{ kind: 'dev-expiry', severity: 0 }]);
  });

  test('an app that was disabled 90 days ago is gone', async () => {
    const { register, sweep, notices, app } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-01-05', disabledAt: '2026-08-01' });
    await sweep();
    expect(await app(id)).toMatchObject({ state: 'purged' });
    expect(await notices()).toMatchObject([{ kind: 'disable-countdown', severity: 0 }]);
  });

  test('dates are corrected by an admin with an approval, priced, and audited from before to after', async () => {
    const { register, agree, perform, fee, app, database } = await createHarness();
    const id = await register({ ...registrationOf['legacy-daily'], plan: 'legacy.pro', createdAt: '2026-11-16' });
    expect(await fee(id)).toBe(Math.round((44_999 * 15) / 30));
    expect(refusalOf(await perform(kim, 'correct', id)).key).toBe('changes.notAllowed');
    const done = changeOf(await agree('correct', id, { createdAt: '2026-11-01', heldSince: '2026-11-11' }), 'applied');
    expect(done.agreedPlan.fees?.lines.length).toBeGreaterThan(1);
    expect(await fee(id)).toBe(Math.round((44_999 * 20) / 30));
    expect(await app(id)).toMatchObject({
      createdAt: new Date(day('2026-11-01')),
      heldSince: new Date(day('2026-11-11')),
    });
    const last = await database.prisma.auditEvent.findFirst({ orderBy: { seq: 'desc' } });
    expect(last).toMatchObject({
      action: 'correct.approved',
      reason: 'because',
      before: { createdAt: day('2026-11-16') },
      after: { createdAt: day('2026-11-01') },
    });
    expect(await verifyChain(auditRows(database.prisma))).toMatchObject({ ok: true });
  });

  test('a closed month keeps what it was charged when a date is corrected', async () => {
    const { database, register, agree, clock, ctx, fee } = await createHarness();
    const id = await register({ ...registrationOf['legacy-daily'], plan: 'legacy.pro', createdAt: '2026-11-16' });
    clock.moveTo('2026-12-05T00:00:00.000Z');
    await closeMonths(ctx);
    changeOf(await agree('correct', id, { createdAt: '2026-11-01', heldSince: '2026-11-01' }), 'applied');
    expect((await billRecord(database.prisma, id, '2026-11')).frozen?.total).toBe(Math.round((44_999 * 15) / 30));
    expect(await fee(id, '2026-12')).toBe(44_999);
  });

  test('an end of validity that was wrong is put right', async () => {
    const { register, agree, app } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-10-27' });
    changeOf(await agree('correct', id, { validUntil: '2026-12-27' }), 'applied');
    expect(await app(id)).toMatchObject({ validUntil: new Date(day('2026-12-27')), state: 'active' });
  });

  test('a day of disabling that is 90 days back takes the approver’s typed name', async () => {
    const { register, agree, changes, perform, app, sweep } = await createHarness();
    const id = await register({
      ...newApp,
      createdAt: '2026-01-05',
      disabledAt: '2026-11-01',
      plan: 'current.premium',
    });
    const pending = changeOf(await perform(admin, 'correct', id, { disabledAt: '2026-08-01' }), 'pending');
    expect(pending).toMatchObject({
      policy: { approverConfirms: 'app-name' },
      agreedPlan: { loss: { key: 'correct.purges' } },
    });
    expect(refusalOf(await changes.approve(park, shownPlanOf(pending))).field).toBe('typedName');
    changeOf(await changes.approve(park, { ...shownPlanOf(pending), typedName: 'shop' }), 'applied');
    await sweep();
    expect(await app(id)).toMatchObject({ state: 'purged' });
    expect(refusalOf(await agree('correct', id)).key).toBe('refusal.purged');
  });

  test.each<[FormValues, string]>([
    [{ createdAt: '2026-11-20' }, 'createdAt'],
    [{ heldSince: '2026-11-15' }, 'heldSince'],
    [{ dataCenter: 'china' }, 'dataCenter'],
    [{ account: '' }, 'account'],
  ])('a correction to %j is refused under its field', async (values, field) => {
    const { register, agree } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-11-16', plan: 'current.premium' });
    expect(refusalOf(await agree('correct', id, values)).field).toBe(field);
  });

  test('account and data center are corrected, and the billing mode there is recorded', async () => {
    const { database, register, agree } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-11-16' });
    changeOf(await agree('correct', id, { account: 'globex', dataCenter: 'seoul' }), 'applied');
    expect(await database.prisma.billingMode.findMany({ orderBy: { account: 'asc' } })).toMatchObject([
      { account: 'acme', dataCenter: 'singapore', mode: 'current' },
      { account: 'globex', dataCenter: 'seoul', mode: 'current' },
    ]);
  });

  test('a retired app is out of care: no operation, no notice, no fee, until it is registered again', async () => {
    const { register, agree, perform, app, fee, clock, sweep, notices } = await createHarness();
    const id = await register({ ...newApp, createdAt: '2026-10-27', plan: 'current.developer' });
    const paid = await register({
      ...newApp,
      sdkAppId: '1400000005',
      createdAt: '2026-11-01',
      plan: 'current.premium',
    });
    for (const it of [id, paid]) changeOf(await agree('retire', it), 'applied');
    expect(await app(id)).toMatchObject({ retiredAt: new Date(at), state: 'active' });
    expect(refusalOf(await perform(kim, 'upgrade', id, { plan: 'current.premium' })).key).toBe('refusal.retired');
    expect(refusalOf(await agree('retire', id)).key).toBe('retire.already');
    expect(await fee(paid)).toBe(Math.round((69_900 * 21) / 30));
    clock.moveTo('2026-12-10T00:00:00.000Z');
    await sweep();
    expect(await notices()).toEqual([]);
    expect(await fee(paid, '2026-12')).toBe(0);
    changeOf(
      await perform(kim, 'register', 0, {
        ...newApp,
        sdkAppId: '1400000005',
        createdAt: '2026-12-10',
        plan: 'current.standard',
      }),
      'applied',
    );
    expect(await app(paid)).toMatchObject({ retiredAt: null, plan: 'current.standard' });
    expect(await fee(paid, '2026-12')).toBe(Math.round((39_900 * 22) / 31));
  });

  test('a billing mode on record is corrected with all apps there, when an older first app comes to light', async () => {
    const { database, register, agree, perform, app } = await createHarness();
    const ids = [
      await register(newApp),
      await register({ ...newApp, sdkAppId: '1400000005', plan: 'current.premium' }),
    ];
    const older = { ...newApp, sdkAppId: '1400000006', createdAt: '2021-05-05' };
    expect(refusalOf(await perform(kim, 'register', 0, older)).key).toBe('register.conflict');
    expect(refusalOf(await perform(kim, 'correct-mode', ids[0] ?? 0)).key).toBe('changes.notAllowed');
    changeOf(await agree('correct-mode', ids[0] ?? 0), 'applied');
    expect(await app(ids[0] ?? 0)).toMatchObject({ ruleSet: 'legacy-daily', plan: 'legacy.trial', validUntil: null });
    expect(await app(ids[1] ?? 0)).toMatchObject({ ruleSet: 'legacy-daily', plan: 'legacy.flagship' });
    expect(await database.prisma.billingMode.findMany()).toMatchObject([{ mode: 'legacy', migratedAt: null }]);
    changeOf(await perform(kim, 'register', 0, older), 'applied');
  });
});
