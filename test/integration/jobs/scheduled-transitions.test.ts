import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { appFromRow } from '../../../src/database/app-row.js';
import { auditRows, verifyChain } from '../../../src/database/audit-chain.js';
import type { Database } from '../../../src/database/client.js';
import { calendarIn } from '../../../src/domain/calendar.js';
import { purgeDisabled, suspendExpired } from '../../../src/jobs/scheduled-transitions.js';
import type { SweepContext } from '../../../src/notices/sweep-context.js';
import { createPostgresDatabase, databases } from '../../support/databases.js';
import { changeOf, createTestService, kim, newApp, park, registrationOf, rules } from '../../support/service.js';

const begin = '2026-11-21T03:00:00.000Z';
const expiry = '2026-12-21T03:00:00.000Z';

async function createHarness(database: Database) {
  const service = createTestService(database, begin);
  const sweepContext: SweepContext = {
    ...service.ctx,
    noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' },
  };
  const disable = async (sdkAppId: number) => {
    const change = changeOf(await service.perform(kim, 'disable', sdkAppId), 'pending');
    changeOf(await service.changes.approve(park, shownPlanOf(change)), 'applied');
  };
  return { ...service, sweepContext, disable, prisma: database.prisma };
}

/** Copies the only app. */
const copies = (many: number) => `
  WITH more AS (
    INSERT INTO app SELECT sdk_app_id + n, 'many-' || n, account, data_center, rule_set, plan, add_ons, state, valid_until,
      validity_anchor, validity_months, disabled_at, channel, language, created_at, version
    FROM app, generate_series(1, ${many}) AS n RETURNING *)
  INSERT INTO app_history SELECT sdk_app_id, version, created_at, 'register', rule_set, plan, add_ons, state, '{}' FROM more`;

