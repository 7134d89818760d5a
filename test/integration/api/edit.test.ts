import { describe, expect, test } from 'vitest';
import { appsThatDiffer } from '../../../src/database/audit-apps.js';
import { auditRows, verifyChain } from '../../../src/database/audit-chain.js';
import { databases } from '../../support/databases.js';
import { kim, registrationOf } from '../../support/service.js';
import { createHarness } from './harness.js';

describe.each(databases)('PATCH /v1/apps/{id} on the $name database', ({ fresh }) => {
  test('changes what is given, removes what is null, and writes an audit line but no configuration', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register({ ...registrationOf.current, channel: 'C0SHOP', tags: 'old' });
    const changed = await api.patch(`/v1/apps/${id}`, { owner: 'S0ONCALL1', tags: ['Shop', 'live'], channel: null });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'shop', owner: 'S0ONCALL1', tags: ['shop', 'live'], channel: null, plan: 'current.developer' },
    });
    expect(await api.database.prisma.appHistory.count({ where: { sdkAppId: id } })).toBe(1);
    const [, edited] = await api.database.prisma.auditEvent.findMany({ orderBy: { seq: 'asc' } });
    expect(edited).toMatchObject({
      action: 'edit.applied',
      actor: 'api:gateway',
      before: { tags: ['old'], channel: 'C0SHOP', owner: null },
      after: { tags: ['shop', 'live'], channel: null, owner: 'S0ONCALL1' },
    });
    expect(await verifyChain(auditRows(api.database.prisma))).toMatchObject({ ok: true });
    expect((await api.patch(`/v1/apps/${id}`, { tags: ['live', 'Shop'].reverse() })).status).toBe(200);
    expect(await api.database.prisma.auditEvent.count()).toBe(2);
  });

  test('leaves a later change possible, and its history complete', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    await api.patch(`/v1/apps/${id}`, { name: 'shop-eu' });
    await api.perform(kim, 'upgrade', id, { plan: 'current.premium' });
    const rows = await api.database.prisma.appHistory.findMany({
      where: { sdkAppId: id },
      orderBy: { version: 'asc' },
    });
    expect(rows.map(({ version, plan }) => [version, plan])).toEqual([
      [1, 'current.developer'],
      [3, 'current.premium'],
    ]);
    expect((await api.get(`/v1/apps/${id}`)).body).toMatchObject({ name: 'shop-eu', plan: 'current.premium' });
  });

  test('does not hide from the sweep that a validity is over', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    api.clock.moveTo('2027-01-15T00:00:00.000Z');
    expect((await api.patch(`/v1/apps/${id}`, { name: 'shop-eu' })).body).toMatchObject({ state: 'suspended' });
    expect(await api.database.prisma.app.findFirst()).toMatchObject({ name: 'shop-eu', state: 'active' });
    for await (const difference of appsThatDiffer(api.database.prisma)) expect(difference).toBeUndefined();
  });

  test.each<[object, string]>([
    [{ name: '' }, '/name'],
    [{ owner: 'ann' }, '/owner'],
    [{ tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }, '/tags'],
    [{ channel: 'general' }, '/channel'],
    [{ dataCenter: 'china' }, ''],
    [{ createdAt: '2020-01-01' }, ''],
  ])('refuses %j', async (body, pointer) => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const refused = await api.patch(`/v1/apps/${id}`, body);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.body).toMatchObject({ errors: [{ pointer }] });
    expect((await api.patch('/v1/apps/1', { name: 'x' })).status).toBe(404);
    expect(await api.database.prisma.auditEvent.count()).toBe(1);
  });
});
