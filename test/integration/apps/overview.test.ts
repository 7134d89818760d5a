import { beforeAll, describe, expect, test } from 'vitest';
import type { AttentionItem } from '../../../src/apps/attention.js';
import { createOverview, type Overview, type OverviewQuery, pageSize } from '../../../src/apps/overview.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import type { Database } from '../../../src/database/client.js';
import { foldStoredNames } from '../../../src/database/fold-stored-names.js';
import { refuseUnknownRules } from '../../../src/database/queries/unknown-rules.js';
import { evaluateLimits } from '../../../src/notices/create/limit-thresholds.js';
import { databases } from '../../support/databases.js';
import { measure } from '../../support/readings.js';
import {
  actor,
  admin,
  choi,
  createTestService,
  guest,
  kim,
  newApp,
  park,
  type TestService,
} from '../../support/service.js';

const now = '2026-11-21T03:00:00.000Z';
const names = (overview: Overview) => overview.items.map(({ app }) => app.name);

/** The items of a kind, by the name of the app or the author of the request. */
function itemsOfKind(overview: Overview, kind: AttentionItem['kind']): string[] {
  const found = overview.attention.find((it) => it.kind === kind)?.first ?? [];
  return found.map((need) => (need.kind === 'approval' ? need.change.author : need.app.name));
}

