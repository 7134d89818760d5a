import { describe, expect, test } from 'vitest';
import { auditRows, verifyChain } from '../../../src/database/audit-chain.js';
import { evaluateLimitsOf, runSweeps } from '../../../src/jobs/sweep.js';
import { createLimitErrorNotices } from '../../../src/notices/create/limit-errors.js';
import { evaluateMissedLimits } from '../../../src/notices/create/limit-thresholds.js';
import { createSnooze } from '../../../src/notices/snooze.js';
import type { SweepContext } from '../../../src/notices/sweep-context.js';
import { databases } from '../../support/databases.js';
import { changeOf, createTestService, guest, kim, registrationOf, rolesNowOf } from '../../support/service.js';

const begin = '2026-11-21T03:00:00.000Z';

describe.each(databases)('limit notices on the $name database', ({ fresh }) => {
  /** A developer app: 100 registered users, 100 net new groups a day, 100 active users a month. */
  async function createHarness() {
    const database = await fresh();
    const { ctx, clock, register, perform } = createTestService(database, begin);
    const sdkAppId = await register(registrationOf.current);
    const sweepContext: SweepContext = { ...ctx, noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' } };
    const { prisma } = database;
    let minutes = 0;
    /** Records a reading and, with `evaluate`, runs its job. */
    async function measure(metric: string, value: number, evaluate = true) {
      minutes += 1;
      const at = new Date(clock.now().getTime() + minutes * 1000);
      clock.moveTo(at.toISOString());
      const day = new Date(ctx.rules.calendar.dayOf(at.toISOString()));
      const where = { sdkAppId_metric_day: { sdkAppId, metric, day } };
      const before = await prisma.usageReading.findUnique({ where });
      const peak = Math.max(value, Number(before?.peak ?? 0));
      const data = { measuredAt: at, value, peak, subject: '' };
      await prisma.usageReading.upsert({ where, create: { sdkAppId, metric, day, ...data }, update: data });
      if (evaluate) await evaluateLimitsOf(sweepContext, { apps: [sdkAppId] });
    }
    /** The severities of the limit notices, oldest first; resolved ones in parentheses. */
    async function severities() {
      const notices = await prisma.notice.findMany({
        where: { kind: 'limit-threshold' },
        orderBy: [{ occurredAt: 'asc' }],
      });
      return notices.map(({ severity, resolvedAt }) => (resolvedAt ? `(${severity})` : String(severity)));
    }
    return { database, prisma, ctx, clock, perform, sweepContext, sdkAppId, measure, severities };
  }

  test('reaching 80 % and 100 %: one notice each, from exactly that value on', async () => {
    const { measure, severities } = await createHarness();
    await measure('registeredUsers', 79);
    expect(await severities()).toEqual([]);
    await measure('registeredUsers', 80);
    await measure('registeredUsers', 99);
    expect(await severities()).toEqual(['80']);
    await measure('registeredUsers', 100);
    await measure('registeredUsers', 140);
    // The notice of 80 % was not delivered yet, so it is superseded.
    expect(await severities()).toEqual(['(80)', '100']);
  });

  test('reaching both thresholds at once: one notice, about the higher', async () => {
    const { measure, severities, prisma } = await createHarness();
    await measure('registeredUsers', 100);
    expect(await severities()).toEqual(['100']);
    expect(await prisma.limitCrossing.count()).toBe(2);
    expect(await prisma.message.count()).toBe(1);
  });

  test('a threshold makes a new notice only after usage was more than 5 points below it; below 75 % notices are resolved', async () => {
    const { measure, severities } = await createHarness();
    await measure('registeredUsers', 100);
    await measure('registeredUsers', 95);
    await measure('registeredUsers', 100);
    expect(await severities()).toEqual(['100']);
    await measure('registeredUsers', 94);
    await measure('registeredUsers', 100);
    expect(await severities()).toEqual(['100', '100']);
    await measure('registeredUsers', 75);
    expect(await severities()).toEqual(['100', '100']);
    await measure('registeredUsers', 74);
    expect(await severities()).toEqual(['(100)', '(100)']);
    await measure('registeredUsers', 80);
    expect(await severities()).toEqual(['(100)', '(100)', '80']);
  });

  test('limits per day and month: notices are resolved when the period ends, and thresholds count again', async () => {
    const { measure, severities, clock, sweepContext } = await createHarness();
    await measure('dailyNetGroupIncrease', 90);
    await measure('monthlyActiveUsers', 90);
    expect(await severities()).toEqual(['80', '80']);
    clock.moveTo('2026-11-21T16:00:00.000Z');
    await runSweeps(sweepContext);
    expect(await severities()).toEqual(['(80)', '80']);
    await measure('dailyNetGroupIncrease', 85);
    expect(await severities()).toEqual(['(80)', '80', '80']);
    clock.moveTo('2026-11-30T16:00:00.000Z');
    await measure('monthlyActiveUsers', 3);
    expect(await severities()).toEqual(['(80)', '(80)', '(80)']);
  });

  test('a limit per month counts the day with the highest usage, though usage has fallen since', async () => {
    const { measure, severities, clock } = await createHarness();
    await measure('monthlyActiveUsers', 90);
    clock.moveTo('2026-11-23T03:00:00.000Z');
    await measure('monthlyActiveUsers', 10);
    expect(await severities()).toEqual(['80']);
  });

  test('a limit without a period keeps its last reading, however old', async () => {
    const { measure, severities, clock, sweepContext, perform, sdkAppId } = await createHarness();
    changeOf(await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await measure('groupsPerUser', 450);
    clock.moveTo('2027-02-21T03:00:00.000Z');
    await runSweeps(sweepContext);
    expect(await severities()).toEqual(['80']);
  });

  test('suspending an app resolves its limit notices with its state', async () => {
    const { prisma, measure, severities, clock, sweepContext } = await createHarness();
    await measure('registeredUsers', 90);
    clock.moveTo('2026-12-22T03:00:00.000Z');
    await runSweeps(sweepContext);
    expect(await severities()).toEqual(['(80)']);
    const { payload } = await prisma.notice.findFirstOrThrow({ where: { kind: 'limit-threshold' } });
    expect(payload).toMatchObject({ now: { value: null, state: 'suspended' } });
  });

  test('limit notices say that a paid plan charges for more; a limit without consequence makes none', async () => {
    const { measure, severities, perform, sdkAppId, prisma } = await createHarness();
    await measure('peakGroups', 100);
    expect(await severities()).toEqual([]);
    await measure('monthlyActiveUsers', 100);
    changeOf(await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await measure('monthlyActiveUsers', 10_000);
    const notices = await prisma.notice.findMany({
      where: { kind: 'limit-threshold' },
      orderBy: { occurredAt: 'asc' },
    });
    expect(notices.map(({ metric, payload }) => [metric, (payload as { charged: boolean }).charged])).toEqual([
      ['monthlyActiveUsers', false],
      ['monthlyActiveUsers', true],
    ]);
  });

  test('the sweep resolves limit notices after a change of plan', async () => {
    const { measure, severities, perform, sweepContext, sdkAppId } = await createHarness();
    await measure('nonAvGroups', 100);
    changeOf(await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await runSweeps(sweepContext);
    expect(await severities()).toEqual(['(100)']);
  });

  test('the sweep evaluates readings whose job got lost', async () => {
    const { measure, severities, sweepContext } = await createHarness();
    await measure('registeredUsers', 100, false);
    expect(await severities()).toEqual([]);
    await Promise.all([runSweeps(sweepContext), runSweeps(sweepContext)]);
    expect(await severities()).toEqual(['100']);
  });

  test('a sweep that starts before midnight and ends after it evaluates every app once', async () => {
    const { prisma, clock, sweepContext, sdkAppId } = await createHarness();
    const { sdkAppId: _, ...app } = await prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    const ids = Array.from({ length: 450 }, (_, i) => i + 1);
    await prisma.app.createMany({ data: ids.map((id) => ({ ...app, sdkAppId: id, addOns: {}, name: `many-${id}` })) });
    const reading = {
      metric: 'registeredUsers',
      value: 85,
      peak: 85,
      subject: '',
      measuredAt: clock.now(),
      day: clock.now(),
    };
    await prisma.usageReading.createMany({ data: ids.map((id) => ({ ...reading, sdkAppId: id })) });
    await evaluateLimitsOf(sweepContext, { apps: ids });
    expect(await prisma.notice.count({ where: { resolvedAt: null } })).toBe(450);
    const days = ['2026-11-22T15:59:59.999Z', '2026-11-22T16:00:00.000Z'].map((instant) => new Date(instant));
    let asked = 0;
    const now = () => {
      asked += 1;
      if (asked > 10) throw new Error('It goes on and on.');
      return days[asked === 1 ? 0 : 1] ?? clock.now();
    };
    expect(await evaluateMissedLimits({ ...sweepContext, now })).toBe(0);
    expect(await prisma.limitEvaluation.count({ where: { billingDay: '2026-11-23' } })).toBe(450);
  });

  test('a limit notice has the remedy, prefilled with the metric', async () => {
    const { measure, prisma, perform, sdkAppId } = await createHarness();
    await measure('membersPerGroup', 20);
    const [free] = await prisma.notice.findMany({ where: { kind: 'limit-threshold' } });
    expect(free?.payload).toMatchObject({
      remedy: { operation: 'upgrade', prefill: { metric: 'membersPerGroup' } },
      charged: false,
    });
    changeOf(await perform(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await measure('membersPerGroup', 200);
    await measure('monthlyActiveUsers', 9000);
    const notices = await prisma.notice.findMany({
      where: { kind: 'limit-threshold', resolvedAt: null },
      orderBy: { occurredAt: 'asc' },
    });
    expect(notices.map(({ payload }) => payload)).toMatchObject([
      { remedy: { operation: 'configure', prefill: { metric: 'membersPerGroup' } }, charged: false },
      { remedy: null, charged: true },
    ]);
  });

  test('a snoozed limit makes no message until the snooze ends, and then one if it still holds', async () => {
    const { measure, prisma, ctx, clock, sweepContext } = await createHarness();
    const snooze = createSnooze(ctx, rolesNowOf());
    await measure('registeredUsers', 80);
    const { id: message } = await prisma.message.findFirstOrThrow();
    expect(await snooze(guest, { message, days: 1 })).toMatchObject({ key: 'changes.notAllowed' });
    expect(await snooze(kim, { message, days: 1 })).toEqual({ until: '2026-11-22T03:00:01.000Z', count: 1 });
    await measure('registeredUsers', 100);
    await measure('nonAvGroups', 100);
    expect(await prisma.message.count()).toBe(2);
    clock.moveTo('2026-11-22T03:00:01.000Z');
    await runSweeps(sweepContext);
    const said = await prisma.notice.findMany({ where: { messageId: { not: null } }, orderBy: { occurredAt: 'asc' } });
    expect(said.map(({ metric, severity }) => `${metric} ${severity}`)).toEqual([
      'registeredUsers 80',
      'registeredUsers 100',
      'nonAvGroups 100',
    ]);
  });

  test('a snooze is audited once, with actor, metric and end', async () => {
    const { measure, prisma, ctx, clock, perform, sdkAppId } = await createHarness();
    const snooze = createSnooze(ctx, rolesNowOf());
    await measure('registeredUsers', 80);
    const { id: message } = await prisma.message.findFirstOrThrow();
    const audited = () => prisma.auditEvent.findMany({ where: { action: 'snooze.applied' }, orderBy: { seq: 'asc' } });
    await snooze(guest, { message, days: 1 });
    expect(await audited()).toEqual([]);
    await Promise.all([1, 2, 3].map(() => snooze(kim, { message, days: 7 })));
    const first = { kind: 'limit-threshold', metric: 'registeredUsers', until: '2026-11-28T03:00:01.000Z' };
    expect(await audited()).toMatchObject([
      { actor: kim.id, source: kim.source, sdkAppId, at: clock.now(), before: null, after: first },
    ]);
    clock.moveTo('2026-11-22T03:00:00.000Z');
    await snooze(kim, { message, days: 1 });
    expect((await audited())[1]).toMatchObject({
      before: first,
      after: { ...first, until: '2026-11-23T03:00:00.000Z' },
    });
    expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true });
    const story = await perform(kim, 'history', sdkAppId);
    expect(story).toMatchObject({
      plan: {
        lines: [
          {},
          { key: 'history.silenced', values: { actor: kim.id, until: '2026-11-23T03:00:00.000Z' } },
          {},
          {},
          {},
        ],
      },
    });
  });

  test('a resolved notice cannot be snoozed', async () => {
    const { measure, prisma, ctx } = await createHarness();
    await measure('registeredUsers', 80);
    const { id: message } = await prisma.message.findFirstOrThrow();
    await measure('registeredUsers', 10);
    const asked = createSnooze(ctx, rolesNowOf())(kim, { message, days: 1 });
    expect(await asked).toMatchObject({ key: 'changes.nothingToSnooze' });
    expect(await prisma.snooze.count()).toBe(0);
  });

  test('limit errors make one notice per app, error code and billing day', async () => {
    const { prisma, sweepContext, sdkAppId } = await createHarness();
    const refused = (errorCode: number | string, at: string, count = 1) => ({ sdkAppId, errorCode, at, count });
    const refusals = [
      refused(10014, '2026-11-21T03:00:02.000Z', 4),
      refused(10014, '2026-11-21T03:00:01.000Z'),
      refused(10058, '2026-11-21T15:59:59.000Z'),
      refused(10058, '2026-11-21T16:00:00.000Z'),
      refused('daily_group_increase', begin),
      refused(60020, begin),
      refused(10059, begin),
      refused(1, begin),
      { ...refused(10058, begin), sdkAppId: 5 },
    ];
    expect(await createLimitErrorNotices(sweepContext, { report: 'first', refusals })).toBe(6);
    expect(await createLimitErrorNotices(sweepContext, { report: 'first', refusals })).toBe(0);
    const notices = await prisma.notice.findMany({ orderBy: { dedupeKey: 'asc' } });
    expect(notices.map(({ payload }) => payload)).toMatchObject([
      { errorCode: '10014', metric: 'membersPerGroup', ownCap: true, count: 5, at: '2026-11-21T03:00:01.000Z' },
      { errorCode: '10058', metric: 'nonAvGroups', remedy: { operation: 'upgrade' } },
      { errorCode: '10058' },
      { errorCode: '10059', metric: null, remedy: { operation: 'upgrade' } },
      { errorCode: '60020', metric: null, remedy: { operation: 'extend' } },
      { errorCode: 'daily_group_increase', metric: 'dailyNetGroupIncrease' },
    ]);
  });

  test('later limit errors of the same day raise the count, once per report, and update the message', async () => {
    const { prisma, sweepContext, sdkAppId } = await createHarness();
    const report = (report: string, count: number, at: string) =>
      createLimitErrorNotices(sweepContext, { report, refusals: [{ sdkAppId, errorCode: 10014, at, count }] });
    expect(await report('one', 4, '2026-11-21T03:00:02.000Z')).toBe(1);
    const { id } = await prisma.message.findFirstOrThrow();
    await prisma.message.update({
      where: { id },
      data: {
        attemptedAt: new Date(begin),
        slackTs: '1.1',
        slackChannelId: 'CNOTICES',
        postedAt: new Date(begin),
        deliveredVersion: 1,
      },
    });
    await prisma.$executeRaw`SELECT graphile_worker.remove_job('deliver-messages:CNOTICES')`;
    const again = [1, 2, 3].map(() => report('two', 3, '2026-11-21T03:00:01.000Z'));
    expect(await Promise.all([...again, report('three', 10, '2026-11-21T04:00:00.000Z')])).toEqual([0, 0, 0, 0]);
    expect(await prisma.notice.findMany()).toMatchObject([
      { messageId: id, payload: { count: 17, at: '2026-11-21T03:00:01.000Z', metric: 'membersPerGroup' } },
    ]);
    expect(await prisma.message.findMany()).toMatchObject([{ id, wantedVersion: 3, deliveredVersion: 1 }]);
    const jobs = await prisma.$queryRaw`SELECT key FROM graphile_worker.jobs WHERE key LIKE 'deliver-messages:%'`;
    expect(jobs).toEqual([{ key: 'deliver-messages:CNOTICES' }]);
    expect(await report('four', 1, '2026-11-21T16:00:00.000Z')).toBe(1);
    expect(await prisma.message.count()).toBe(2);
  });
});
