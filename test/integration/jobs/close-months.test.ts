import { describe, expect, test } from 'vitest';
import { toJson } from '../../../src/database/json.js';
import { billRecord } from '../../../src/database/queries/bill-records.js';
import { configurationsOf } from '../../../src/database/queries/history.js';
import { billOf } from '../../../src/domain/billing/bill.js';
import { statementOf } from '../../../src/domain/billing/statement.js';
import { closeMonths } from '../../../src/jobs/close-months.js';
import { databases } from '../../support/databases.js';
import { createTestService, guest, kim, registrationOf, rules } from '../../support/service.js';

const start = '2026-08-20T03:00:00.000Z';

describe.each(databases)('closing months on the $name database', ({ fresh }) => {
  async function createHarness() {
    const database = await fresh();
    const service = createTestService(database, start);
    const id = await service.register(registrationOf['legacy-daily']);
    const frozen = (month: string, app = id) => billRecord(database.prisma, app, month).then((it) => it.frozen);
    return { database, ...service, id, frozen, close: () => closeMonths(service.ctx) };
  }

  test('a month closes once, at noon of the first day after it, with the statements of statementOf', async () => {
    const { database, clock, perform, id, frozen, close } = await createHarness();
    clock.moveTo('2026-09-11T03:00:00.000Z');
    await perform(kim, 'upgrade', id, { plan: 'legacy.pro', maxGroupsPerUser: '1000' });
    clock.moveTo('2026-10-01T03:59:59.999Z');
    expect(await close()).toEqual(['2026-08']);
    clock.moveTo('2026-10-01T04:00:00.000Z');
    expect(await close()).toEqual(['2026-09']);
    expect(await close()).toEqual([]);
    const history = await configurationsOf(database.prisma, id);
    const september = await frozen('2026-09');
    expect(september).toEqual(statementOf('2026-09', { history, peaks: [] }, rules));
    expect(september?.total).toBe(2 * Math.round((44_999 * 20) / 30));
    expect(await frozen('2026-10')).toBeNull();
  });

  test('a frozen statement is not changed by a later reading, and the database refuses updates', async () => {
    const { database, clock, id, frozen, close } = await createHarness();
    clock.moveTo('2026-09-02T04:00:00.000Z');
    await close();
    const before = await frozen('2026-08');
    const reading = {
      sdkAppId: id,
      metric: 'dailyActiveUsers',
      day: new Date('2026-08-21'),
      measuredAt: start,
      value: 50_000n,
      peak: 50_000n,
    };
    await database.prisma.usageReading.create({ data: reading });
    await close();
    expect(await frozen('2026-08')).toEqual(before);
    await expect(database.prisma.statement.updateMany({ data: { document: {} } })).rejects.toThrow(/frozen/);
    await expect(database.prisma.statement.deleteMany()).rejects.toThrow(/frozen/);
  });

  test('an app whose statement cannot be computed stops nothing, and is billed as soon as it can be', async () => {
    const { database, clock, register, perform, id, frozen, close } = await createHarness();
    const bad = await register({ ...registrationOf['legacy-daily'], sdkAppId: '77', name: 'bad' });
    for (const app of [id, bad]) await perform(kim, 'upgrade', app, { plan: 'legacy.pro' });
    const setRuleSet = (ruleSet: string) =>
      database.prisma.appHistory.updateMany({ where: { sdkAppId: bad }, data: { ruleSet } });
    await setRuleSet('of-a-newer-version');
    clock.moveTo('2026-10-02T00:00:00.000Z');
    await expect(close()).rejects.toThrow('The statement of app 77 for 2026-08 cannot be computed');
    expect(await Promise.all(['2026-08', '2026-09'].map((month) => frozen(month)))).toEqual([
      expect.objectContaining({ month: '2026-08' }),
      expect.objectContaining({ month: '2026-09' }),
    ]);
    expect(await billRecord(database.prisma, bad, '2026-08')).toMatchObject({ closed: false, frozen: null });
    await expect(close()).rejects.toThrow('app 77');
    await setRuleSet('legacy-daily');
    expect(await close()).toEqual([]);
    expect(await frozen('2026-08', bad)).toMatchObject({ month: '2026-08' });
    expect(await frozen('2026-09', bad)).toMatchObject({ month: '2026-09' });
    expect(await database.prisma.closedMonth.count({ where: { failedApps: { isEmpty: false } } })).toBe(0);
  });

  test('a month without fees is closed, too, whatever readings come later', async () => {
    const { database, clock, register, perform, close } = await createHarness();
    const id = await register(registrationOf['legacy-monthly']);
    await perform(kim, 'upgrade', id, { plan: 'legacy.pro' });
    const bill = async () => {
      const history = await configurationsOf(database.prisma, id);
      const record = await billRecord(database.prisma, id, '2026-08');
      return billOf('2026-08', { ...record, history }, { ...rules, at: clock.now().toISOString() });
    };
    clock.moveTo('2026-09-01T03:59:59.999Z');
    expect(await bill()).toMatchObject({ status: 'closing', statement: { total: 0 } });
    clock.moveTo('2026-09-01T04:00:00.000Z');
    await close();
    const day = new Date('2026-08-21');
    const reading = { sdkAppId: id, metric: 'dailyActiveUsers', day, measuredAt: start, value: 50_000n, peak: 50_000n };
    await database.prisma.usageReading.create({ data: reading });
    await close();
    expect(await bill()).toMatchObject({ status: 'closed', statement: { total: 0, lines: [] }, forecast: null });
  });

  test('the bill of a closed month is the frozen one, in any spelling of the month', async () => {
    const { changes, clock, perform, id, close } = await createHarness();
    await perform(kim, 'upgrade', id, { plan: 'legacy.pro' });
    clock.moveTo('2026-09-01T04:00:00.000Z');
    await close();
    for (const month of ['2026-08', '２０２６－０８', ' 2026-08, ']) {
      const told = await changes.open(guest, { operation: 'bill', sdkAppId: id, values: { month } });
      expect(told.step === 'result' && told.plan.lines[0]?.key).toBe('bill.closed');
    }
  });

  test('overage is charged by the highest day of the month', async () => {
    const { database, clock, perform, id, frozen, close } = await createHarness();
    await perform(kim, 'upgrade', id, { plan: 'legacy.pro' });
    for (const [day, peak] of [
      ['2026-08-25', 15_000n],
      ['2026-08-26', 25_000n],
      ['2026-09-01', 99_000n],
    ] as const) {
      const reading = {
        sdkAppId: id,
        metric: 'dailyActiveUsers',
        day: new Date(day),
        measuredAt: start,
        value: 1n,
        peak,
      };
      await database.prisma.usageReading.create({ data: reading });
    }
    clock.moveTo('2026-09-02T04:00:00.000Z');
    await close();
    expect((await frozen('2026-08'))?.lines.map(({ id: what, amount }) => [what, amount])).toEqual([
      ['plan', Math.round((44_999 * 12) / 31)],
      ['dailyActiveUsers', 89_998],
    ]);
  });

  test('closing catches up after months of downtime, and after a crash half-way', async () => {
    const { database, clock, frozen, close, register } = await createHarness();
    const other = await register({ ...registrationOf['legacy-daily'], sdkAppId: '1400000099', name: 'other' });
    clock.moveTo('2026-12-01T04:00:00.000Z');
    const history = await configurationsOf(database.prisma, other);
    const half = statementOf('2026-08', { history, peaks: [] }, rules);
    await database.prisma.statement.create({
      data: { sdkAppId: other, month: '2026-08', document: toJson(half), closedAt: start },
    });
    expect(await Promise.all([close(), close()])).toContainEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
    expect(await database.prisma.statement.count()).toBe(8);
    expect(await frozen('2026-11', other)).toMatchObject({ month: '2026-11', total: 0 });
  });

  test('closing does nothing without apps', async () => {
    const database = await fresh();
    const { ctx } = createTestService(database, start);
    expect(await closeMonths(ctx)).toEqual([]);
  });
});
