import { describe, expect, test } from 'vitest';
import { noteForgottenLimits } from '../../../src/changes/notices/note-limits.js';
import { noteRefusals } from '../../../src/changes/notices/note-refusals.js';
import type { Round } from '../../../src/changes/notices/round.js';
import { openSnooze } from '../../../src/changes/notices/snooze.js';
import { lookAtLimits, sweepAll } from '../../../src/changes/notices/sweeps.js';
import { databases } from '../../support/databases.js';
import { appOf, changeOf, deskOn, guest, kim } from '../../support/desk.js';

const begin = '2026-11-21T03:00:00.000Z';

describe.each(databases)('usage against limits on the $name database', ({ fresh }) => {
  /** A developer app: 100 registered users, 100 net new groups a day, 100 active users a month. */
  async function watched() {
    const database = await fresh();
    const { desk, clock, registers, does } = deskOn(database, begin);
    const sdkAppId = await registers(appOf.current);
    const round: Round = { database, desk, team: { noticesChannel: 'CNOTICES', language: 'en' } };
    const { prisma } = database;
    let minutes = 0;
    /** A reading comes in, and its job runs. */
    async function measures(metric: string, value: number, looked = true) {
      minutes += 1;
      const at = new Date(clock.now().getTime() + minutes * 1000);
      clock.moveTo(at.toISOString());
      const day = new Date(desk.rules.calendar.dayOf(at.toISOString()));
      const where = { sdkAppId_metric_day: { sdkAppId, metric, day } };
      const before = await prisma.usageReading.findUnique({ where });
      const peak = Math.max(value, Number(before?.peak ?? 0));
      const data = { at, value, peak, subject: '' };
      await prisma.usageReading.upsert({ where, create: { sdkAppId, metric, day, ...data }, update: data });
      if (looked) await lookAtLimits(round, { apps: [sdkAppId] });
    }
    /** The levels that were noted, oldest first; those that are over in brackets. */
    async function levels() {
      const notices = await prisma.notice.findMany({ where: { kind: 'limit' }, orderBy: [{ occurredAt: 'asc' }] });
      return notices.map(({ urgency, overAt }) => (overAt ? `(${urgency})` : String(urgency)));
    }
    return { database, prisma, desk, clock, does, round, sdkAppId, measures, levels };
  }

  test('80 % and 100 % are each said once, from exactly there on', async () => {
    const { measures, levels } = await watched();
    await measures('registeredUsers', 79);
    expect(await levels()).toEqual([]);
    await measures('registeredUsers', 80);
    await measures('registeredUsers', 99);
    expect(await levels()).toEqual(['80']);
    await measures('registeredUsers', 100);
    await measures('registeredUsers', 140);
    // Nobody has been told of the 80 yet: then it need not be said any more.
    expect(await levels()).toEqual(['(80)', '100']);
  });

  test('both at once are one notice, of the higher', async () => {
    const { measures, levels, prisma } = await watched();
    await measures('registeredUsers', 100);
    expect(await levels()).toEqual(['100']);
    expect(await prisma.limitState.count()).toBe(2);
    expect(await prisma.message.count()).toBe(1);
  });

  test('a level is news again only after usage was more than 5 points below it; below 75 % it is over', async () => {
    const { measures, levels } = await watched();
    await measures('registeredUsers', 100);
    await measures('registeredUsers', 95);
    await measures('registeredUsers', 100);
    expect(await levels()).toEqual(['100']);
    await measures('registeredUsers', 94);
    await measures('registeredUsers', 100);
    expect(await levels()).toEqual(['100', '100']);
    await measures('registeredUsers', 75);
    expect(await levels()).toEqual(['100', '100']);
    await measures('registeredUsers', 74);
    expect(await levels()).toEqual(['(100)', '(100)']);
    await measures('registeredUsers', 80);
    expect(await levels()).toEqual(['(100)', '(100)', '80']);
  });

  test('a new day and a new month count anew; their notices end with them', async () => {
    const { measures, levels, clock, round } = await watched();
    await measures('dailyNetGroupIncrease', 90);
    await measures('monthlyActiveUsers', 90);
    expect(await levels()).toEqual(['80', '80']);
    clock.moveTo('2026-11-21T16:00:00.000Z');
    await sweepAll(round);
    expect(await levels()).toEqual(['(80)', '80']);
    await measures('dailyNetGroupIncrease', 85);
    expect(await levels()).toEqual(['(80)', '80', '80']);
    clock.moveTo('2026-11-30T16:00:00.000Z');
    await measures('monthlyActiveUsers', 3);
    expect(await levels()).toEqual(['(80)', '(80)', '(80)']);
  });

  test('a quota of a month counts its fullest day, though usage has fallen since', async () => {
    const { measures, levels, clock } = await watched();
    await measures('peakGroups', 90);
    clock.moveTo('2026-11-23T03:00:00.000Z');
    await measures('peakGroups', 10);
    expect(await levels()).toEqual(['80']);
  });

  test('another plan: what was said is over, and the sweep finds it by itself', async () => {
    const { measures, levels, does, round, sdkAppId } = await watched();
    await measures('nonAvGroups', 100);
    changeOf(await does(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await sweepAll(round);
    expect(await levels()).toEqual(['(100)']);
  });

  test('readings that no job has looked at are found by the sweep', async () => {
    const { measures, levels, round } = await watched();
    await measures('registeredUsers', 100, false);
    expect(await levels()).toEqual([]);
    await Promise.all([sweepAll(round), sweepAll(round)]);
    expect(await levels()).toEqual(['100']);
  });

  test('a sweep that begins before midnight and ends after it looks at every app once', async () => {
    const { prisma, desk, clock, round, sdkAppId } = await watched();
    const { sdkAppId: _, ...app } = await prisma.app.findUniqueOrThrow({ where: { sdkAppId } });
    const ids = Array.from({ length: 450 }, (_, i) => i + 1);
    await prisma.app.createMany({ data: ids.map((id) => ({ ...app, sdkAppId: id, addOns: {}, name: `many-${id}` })) });
    const reading = { metric: 'registeredUsers', value: 85, peak: 85, subject: '', at: clock.now(), day: clock.now() };
    await prisma.usageReading.createMany({ data: ids.map((id) => ({ ...reading, sdkAppId: id })) });
    await lookAtLimits(round, { apps: ids });
    expect(await prisma.notice.count({ where: { overAt: null } })).toBe(450);
    const days = ['2026-11-22T15:59:59.999Z', '2026-11-22T16:00:00.000Z'].map((instant) => new Date(instant));
    let asked = 0;
    const now = () => {
      asked += 1;
      if (asked > 10) throw new Error('It goes on and on.');
      return days[asked === 1 ? 0 : 1] ?? clock.now();
    };
    expect(await noteForgottenLimits({ ...round, desk: { ...desk, now } })).toBe(0);
    expect(await prisma.limitWatch.count({ where: { day: '2026-11-23' } })).toBe(450);
  });

  test('the remedy stands on the notice, with the field that helps', async () => {
    const { measures, prisma, does, sdkAppId } = await watched();
    await measures('membersPerGroup', 20);
    const [free] = await prisma.notice.findMany({ where: { kind: 'limit' } });
    expect(free?.facts).toMatchObject({ remedy: { operation: 'upgrade' }, charged: false });
    changeOf(await does(kim, 'upgrade', sdkAppId, { plan: 'current.standard' }), 'applied');
    await measures('membersPerGroup', 200);
    await measures('monthlyActiveUsers', 9000);
    const notices = await prisma.notice.findMany({
      where: { kind: 'limit', overAt: null },
      orderBy: { occurredAt: 'asc' },
    });
    expect(notices.map(({ facts }) => facts)).toMatchObject([
      { remedy: { operation: 'configure', draft: { plan: 'current.premium' } }, charged: false },
      { remedy: null, charged: true },
    ]);
  });

  test('snoozed, it is silent until then, and said then if it is still true', async () => {
    const { measures, prisma, desk, database, clock, round, sdkAppId } = await watched();
    const snooze = openSnooze(database, desk);
    const about = { sdkAppId, kind: 'limit', metric: 'registeredUsers', days: 1 };
    expect(await snooze(guest, about)).toMatchObject({ key: 'corridor.notAllowed' });
    expect(await snooze(kim, about)).toMatchObject({ until: '2026-11-22T03:00:00.000Z' });
    await measures('registeredUsers', 80);
    await measures('registeredUsers', 100);
    await measures('nonAvGroups', 100);
    expect(await prisma.message.count()).toBe(1);
    clock.moveTo('2026-11-22T03:00:00.000Z');
    await sweepAll(round);
    const said = await prisma.notice.findMany({ where: { messageId: { not: null } }, orderBy: { occurredAt: 'asc' } });
    expect(said.map(({ metric, urgency }) => `${metric} ${urgency}`)).toEqual([
      'registeredUsers 100',
      'nonAvGroups 100',
    ]);
  });

  test('what the platform refuses is said once per app, code and billing day', async () => {
    const { prisma, round, sdkAppId } = await watched();
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
    expect(await noteRefusals(round, refusals)).toBe(6);
    expect(await noteRefusals(round, refusals)).toBe(0);
    const notices = await prisma.notice.findMany({ orderBy: { once: 'asc' } });
    expect(notices.map(({ facts }) => facts)).toMatchObject([
      { errorCode: '10014', metric: 'membersPerGroup', ownCap: true, count: 5, at: '2026-11-21T03:00:01.000Z' },
      { errorCode: '10058', metric: 'nonAvGroups', remedy: { operation: 'upgrade' } },
      { errorCode: '10058' },
      { errorCode: '10059', metric: null, remedy: { operation: 'upgrade' } },
      { errorCode: '60020', metric: null, remedy: { operation: 'extend' } },
      { errorCode: 'daily_group_increase', metric: 'dailyNetGroupIncrease' },
    ]);
  });
});