describe.each(databases)('attention items on $name', ({ fresh }) => {
  async function createHarness(): Promise<
    TestService & { database: Database; loadOverview: ReturnType<typeof createOverview> }
  > {
    const database = await fresh();
    const service = createTestService(database, now);
    return { ...service, database, loadOverview: createOverview(service.ctx) };
  }
  const first = { page: 1 };

  test('an app under rules that this version lacks is shown without its limits, and hides no other', async () => {
    const { register, ctx, database, loadOverview } = await createHarness();
    for (const id of ['1', '2', '3']) await register({ sdkAppId: id, name: `app-${id}` });
    const readings = [1, 2].map((sdkAppId) => ({ sdkAppId, metric: 'registeredUsers', value: 95 }));
    await measure(database, readings);
    await database.prisma.app.updateMany({
      where: { sdkAppId: { in: [2, 3] } },
      data: { ruleSet: 'newer', plan: 'newer.plan' },
    });
    await evaluateLimits({ ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } }, [1, 2, 3]);
    const overview = await loadOverview(kim, first);
    expect(names(overview)).toEqual(['app-1', 'app-2', 'app-3']);
    expect(overview.items[1]).toMatchObject({ limitUsage: null, suggestedAction: null });
    expect(itemsOfKind(overview, 'limit')).toEqual(['app-1']);
    await expect(refuseUnknownRules(database.prisma, ctx.rules.catalogue)).rejects.toThrow(
      'This version of imapp does not know the billing rules of app 2: rule set "newer", plan "newer.plan".',
    );
  });

  test('an approver sees pending requests of others, not their own', async () => {
    const { register, perform, changes, clock, loadOverview } = await createHarness();
    const own = actor('UPARK', 'approver', 'operator');
    await perform(kim, 'disable', await register({ sdkAppId: '1', name: 'one' }));
    clock.moveTo('2026-11-21T04:00:00.000Z');
    await perform(own, 'disable', await register({ sdkAppId: '2', name: 'two' }));
    expect(itemsOfKind(await loadOverview(own, first), 'approval')).toEqual(['UKIM']);
    expect(itemsOfKind(await loadOverview(choi, first), 'approval')).toEqual(['UKIM', 'UPARK']);
    expect((await loadOverview(kim, first)).attention).toEqual([]);
    const [need] = (await loadOverview(park, first)).attention[0]?.first ?? [];
    if (need?.kind !== 'approval') throw new Error('No request.');
    await changes.approve(park, shownPlanOf(need.change));
    expect((await loadOverview(park, first)).attention).toEqual([]);
  });

  test('an operator sees limits at 80 % or more by current readings, most used first', async () => {
    const { register, perform, ctx, database, loadOverview } = await createHarness();
    const team = { noticesChannel: null, language: 'en' } as const;
    const watched = () => evaluateLimits({ ...ctx, noticeDefaults: team }, [1, 2, 3, 4, 5]);
    for (const i of [1, 2, 3, 4, 5]) await register({ sdkAppId: String(i), name: `app-${i}` });
    await perform(kim, 'upgrade', 4, { plan: 'current.standard' });
    await measure(database, [
      { sdkAppId: 1, metric: 'registeredUsers', value: 80 },
      { sdkAppId: 2, metric: 'registeredUsers', value: 79 },
      { sdkAppId: 3, metric: 'groupsPerUser', value: 50, day: '2026-11-20' },
      { sdkAppId: 4, metric: 'registeredUsers', value: 80 },
      { sdkAppId: 5, metric: 'dailyNetGroupIncrease', value: 100, day: '2026-11-20' },
    ]);
    await watched();
    const seen = await loadOverview(kim, first);
    expect(itemsOfKind(seen, 'limit')).toEqual(['app-3', 'app-1']);
    expect(seen.items.map(({ limitUsage }) => limitUsage?.percent)).toEqual([80, 79, 100, null, undefined]);
    const [tightest] = seen.attention[0]?.first ?? [];
    expect(tightest).toMatchObject({ usage: { metric: 'groupsPerUser' }, remedy: { operation: 'upgrade' } });
    expect(itemsOfKind(await loadOverview(guest, first), 'limit')).toEqual([]);

    await perform(kim, 'upgrade', 3, { plan: 'current.standard' });
    expect(itemsOfKind(await loadOverview(kim, first), 'limit')).toEqual(['app-1']);
    await measure(database, [{ sdkAppId: 2, metric: 'groupsPerUser', value: 49 }]);
    await watched();
    expect(itemsOfKind(await loadOverview(kim, first), 'limit')).toEqual(['app-2', 'app-1']);
  });

  test('an operator sees developer editions that end within 7 days, and suspended ones', async () => {
    const { register, clock, loadOverview } = await createHarness();
    await register({ sdkAppId: '1', name: 'older' });
    clock.moveTo('2026-11-25T03:00:00.000Z');
    await register({ sdkAppId: '2', name: 'younger' });
    const seen = async (at: string) => {
      clock.moveTo(at);
      const overview = await loadOverview(kim, first);
      return [itemsOfKind(overview, 'ending'), itemsOfKind(overview, 'suspended')];
    };
    expect(await seen('2026-12-14T02:59:59.999Z')).toEqual([[], []]);
    expect(await seen('2026-12-14T03:00:00.000Z')).toEqual([['older'], []]);
    expect(await seen('2026-12-20T00:00:00.000Z')).toEqual([['older', 'younger'], []]);
    expect(await seen('2026-12-21T03:00:00.000Z')).toEqual([['younger'], ['older']]);
    expect(await seen('2026-12-31T03:00:00.000Z')).toEqual([[], ['younger', 'older']]);
  });

  test('an operator sees disabled apps whose data is deleted within 30 days', async () => {
    const { register, perform, changes, clock, loadOverview } = await createHarness();
    const shown = await perform(kim, 'disable', await register({ name: 'sunset' }));
    if (shown.step !== 'pending') throw new Error(shown.step);
    await changes.approve(park, shownPlanOf(shown.change));
    const seen = async (at: string) => {
      clock.moveTo(at);
      return itemsOfKind(await loadOverview(kim, first), 'going');
    };
    expect(await seen('2027-01-20T02:59:59.999Z')).toEqual([]);
    expect(await seen('2027-01-20T03:00:00.000Z')).toEqual(['sunset']);
    expect(await seen('2027-02-19T02:59:59.999Z')).toEqual(['sunset']);
    expect(await seen('2027-02-19T03:00:00.000Z')).toEqual([]);
  });

  test('a limit with overage fees has no remedy; a purged app has no usage', async () => {
    const { register, perform, changes, clock, ctx, database, loadOverview } = await createHarness();
    const id = await register({ name: 'paid' });
    await perform(kim, 'upgrade', id, { plan: 'current.standard' });
    await measure(database, [{ sdkAppId: id, metric: 'monthlyActiveUsers', value: 9_000 }]);
    await evaluateLimits({ ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } }, [id]);
    const seen = await loadOverview(kim, first);
    expect(seen.attention[0]?.first).toMatchObject([{ usage: { metric: 'monthlyActiveUsers' }, remedy: null }]);
    expect(seen.items[0]?.limitUsage?.percent).toBe(90);
    const shown = await perform(kim, 'disable', id);
    if (shown.step !== 'pending') throw new Error(shown.step);
    await changes.approve(park, shownPlanOf(shown.change));
    await measure(database, [{ sdkAppId: id, metric: 'registeredUsers', value: 90 }]);
    clock.moveTo('2027-06-01T03:00:00.000Z');
    const [gone] = (await loadOverview(kim, first)).items;
    expect([gone?.app.state, gone?.limitUsage]).toEqual(['purged', null]);
  });

  test('the suggested action follows from the state first, then from a limit; otherwise there is none', async () => {
    const { register, perform, clock, database, loadOverview } = await createHarness();
    const suggestedActions = async () => (await loadOverview(kim, first)).items.map((it) => it.suggestedAction);
    const id = await register({ name: 'pilot' });
    await measure(database, [{ sdkAppId: id, metric: 'groupsPerUser', value: 40 }]);
    expect(await suggestedActions()).toEqual([{ operation: 'upgrade', prefill: { metric: 'groupsPerUser' } }]);
    clock.moveTo('2026-12-20T03:00:00.000Z');
    expect(await suggestedActions()).toEqual([{ operation: 'extend' }]);
    await perform(kim, 'upgrade', id, { plan: 'current.standard' });
    expect(await suggestedActions()).toEqual([null]);
    await measure(database, [{ sdkAppId: id, metric: 'groupsPerUser', value: 490, day: '2026-12-20' }]);
    expect(await suggestedActions()).toEqual([{ operation: 'configure', prefill: { metric: 'groupsPerUser' } }]);
    await measure(database, [{ sdkAppId: id, metric: 'monthlyActiveUsers', value: 12_000, day: '2026-12-20' }]);
    const [fullest] = (await loadOverview(kim, first)).items;
    expect([fullest?.limitUsage?.metric, fullest?.suggestedAction?.prefill]).toEqual([
      'monthlyActiveUsers',
      { metric: 'groupsPerUser' },
    ]);
    expect((await loadOverview(guest, first)).items.map((it) => it.suggestedAction)).toEqual([null]);
  });

  test('limits that refuse come before limits that charge, within an app and among several', async () => {
    const { register, perform, ctx, database, loadOverview } = await createHarness();
    for (const i of [1, 2]) {
      await register({ sdkAppId: String(i), name: `app-${i}` });
      await perform(kim, 'upgrade', i, { plan: 'current.standard' });
    }
    await measure(database, [
      { sdkAppId: 1, metric: 'monthlyActiveUsers', value: 20_000 },
      { sdkAppId: 2, metric: 'monthlyActiveUsers', value: 12_000 },
      { sdkAppId: 2, metric: 'groupsPerUser', value: 410 },
    ]);
    await evaluateLimits({ ...ctx, noticeDefaults: { noticesChannel: null, language: 'en' } }, [1, 2]);
    expect((await loadOverview(kim, first)).attention[0]?.first).toMatchObject([
      { app: { name: 'app-2' }, beyond: 'refused', usage: { metric: 'groupsPerUser', percent: 82 } },
      { app: { name: 'app-1' }, beyond: 'charged', usage: { percent: 200 } },
    ]);
  });

  test('a kind with many items shows the most urgent ones, and that there are more', async () => {
    const { register, clock, loadOverview } = await createHarness();
    for (const i of [1, 2, 3, 4]) await register({ sdkAppId: String(i), name: `app-${i}` });
    clock.moveTo('2026-12-20T00:00:00.000Z');
    const [ending] = (await loadOverview(kim, first)).attention;
    expect(ending).toMatchObject({ kind: 'ending', more: true });
    expect(ending?.first).toHaveLength(3);
    const alone = await loadOverview(kim, { ...first, kind: 'ending' });
    expect(alone.attention).toMatchObject([{ kind: 'ending', more: false }]);
    expect(itemsOfKind(alone, 'ending')).toHaveLength(4);
    expect((await loadOverview(kim, { ...first, kind: 'limit' })).attention).toEqual([]);
    expect((await loadOverview(guest, { ...first, kind: 'ending' })).attention).toEqual([]);
  });
});

