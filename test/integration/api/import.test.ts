import { describe, expect, test } from 'vitest';
import { databases } from '../../support/databases.js';
import { admin, newApp } from '../../support/service.js';
import { createHarness } from './harness.js';

const csv = `sdkAppId,name,account,dataCenter,createdAt,ruleSet,plan,validUntil,disabledAt,owner,tags,unlimitedAvChatRooms
1400000101,shop,acme,singapore,2026-10-27,,,2026-11-27,,U0123ABC,shop live,
1400000102,rooms,acme,china,2019-05-01,legacy-monthly,legacy.pro,,,,,true
1400000103,old,acme,singapore,2026-01-05,,current.premium,,2026-11-01,,,
1400000104,bad,acme,atlantis,2026-01-05,,,,,,,
1400000104,twice,acme,singapore,2026-01-05,,,,,,,
1400000105,free,acme,singapore,2026-01-05,,current.standard,2026-12-05,,,,
1400000106,wrong item,acme,singapore,2026-01-05,,current.standard,,,,,on
1400000107,held,acme,china,2019-05-01,legacy-daily,legacy.trial,,,,,
`;

describe.each(databases)('POST /v1/imports on the $name database', ({ fresh }) => {
  test('shows first what becomes of each row, then imports the good ones, and changes nothing the second time', async () => {
    const api = await createHarness(await fresh());
    await api.register({
      ...newApp,
      sdkAppId: '1400000107',
      name: 'other',
      dataCenter: 'china',
      createdAt: '2019-05-01',
    });
    const shown = await api.post('/v1/imports', { csv, dryRun: true });
    expect(shown).toMatchObject({ status: 200, body: { imported: 0 } });
    expect(shown.body.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...['new', 'new', 'new', 'refused', 'refused', 'refused', 'refused', 'differs'],
    ]);
    expect(shown.body.rows.slice(3).map(({ fields }: { fields: string[] }) => fields)).toEqual([
      ...[['dataCenter'], ['sdkAppId'], ['validUntil'], ['unlimitedAvChatRooms'], ['name']],
    ]);
    expect(await api.database.prisma.app.count()).toBe(1);
    expect((await api.post('/v1/imports', { csv, rows: 'all' })).status).toBe(422);
    expect(await api.post('/v1/imports', { csv })).toMatchObject({ status: 200, body: { imported: 3 } });
    expect(await api.database.prisma.app.count()).toBe(4);
    expect(await api.post('/v1/imports', { csv })).toMatchObject({ status: 200, body: { imported: 0 } });
    const again = await api.post('/v1/imports', { csv, dryRun: true });
    expect(again.body.rows.slice(0, 3)).toMatchObject([{ outcome: 'same' }, { outcome: 'same' }, { outcome: 'same' }]);
    expect((await api.get('/v1/apps/1400000101')).body).toMatchObject({
      validUntil: '2026-11-26T16:00:00.000Z',
      owner: 'U0123ABC',
      tags: ['shop', 'live'],
    });
    expect((await api.get('/v1/apps/1400000103')).body).toMatchObject({ state: 'disabled' });
    const { body } = await api.get('/v1/apps/1400000102/statement');
    expect(body.statement.total).toBe(44_999 + 44_999);
    const events = await api.database.prisma.auditEvent.findMany({ where: { action: 'import.applied' } });
    expect(events).toHaveLength(3);
  });

  test('takes a list of apps as JSON, as the API returns them', async () => {
    const api = await createHarness(await fresh());
    const apps = [
      {
        sdkAppId: 1400000101,
        name: 'a',
        account: 'acme',
        dataCenter: 'china',
        ruleSet: 'legacy-daily',
        plan: 'legacy.pro',
      },
      { sdkAppId: 1400000102, name: 'b', account: 'acme', dataCenter: 'singapore', tags: ['x', 'y'] },
    ];
    const items = { addOns: { maxGroupsPerUser: 1000, unlimitedAvChatRooms: true } };
    const body = { apps: [{ ...apps[0], ...items }, apps[1]] };
    expect(await api.post('/v1/imports', body)).toMatchObject({ status: 200, body: { imported: 2 } });
    expect((await api.get('/v1/apps/1400000101')).body).toMatchObject(items);
    expect(await api.post('/v1/imports', body)).toMatchObject({ status: 200, body: { imported: 0 } });
  });

  test('lets the first app of an account decide its billing mode, whatever the order of the rows', async () => {
    const api = await createHarness(await fresh());
    const app = { account: 'acme', dataCenter: 'singapore' };
    const apps = [
      { ...app, sdkAppId: 1400000101, name: 'new', createdAt: '2026-01-01' },
      { ...app, sdkAppId: 1400000102, name: 'first', createdAt: '2020-01-01' },
    ];
    expect(await api.post('/v1/imports', { apps })).toMatchObject({ body: { imported: 2 } });
    expect((await api.get('/v1/apps/1400000101')).body).toMatchObject({ ruleSet: 'legacy-daily' });
    expect(await api.database.prisma.billingMode.findMany()).toMatchObject([{ mode: 'legacy' }]);
  });

  test.each<[object, string]>([
    [{ csv: '' }, '/csv'],
    [{ csv: 'sdkAppId,colour\n1,red' }, '/csv'],
    [{ csv: 'name\nshop' }, '/csv'],
    [{ csv: 'sdkAppId,name\n"1' }, '/csv'],
    [{ apps: [] }, '/apps'],
    [{ csv: `sdkAppId\n${Array.from({ length: 1001 }, (_, i) => i + 1).join('\n')}` }, '/csv'],
  ])('refuses what is no list of apps: %#', async (body, pointer) => {
    const api = await createHarness(await fresh());
    const refused = await api.post('/v1/imports', body);
    expect([400, 422]).toContain(refused.status);
    expect(refused.body.errors[0].pointer).toBe(pointer);
  });

  test('imports 1,000 apps at once', async () => {
    const api = await createHarness(await fresh());
    const rows = Array.from({ length: 1000 }, (_, i) => `${1400001000 + i},app ${i},acme,singapore,2026-10-27`);
    const file = ['sdkAppId,name,account,dataCenter,createdAt', ...rows].join('\n');
    expect(await api.post('/v1/imports', { csv: file })).toMatchObject({ body: { imported: 1000 } });
    const shown = await api.changes.propose(admin, { operation: 'import', sdkAppId: null, values: { file } });
    expect(shown).toMatchObject({ step: 'result' });
  });
});
