import { describe, expect, test } from 'vitest';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { appStates } from '../../../src/domain/app.js';
import { databases } from '../../support/databases.js';
import { changeOf, createTestService, guest, kim, park, registrationOf } from '../../support/service.js';

describe.each(databases)('filter by state on the $name database', ({ fresh }) => {
  test('finds each app by its state of the moment, to the millisecond', async () => {
    const { changes, register, perform, clock } = createTestService(await fresh(), '2026-11-21T03:00:00.000Z');
    await register(registrationOf.current);
    const paid = { sdkAppId: '1400000009', name: 'paid', plan: 'current.premium' };
    await register({ ...registrationOf.current, ...paid });
    const daily = await register(registrationOf['legacy-daily']);
    const monthly = await register(registrationOf['legacy-monthly']);
    for (const sdkAppId of [daily, monthly]) {
      const change = changeOf(await perform(kim, 'disable', sdkAppId), 'pending');
      await changes.approve(park, { ...shownPlanOf(change), typedName: 'monthly' });
    }
    const found = async () => {
      const lists = appStates.map((state) =>
        changes.open(guest, { operation: 'list', sdkAppId: null, values: { state } }),
      );
      return (await Promise.all(lists)).map((it) => {
        const lines = it.step === 'result' ? it.plan.lines : [];
        return lines.flatMap(({ key, values }) =>
          key === 'list.row' || key === 'list.until' ? [JSON.stringify(values?.['app'])] : [],
        );
      });
    };
    const names = async () => (await found()).map((rows) => rows.map((row) => /"name":"(\w+)"/.exec(row)?.[1]));
    expect(await names()).toEqual([['paid', 'shop'], [], ['daily'], ['monthly']]);
    clock.moveTo('2026-12-21T02:59:59.999Z');
    expect(await names()).toEqual([['paid', 'shop'], [], ['daily'], ['monthly']]);
    clock.moveTo('2026-12-21T03:00:00.000Z');
    expect(await names()).toEqual([['paid'], ['shop'], ['daily'], ['monthly']]);
    clock.moveTo('2027-02-19T03:00:00.000Z');
    expect(await names()).toEqual([['paid'], ['shop'], [], ['daily', 'monthly']]);
  });
});