describe.each(databases)('overview on $name', ({ fresh }) => {
  let loadOverview: (query: Partial<OverviewQuery>, who?: typeof kim) => Promise<Overview>;
  beforeAll(async () => {
    const database = await fresh();
    const { ctx, perform, register } = createTestService(database, now);
    const rows = Array.from({ length: 45 }, (_, i) => ({
      ...{ sdkAppId: 100 + i, name: `app-${String(Math.floor(i / 2)).padStart(2, '0')}`, account: 'acme' },
      ...{ dataCenter: 'singapore', ruleSet: 'current', plan: 'current.developer', addOns: {}, version: 1 },
      ...{ state: 'active' as const, createdAt: new Date(now), validUntil: new Date('2027-06-01T00:00:00Z') },
      ...{ validityAnchor: new Date('2027-05-01T00:00:00Z'), validityMonths: 1 },
    }));
    await database.prisma.app.createMany({ data: rows });
    await foldStoredNames(database.prisma);
    await perform(kim, 'upgrade', await register({ ...newApp, name: 'zebra' }), { plan: 'current.premium' });
    const overview = createOverview(ctx);
    loadOverview = (query, who = admin) => overview(who, { page: 1, ...query });
  });

  test('paging forward and back shows every app once, though names repeat', async () => {
    const cursorAfter = (it: Overview['items'][number] | undefined) =>
      it && { after: { name: it.app.name, sdkAppId: it.app.sdkAppId } };
    const one = await loadOverview({});
    const two = await loadOverview({ page: 2, ...cursorAfter(one.items.at(-1)) });
    const three = await loadOverview({ page: 3, ...cursorAfter(two.items.at(-1)) });
    expect([one, two, three].map(({ items: listed, more, total }) => [listed.length, more, total])).toEqual([
      [pageSize, true, 46],
      [pageSize, true, 46],
      [6, false, 46],
    ]);
    const ids = [one, two, three].flatMap(({ items: listed }) => listed.map(({ app }) => app.sdkAppId));
    expect(new Set(ids).size).toBe(46);
    const back = await loadOverview({ page: 2, before: cursorAfter(three.items[0])?.after });
    expect(back.items).toEqual(two.items);
    expect(back.more).toBe(true);
  });

  test('search and filters find the apps that match', async () => {
    expect(names(await loadOverview({ search: 'ZEB' }))).toEqual(['zebra']);
    expect(names(await loadOverview({ search: '144' }))).toEqual(['app-22']);
    expect(names(await loadOverview({ search: '14' }))).toEqual([
      'app-14',
      'app-14',
      'app-20',
      'app-20',
      'app-21',
      'app-21',
      'app-22',
      'zebra',
    ]);
    expect(names(await loadOverview({ search: '014' }))).toEqual([]);
    expect(names(await loadOverview({ plan: 'current.premium' }))).toEqual(['zebra']);
    expect((await loadOverview({ state: 'suspended' })).total).toBe(0);
    expect((await loadOverview({ state: 'active', search: '%' })).total).toBe(0);
    expect((await loadOverview({ plan: 'elephant' })).items).toEqual([]);
  });

  test('actions are suggested to operators only', async () => {
    const upgrade = { operation: 'upgrade' };
    const suggestedActions = async (who: typeof kim) =>
      (await loadOverview({ search: 'zebra' }, who)).items.map((it) => it.suggestedAction);
    expect(await suggestedActions(kim)).toEqual([null]);
    expect(await suggestedActions(guest)).toEqual([null]);
    expect((await loadOverview({ search: 'app-00' })).items.map((it) => it.suggestedAction)).toEqual([
      upgrade,
      upgrade,
    ]);
  });
});