describe.each(databases)('scheduled transitions on the $name database', ({ fresh }) => {
  test('an expired app is suspended, effective from the end of its validity, and audited', async () => {
    const { prisma, sweepContext, clock, register } = await createHarness(await fresh());
    const sdkAppId = await register({ ...newApp, channel: 'CSHOP', language: 'ko' });
    clock.moveTo('2026-12-21T02:59:59.999Z');
    expect(await suspendExpired(sweepContext)).toBe(0);
    const before = appFromRow(await prisma.app.findUniqueOrThrow({ where: { sdkAppId } }));
    clock.moveTo('2026-12-25T00:00:00.000Z');
    expect(await suspendExpired(sweepContext)).toBe(1);
    expect(await suspendExpired(sweepContext)).toBe(0);
    const row = await prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    expect(row).toMatchObject({ state: 'suspended', version: 2 });
    const [, expired] = await prisma.appHistory.findMany({ orderBy: { version: 'asc' } });
    expect(expired).toMatchObject({
      ...{ effectiveFrom: new Date(expiry), operation: 'expire', state: 'suspended', usedAllowances: [] },
    });
    const line = await prisma.auditEvent.findFirst({ orderBy: { seq: 'desc' } });
    expect(line).toMatchObject({
      action: 'expire.applied',
      actor: 'clock',
      source: 'clock',
      before,
      after: appFromRow(row),
    });
    expect(line?.at).toEqual(new Date('2026-12-25T00:00:00.000Z'));
  });

  test('purging across a clock change is not an hour too early', async () => {
    const database = await fresh();
    const service = createTestService(database, '2025-12-08T07:30:00.000Z', {
      calendar: calendarIn('America/New_York'),
    });
    const sweepContext: SweepContext = { ...service.ctx, noticeDefaults: { noticesChannel: null, language: 'en' } };
    const sdkAppId = await service.register(registrationOf['legacy-daily']);
    const asked = changeOf(await service.perform(kim, 'disable', sdkAppId), 'pending');
    changeOf(await service.changes.approve(park, shownPlanOf(asked)), 'applied');
    service.clock.moveTo('2026-03-08T07:29:59.999Z');
    expect(await purgeDisabled(sweepContext)).toBe(0);
    service.clock.moveTo('2026-03-08T07:30:00.000Z');
    expect(await purgeDisabled(sweepContext)).toBe(1);
  });

  test('an app that was disabled 90 days ago is purged, effective from then, by the calendar of the rule set', async () => {
    const { prisma, sweepContext, clock, register, disable } = await createHarness(await fresh());
    const sdkAppId = await register(registrationOf['legacy-daily']);
    await register(registrationOf.current);
    await disable(sdkAppId);
    clock.moveTo('2027-02-19T02:59:59.999Z');
    expect(await purgeDisabled(sweepContext)).toBe(0);
    clock.moveTo('2027-03-01T00:00:00.000Z');
    expect(await purgeDisabled(sweepContext)).toBe(1);
    expect(await purgeDisabled(sweepContext)).toBe(0);
    const purged = await prisma.appHistory.findFirst({ where: { operation: 'purge' } });
    expect(purged).toMatchObject({
      sdkAppId,
      effectiveFrom: new Date('2027-02-19T03:00:00.000Z'),
      state: 'purged',
      version: 3,
    });
    expect(await prisma.notice.findMany()).toMatchObject([
      {
        dedupeKey: `disable-countdown:${sdkAppId}:${begin}:0`,
        payload: { days: 0, until: '2027-02-19T03:00:00.000Z' },
      },
    ]);
  });

  test('two concurrent sweeps over thousands of apps suspend each app once and keep the audit chain intact', async () => {
    const { prisma, sweepContext, clock, register } = await createHarness(await fresh());
    await register(registrationOf.current);
    await prisma.$executeRawUnsafe(copies(2499));
    clock.moveTo(expiry);
    const moved = await Promise.all([suspendExpired(sweepContext), suspendExpired(sweepContext)]);
    const rest = await suspendExpired(sweepContext);
    expect(moved.reduce((sum, it) => sum + it, rest)).toBe(2500);
    expect(await prisma.app.count({ where: { state: 'suspended', version: 2 } })).toBe(2500);
    expect(await prisma.appHistory.count({ where: { operation: 'expire' } })).toBe(2500);
    expect(await prisma.notice.count()).toBe(2500);
    expect(await verifyChain(auditRows(prisma))).toMatchObject({ ok: true, count: 2501 });
  });
});

test('an app that is being changed is left to the next sweep', async () => {
  const { prisma, sweepContext, clock, register } = await createHarness(await createPostgresDatabase());
  const sdkAppId = await register(registrationOf.current);
  clock.moveTo(expiry);
  await prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT name FROM app WHERE sdk_app_id = ${sdkAppId} FOR UPDATE`;
    expect(await suspendExpired(sweepContext)).toBe(0);
  });
  expect(await suspendExpired(sweepContext)).toBe(1);
});

test('purge days are calendar days of the billing time zone, across clock changes', async () => {
  const { prisma, sweepContext, clock, register, disable } = await createHarness(await createPostgresDatabase());
  const sdkAppId = await register(registrationOf.current);
  await disable(sdkAppId);
  const calendar = calendarIn('America/New_York');
  const newYork: SweepContext = { ...sweepContext, rules: { ...rules, calendar } };
  // Disabled on 20 November at 22:00 in New York; 90 days on it is still winter. Moved so that summer time begins in
  // between.
  await prisma.$executeRaw`UPDATE app SET disabled_at = '2027-01-10T17:00:00Z'`;
  expect(calendar.addDays('2027-01-10T17:00:00.000Z', 90)).toBe('2027-04-10T16:00:00.000Z');
  clock.moveTo('2027-04-10T15:59:59.999Z');
  expect(await purgeDisabled(newYork)).toBe(0);
  clock.moveTo('2027-04-11T00:00:00.000Z');
  expect(await purgeDisabled(newYork)).toBe(1);
  const purged = await prisma.appHistory.findFirst({ where: { operation: 'purge' } });
  expect(purged?.effectiveFrom).toEqual(new Date('2027-04-10T16:00:00.000Z'));
});
