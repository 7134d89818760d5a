import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/changes/change.js';
import { shownPlanOf } from '../../src/changes/plan-fingerprint.js';
import { historiesOf } from '../../src/database/queries/history.js';
import { statementOf } from '../../src/domain/billing/statement.js';
import { closeMonths } from '../../src/jobs/close-months.js';
import { runSweeps } from '../../src/jobs/sweep.js';
import type { SweepContext } from '../../src/notices/sweep-context.js';
import { databases } from '../support/databases.js';
import { seededRandom } from '../support/seeded-random.js';
import { changeOf, createTestService, kim, newApp, park, rules } from '../support/service.js';
import { expectConsistentRecords } from './invariants.js';

const begin = '2026-09-20T03:00:00.000Z';
const hourMs = 3_600_000;
const jumps = [-hourMs, -hourMs, 24 * hourMs, 24 * hourMs, hourMs / 12];
const daily = { ...newApp, dataCenter: 'china', ruleSet: 'legacy-daily' };

describe.each(databases)('a clock that jumps, on the $name database', ({ fresh }) => {
  async function house() {
    const database = await fresh();
    const desked = createTestService(database, begin);
    const round: SweepContext = {
      ...desked.ctx,
      noticeDefaults: { noticesChannel: 'CNOTICES', language: 'en' },
    };
    const jump = (ms: number) => {
      desked.clock.moveTo(new Date(desked.clock.now().getTime() + ms).toISOString());
      return database;
    };
    return { ...desked, database, prisma: database.prisma, round, jump };
  }

  type House = Awaited<ReturnType<typeof house>>;

  test('a change after the clock went back an hour is effective after the one before it', async () => {
    const { database, prisma, register, perform, jump } = await house();
    const id = await register(daily);
    jump(48 * hourMs);
    changeOf(await perform(kim, 'upgrade', id, { plan: 'legacy.pro' }), 'applied');
    jump(-hourMs);
    changeOf(await perform(kim, 'configure', id, { maxMembersPerGroup: '2000' }), 'applied');
    const history = await prisma.appHistory.findMany({ orderBy: { version: 'asc' } });
    const froms = history.map(({ effectiveFrom }) => effectiveFrom.getTime());
    expect(froms).toEqual([...froms].sort((a, b) => a - b));
    await expectConsistentRecords(database);
  });

  test('a pending request expires by the clock of the moment, and stays expired', async () => {
    const { prisma, changes, register, perform, jump, round } = await house();
    const id = await register(newApp);
    const change = changeOf(await perform(kim, 'disable', id), 'pending');
    jump(-hourMs);
    await runSweeps(round);
    expect(await prisma.change.findUnique({ where: { id: change.id } })).toMatchObject({ state: 'pending' });
    jump(80 * 24 * hourMs);
    const late: Outcome = await changes.approve(park, shownPlanOf(change));
    expect(late).toMatchObject({ step: 'alreadyDecided', change: { state: 'expired' } });
    jump(-80 * 24 * hourMs);
    expect(await changes.approve(park, shownPlanOf(change))).toMatchObject({
      step: 'alreadyDecided',
      change: { state: 'expired' },
    });
    expect(await prisma.app.findFirst()).toMatchObject({ state: 'active', version: 1 });
  });

  /**
   * Performs seventy operations on three apps, with clock jumps between and within them. Returns how many were applied.
   */
  async function walk({ perform, changes, jump, round, ctx }: House, ids: readonly number[], seed: number) {
    const random = seededRandom(seed);
    const disables = async (id: number) => {
      const asked = await perform(kim, 'disable', id);
      jump(-hourMs);
      return asked.step === 'pending' ? changes.approve(park, shownPlanOf(asked.change)) : asked;
    };
    const deeds = [
      (id: number) => perform(kim, 'upgrade', id, { plan: random() < 0.7 ? 'legacy.pro' : 'legacy.flagship' }),
      (id: number) => perform(kim, 'configure', id, { maxMembersPerGroup: random() < 0.5 ? '2000' : 'default' }),
      disables,
      (id: number) => perform(kim, 'restore', id),
    ];
    let applied = 0;
    for (let step = 0; step < 70; step++) {
      jump(jumps[Math.floor(random() * jumps.length)] ?? 0);
      const outcome = await deeds[Math.floor(random() * deeds.length)]?.(ids[step % 3] ?? 0);
      if (outcome?.step === 'applied') applied += 1;
      if (step % 7 !== 0) continue;
      await Promise.all([runSweeps(round), runSweeps(round)]);
      await Promise.all([closeMonths(ctx), closeMonths(ctx)]);
    }
    return applied;
  }

  test.each([1, 2])('a clock that jumps for a month loses, doubles and charges nothing (seed %i)', async (seed) => {
    const stage = await house();
    const { database, prisma, register, jump, ctx } = stage;
    const ids: number[] = [];
    for (const name of ['one', 'two', 'three']) {
      ids.push(await register({ ...daily, sdkAppId: String(1_400_000_100 + ids.length), name }));
    }
    expect(await walk(stage, ids, seed)).toBeGreaterThan(8);
    jump(45 * 24 * hourMs);
    await closeMonths(ctx);
    await expectConsistentRecords(database);
    const statements = await prisma.statement.findMany();
    expect(statements.length).toBeGreaterThan(3);
    const histories = await historiesOf(prisma, ids);
    for (const [id, history] of histories) {
      const monthOf = (from: string) => rules.calendar.monthOf(from);
      const used = history.flatMap(({ effectiveFrom: from, usedAllowances: changed }) =>
        changed.map((what) => `${monthOf(from)} ${what}`),
      );
      expect([id, used]).toEqual([id, [...new Set(used)]]);
    }
    for (const { sdkAppId, month, document } of statements) {
      const history = histories.get(sdkAppId) ?? [];
      expect(document).toEqual(JSON.parse(JSON.stringify(statementOf(month, { history, peaks: [] }, rules))));
    }
  });
});
