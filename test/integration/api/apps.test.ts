import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { databases } from '../../support/databases.js';
import { changeOf, kim, park, registrationOf } from '../../support/service.js';
import { createHarness, type Harness } from './harness.js';

/** Inserts apps without the change service. */
async function many({ database }: Harness, ids: readonly number[]): Promise<void> {
  await database.prisma.app.createMany({
    data: ids.map((sdkAppId) => ({
      ...{ sdkAppId, name: `app-${sdkAppId}`, account: 'acme', dataCenter: 'china', ruleSet: 'legacy-daily' },
      ...{ plan: 'legacy.trial', addOns: {}, state: 'active', createdAt: new Date(0), version: 1 },
    })),
  });
}

async function allPages(api: Harness, between: () => Promise<void> = async () => {}): Promise<number[]> {
  const ids: number[] = [];
  for (let cursor: string | null = '0'; cursor !== null; ) {
    const { body }: { body: { apps: { sdkAppId: number }[]; next: string | null } } = await api.get(
      `/v1/apps?cursor=${cursor}`,
    );
    expect(body.apps.length).toBeLessThanOrEqual(100);
    ids.push(...body.apps.map(({ sdkAppId }) => sdkAppId));
    cursor = body.next;
    await between();
  }
  return ids;
}

describe.each(databases)('GET /v1/apps on the $name database', ({ fresh }) => {
  test('pages of 100 are stable while apps are added and changed', async () => {
    const api = await createHarness(await fresh());
    const ids = Array.from({ length: 250 }, (_, i) => 1000 + i * 2);
    await many(api, ids);
    let came = 0;
    const seen = await allPages(api, async () => {
      await many(api, [999 - came, 1001 + came * 2]);
      await api.database.prisma.app.updateMany({ data: { name: `renamed-${came}` } });
      came += 1;
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id % 2 === 0 && id >= 1000)).toEqual(ids);
  });

  test('exactly 100 apps are one page, and no app is an empty page', async () => {
    const api = await createHarness(await fresh());
    expect((await api.get('/v1/apps')).body).toEqual({ apps: [], next: null });
    await many(
      api,
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    const { body } = await api.get('/v1/apps');
    expect([body.apps.length, body.next]).toEqual([100, null]);
    expect((await api.get('/v1/apps?cursor=9999999999')).body).toEqual({ apps: [], next: null });
  });

  test('finds apps by the beginning of their id, up to the largest id', async () => {
    const api = await createHarness(await fresh());
    await many(api, [1_400_000_001, 2_000_000_000, 2_147_483_647]);
    await api.database.prisma.app.updateMany({ data: { name: 'shop', foldedName: 'shop' } });
    const found = async (search: string) =>
      (await api.get(`/v1/apps?q=${search}`)).body.apps.map(({ sdkAppId }: { sdkAppId: number }) => sdkAppId);
    expect(await found('2')).toEqual([2_000_000_000, 2_147_483_647]);
    expect(await found('2147483647')).toEqual([2_147_483_647]);
    expect(await found('2147483648')).toEqual([]);
  });

  test('filters by current state, plan, rule set and text', async () => {
    const api = await createHarness(await fresh());
    const shop = await api.register(registrationOf.current);
    const daily = await api.register(registrationOf['legacy-daily']);
    const found = async (query: string) =>
      (await api.get(`/v1/apps?${query}`)).body.apps.map(({ sdkAppId }: { sdkAppId: number }) => sdkAppId);
    expect(await found('state=active')).toEqual([shop, daily]);
    expect(await found('ruleSet=legacy-daily')).toEqual([daily]);
    expect(await found('plan=current.developer&state=active')).toEqual([shop]);
    expect(await found('q=SHO')).toEqual([shop]);
    expect(await found(`q=${daily}`)).toEqual([daily]);
    expect(await found("q=%25';--")).toEqual([]);
    api.clock.moveTo('2026-12-21T03:00:00.000Z');
    expect(await found('state=active')).toEqual([daily]);
    expect(await found('state=suspended')).toEqual([shop]);
    expect((await api.get('/v1/apps?state=suspended')).body.apps[0]).toMatchObject({ state: 'suspended' });
  });

  test('GET /v1/apps/{id} has the app in full, and when it may be changed next', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register({ ...registrationOf['legacy-daily'], ruleSet: 'legacy-daily', plan: 'legacy.pro' });
    await api.perform(kim, 'configure', id, { plan: 'legacy.pro', maxGroupsPerUser: '1000' });
    expect((await api.get(`/v1/apps/${id}`)).body).toMatchObject({
      ...{ sdkAppId: id, state: 'active', plan: 'legacy.pro', addOns: { maxGroupsPerUser: 1000 }, validUntil: null },
      limits: { avChatRooms: 50, groupsPerUser: 1000, registeredUsers: null },
      features: ['globalCoverage'],
      items: [
        { item: 'unlimitedAvChatRooms', held: null, options: [] },
        { item: 'maxGroupsPerUser', held: 1000, options: [1000] },
        { item: 'maxMembersPerGroup', held: null, options: [2000] },
        { item: 'messageStorageDays', held: null, options: [30, 90, 180, 360] },
      ],
      changes: [
        { item: 'plan', allowed: true, from: null, putBackTo: null },
        { item: 'unlimitedAvChatRooms', allowed: true, from: null, putBackTo: null },
        { item: 'maxGroupsPerUser', allowed: false, from: '2026-11-30T16:00:00.000Z', putBackTo: null },
        { item: 'maxMembersPerGroup', allowed: true, from: null, putBackTo: null },
        { item: 'messageStorageDays', allowed: true, from: null, putBackTo: null },
      ],
    });
    const change = changeOf(await api.perform(kim, 'disable', id), 'pending');
    await api.changes.approve(park, shownPlanOf(change));
    expect((await api.get(`/v1/apps/${id}`)).body).toMatchObject({
      state: 'disabled',
      purgedAt: '2027-02-19T03:00:00.000Z',
      changes: [],
    });
  });
});
