import { describe, expect, test } from 'vitest';
import { closeMonths } from '../../../src/jobs/close-months.js';
import { databases } from '../../support/databases.js';
import { kim, registrationOf } from '../../support/service.js';
import { createHarness } from './harness.js';

describe.each(databases)('GET /v1/apps/{id}/statement on the $name database', ({ fresh }) => {
  test('has the fees so far and a forecast in the current month, and is frozen after it', async () => {
    const api = await createHarness(await fresh());
    api.clock.moveTo('2026-11-02T03:00:00.000Z');
    const id = await api.register(registrationOf['legacy-daily']);
    api.clock.moveTo('2026-11-10T03:00:00.000Z');
    await api.perform(kim, 'upgrade', id, { plan: 'legacy.pro' });
    api.clock.moveTo('2026-11-21T03:00:00.000Z');
    const running = await api.get(`/v1/apps/${id}/statement`);
    expect(running.body).toMatchObject({
      sdkAppId: id,
      status: 'running',
      statement: { month: '2026-11', currency: 'USD', listed: '2022-12-26', total: 17_999 + 1 },
      forecast: { total: 31_499, lines: [{ kind: 'plan', id: 'plan', amount: 31_499, billedOn: '2026-12-01' }] },
    });
    api.clock.moveTo('2026-12-01T04:00:00.000Z');
    expect((await api.get(`/v1/apps/${id}/statement?month=2026-11`)).body).toMatchObject({
      status: 'closing',
      forecast: null,
    });
    await closeMonths(api.ctx);
    const closed = await api.get(`/v1/apps/${id}/statement?month=2026-11`);
    expect(closed.body).toMatchObject({ status: 'closed', statement: { total: 31_499 }, forecast: null });
  });

  test('refuses a future month, an invalid month and an unknown app', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const status = async (path: string) => (await api.get(path)).status;
    expect(await status(`/v1/apps/${id}/statement?month=2027-01`)).toBe(400);
    expect(await status(`/v1/apps/${id}/statement?month=2026-13`)).toBe(400);
    expect(await status(`/v1/apps/${id}/statement?months=2026-11`)).toBe(400);
    expect(await status('/v1/apps/1499999999/statement')).toBe(404);
    expect(await status('/v1/apps/9999999999/statement')).toBe(404);
    expect((await api.get(`/v1/apps/${id}/statement?month=2019-01`)).body).toMatchObject({
      statement: { lines: [], total: 0 },
    });
  });
});
