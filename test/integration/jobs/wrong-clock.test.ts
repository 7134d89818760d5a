import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { createChangeService } from '../../../src/changes/service.js';
import { healthStats } from '../../../src/database/queries/health-stats.js';
import { closeMonths } from '../../../src/jobs/close-months.js';
import { rescheduleFromFuture } from '../../../src/jobs/reschedule-from-future.js';
import { runSweeps } from '../../../src/jobs/sweep.js';
import type { SweepContext } from '../../../src/notices/sweep-context.js';
import { databases } from '../../support/databases.js';
import { changeOf, createTestService, kim, newApp, park, refusalOf, rolesNowOf } from '../../support/service.js';

const dayMs = 86_400_000;

describe.each(databases)('a clock that is wrong, on the $name database', ({ fresh }) => {
  /** An app that is disabled and one with a pending request; both clocks at `at`, by default the real time. */
  async function createHarness(at = new Date().toISOString()) {
    const database = await fresh();
    const service = createTestService(database, at);
    const noticeDefaults = { noticesChannel: 'CNOTICES', language: 'en' } as const;
    const trusted: SweepContext = { ...service.ctx, noticeDefaults };
    const doubted: SweepContext = { ...trusted, trustedNow: () => null };
    const disabled = await service.register({ ...newApp, name: 'old' });
    const asked = changeOf(await service.perform(kim, 'disable', disabled), 'pending');
    await service.changes.approve(park, shownPlanOf(asked));
    const id = await service.register({ ...newApp, sdkAppId: '1400000002', name: 'shop' });
    const pending = changeOf(await service.perform(kim, 'disable', id), 'pending');
    const states = async () =>
      (await database.prisma.app.findMany({ orderBy: { sdkAppId: 'asc' } })).map(({ state }) => state);
    return { ...service, database, prisma: database.prisma, trusted, doubted, pending, states };
  }

  test('nothing that is final happens by it: no purge, no suspension, no month, no expiry, no notice of the end', async () => {
    const { prisma, clock, trusted, doubted, pending, states } = await createHarness('2026-08-20T03:00:00.000Z');
    clock.moveTo('2026-12-20T03:00:00.000Z');
    await runSweeps(doubted);
    expect(await closeMonths(doubted)).toEqual([]);
    expect(await states()).toEqual(['disabled', 'active']);
    expect(await prisma.notice.count({ where: { kind: { in: ['dev-expiry', 'disable-countdown'] } } })).toBe(0);
    const late = await createChangeService(doubted, rolesNowOf()).approve(park, shownPlanOf(pending));
    expect(refusalOf(late).key).toBe('changes.clockInDoubt');
    expect(await prisma.change.findUnique({ where: { id: pending.id } })).toMatchObject({ state: 'pending' });

    await runSweeps(trusted);
    expect(await closeMonths(trusted)).toEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
    expect(await states()).toEqual(['purged', 'suspended']);
    expect(await prisma.change.findUnique({ where: { id: pending.id } })).toMatchObject({ state: 'expired' });
  });

  test('what it has scheduled for a future that was none is due now, once', async () => {
    const { prisma, trusted, pending } = await createHarness();
    const future = new Date(Date.now() + dayMs);
    await prisma.$executeRaw`UPDATE graphile_worker._private_jobs SET run_at = ${future}, created_at = ${future}`;
    await prisma.$executeRaw`INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
      VALUES ('sweep', ${future}, ${future})`;
    await prisma.change.updateMany({ data: { expiresAt: new Date(future.getTime() + 2 * dayMs) } });
    await runSweeps(trusted);
    await prisma.message.create({
      data: {
        ...{ id: '00000000-0000-4000-8000-000000000001', recipient: 'C1', kind: 'approval', language: 'en' },
        ...{ createdAt: future, attemptedAt: future },
      },
    });
    await prisma.snooze.create({
      data: { sdkAppId: 1400000002, kind: 'dev-expiry', until: new Date(Date.now() + 100 * dayMs) },
    });
    const reading = { sdkAppId: 1400000002, metric: 'dailyActiveUsers', value: 1n, peak: 1n };
    await prisma.usageReading.createMany({
      data: [
        { ...reading, day: new Date(Date.now() + 3 * dayMs), measuredAt: new Date(Date.now() + 3 * dayMs) },
        { ...reading, day: new Date(Date.now() - dayMs), measuredAt: new Date(Date.now() + dayMs) },
      ],
    });
    const now = new Date();
    const { jobs, ...others } = await rescheduleFromFuture(trusted, now);
    expect(jobs).toBeGreaterThan(0);
    expect(others).toEqual({ schedules: 1, requests: expect.any(Number), messages: 1, snoozes: 1, readings: 2 });
    expect(await prisma.$queryRaw`SELECT FROM graphile_worker.jobs WHERE run_at > now()`).toEqual([]);
    const open = await prisma.change.findUnique({ where: { id: pending.id } });
    expect(open?.expiresAt).toEqual(new Date(now.getTime() + dayMs));
    expect(await prisma.usageReading.findMany()).toMatchObject([{ measuredAt: now }]);
    const message = await prisma.message.findFirst({ where: { recipient: 'C1' } });
    expect(message).toMatchObject({ createdAt: now, attemptedAt: new Date(now.getTime() - dayMs) });
    expect(await rescheduleFromFuture(trusted, now)).toEqual({});
  });

  test('what is due in a future that is right stays as it is', async () => {
    const { database, prisma, trusted } = await createHarness();
    await database.workerPool.query(`SELECT graphile_worker.add_job('sweep', run_at => now() + interval '6 hours')`);
    await prisma.snooze.create({
      data: { sdkAppId: 1400000002, kind: 'dev-expiry', until: new Date(Date.now() + 6 * dayMs) },
    });
    expect(await rescheduleFromFuture(trusted, new Date())).toEqual({});
  });

  test('a message from the future counts as old, so that its alert fires', async () => {
    const { prisma } = await createHarness();
    const createdAt = new Date(Date.now() + dayMs);
    await prisma.message.deleteMany();
    await prisma.message.create({
      data: {
        id: '00000000-0000-4000-8000-000000000001',
        recipient: 'C1',
        kind: 'approval',
        language: 'en',
        createdAt,
      },
    });
    expect((await healthStats(prisma)).messages.oldestAge).toBeGreaterThan(86_000);
  });
});
