import { describe, expect, test } from 'vitest';
import { databases } from '../../support/databases.js';
import { kim } from '../../support/service.js';
import { createHarness } from './harness.js';

const shop = { sdkAppId: 1400000001, name: 'shop', account: 'acme', dataCenter: 'singapore' };
const rooms = {
  ...shop,
  sdkAppId: 1400000009,
  name: 'live-rooms',
  dataCenter: 'china',
  createdAt: '2021-03-01',
  ruleSet: 'legacy-daily',
  plan: 'legacy.pro',
  addOns: { unlimitedAvChatRooms: true, maxMembersPerGroup: 2000 },
  channel: 'C0SHOP',
  language: 'ko',
};

describe.each(databases)('POST /v1/apps on the $name database', ({ fresh }) => {
  test('registers through the change service, with the name of the token as the actor', async () => {
    const api = await createHarness(await fresh());
    expect(await api.post('/v1/apps', shop)).toMatchObject({
      status: 201,
      body: { ...shop, ruleSet: 'current', plan: 'current.developer', state: 'active', validUntil: expect.any(String) },
    });
    const [line] = await api.database.prisma.auditEvent.findMany();
    expect(line).toMatchObject({
      actor: 'api:gateway',
      source: 'api',
      action: 'register.applied',
      sdkAppId: 1400000001,
    });
  });

  test('accepts every field', async () => {
    const api = await createHarness(await fresh());
    expect(await api.post('/v1/apps', rooms)).toMatchObject({
      status: 201,
      body: { ...rooms, createdAt: '2021-02-28T16:00:00.000Z', validUntil: null },
    });
  });

  test('returns the current app for the same body, and a conflict for another one', async () => {
    const api = await createHarness(await fresh());
    await api.post('/v1/apps', shop);
    await api.perform(kim, 'upgrade', shop.sdkAppId, { plan: 'current.premium' });
    api.clock.moveTo('2027-01-15T00:00:00.000Z');
    expect(await api.post('/v1/apps', { ...shop, name: ' shop' })).toMatchObject({
      status: 200,
      body: { plan: 'current.premium', createdAt: '2026-11-20T16:00:00.000Z' },
    });
    const others = [
      { ...shop, name: 'shop2' },
      { ...shop, plan: 'current.premium' },
      { ...shop, createdAt: '2026-01-01' },
      { ...shop, language: 'ko' },
      { ...shop, dataCenter: 'nowhere' },
    ];
    for (const body of others) expect((await api.post('/v1/apps', body)).status).toBe(409);
    expect(await api.database.prisma.auditEvent.count()).toBe(2);
  });

  test('recognises an app that a user registered with the same values', async () => {
    const api = await createHarness(await fresh());
    await api.register({});
    expect((await api.post('/v1/apps', shop)).status).toBe(200);
  });

  test('twenty concurrent requests register an app once', async () => {
    const api = await createHarness(await fresh());
    const same = await Promise.all(Array.from({ length: 20 }, () => api.post('/v1/apps', shop)));
    expect(same.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
    expect(await api.database.prisma.auditEvent.count()).toBe(1);
  });

  test('twenty concurrent apps of a new account are all registered', async () => {
    const api = await createHarness(await fresh());
    const ids = Array.from({ length: 20 }, (_, i) => 1400000100 + i);
    const all = await Promise.all(ids.map((sdkAppId) => api.post('/v1/apps', { ...shop, sdkAppId })));
    expect(all.map(({ status }) => status)).toEqual(ids.map(() => 201));
  });
});

describe('POST /v1/apps: a refusal names the field', () => {
  const refused = async (...bodies: object[]) => {
    const [embedded] = databases;
    if (!embedded) throw new Error('no database');
    const api = await createHarness(await embedded.fresh());
    let last = await api.post('/v1/apps', bodies[0]);
    for (const body of bodies.slice(1)) last = await api.post('/v1/apps', body);
    expect(last).toMatchObject({ status: 422, body: { type: 'urn:imapp:problem:refused' } });
    return last.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  };
  test.each<[string, object[], string[]]>([
    ['a data center', [{ ...shop, dataCenter: 'mars' }], ['/dataCenter']],
    ['a plan', [{ ...shop, plan: 'current.gold' }], ['/plan']],
    ['a plan of other rules', [{ ...shop, plan: 'legacy.pro' }], ['/plan']],
    ['a rule set', [{ ...shop, ruleSet: 'legacy-daily' }], ['/ruleSet']],
    ['a day to come', [{ ...shop, createdAt: '2026-11-22' }], ['/createdAt']],
    ['a channel', [{ ...shop, channel: '#shop' }], ['/channel']],
    ['a name of nothing', [{ ...shop, name: ' \u200b' }], ['/name']],
    ['items without a plan', [{ ...shop, addOns: { contentFiltering: true } }], ['/addOns']],
    [
      'items that are not offered',
      [{ ...rooms, addOns: { contentFiltering: true, x: 1 } }],
      ['/addOns/contentFiltering', '/addOns/x'],
    ],
    [
      'an amount that is not offered',
      [{ ...rooms, addOns: { maxMembersPerGroup: 7 } }],
      ['/addOns/maxMembersPerGroup'],
    ],
    ['an older app of a current account', [shop, { ...shop, sdkAppId: 2, createdAt: '2020-01-01' }], ['/createdAt']],
  ])('%s', async (_, bodies, pointers) => {
    expect(await refused(...bodies)).toEqual(pointers);
  });

  test('is in English', async () => {
    const [embedded] = databases;
    if (!embedded) throw new Error('no database');
    const { body } = await (await createHarness(await embedded.fresh())).post('/v1/apps', {
      ...shop,
      plan: 'legacy.pro',
    });
    expect(body.detail).toMatch(/is not a plan of/);
  });
});
