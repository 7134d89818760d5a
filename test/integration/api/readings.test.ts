import { describe, expect, test } from 'vitest';
import { closeMonths } from '../../../src/jobs/close-months.js';
import { databases } from '../../support/databases.js';
import { guest, kim, newApp } from '../../support/service.js';
import { createHarness } from './harness.js';

const premium = { ...newApp, plan: 'current.premium' };
const today = '2026-11-21';

describe.each(databases)('a reading that was wrong, on the $name database', ({ fresh }) => {
  async function withReading(value: number) {
    const api = await createHarness(await fresh());
    const id = await api.register(premium);
    await api.post('/v1/usage', { readings: [{ sdkAppId: id, metric: 'monthlyActiveUsers', value }] });
    const path = `/v1/apps/${id}/readings/monthlyActiveUsers/${today}`;
    const overage = async () => {
      const { body } = await api.get(`/v1/apps/${id}/statement`);
      const { statement } = body as { statement: { lines: { kind: string; amount: number }[] } };
      return statement.lines.find(({ kind }) => kind === 'overage')?.amount ?? 0;
    };
    return { api, id, path, overage };
  }

  test('is put right: the bill follows, and the wrong one that is sent again changes nothing', async () => {
    const { api, id, path, overage } = await withReading(12_500_000);
    expect(await overage()).toBe(18_735_000);
    expect(await api.put(path, { value: 12_500, reason: 'three zeros too many' })).toMatchObject({ status: 200 });
    expect(await overage()).toBe(3_750);
    const wrong = { sdkAppId: id, metric: 'monthlyActiveUsers', value: 12_500_000 };
    await api.post('/v1/usage', { readings: [{ ...wrong, at: '2026-11-21T02:59:00.000Z' }] });
    expect(await overage()).toBe(3_750);
    api.clock.moveTo('2026-11-21T05:00:00.000Z');
    await api.post('/v1/usage', { readings: [{ ...wrong, value: 13_000 }] });
    expect(await overage()).toBe(4_500);
  });

  test('is in the audit trail, with the reason, and in the history of the app', async () => {
    const { api, id, path } = await withReading(12_500_000);
    await api.put(path, { value: 12_500, reason: 'three zeros too many' });
    await api.put(path, { value: 12_500, reason: 'again' });
    const events = await api.database.prisma.auditEvent.findMany({ orderBy: { seq: 'desc' } });
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      action: 'correct-reading.applied',
      before: { metric: 'monthlyActiveUsers', day: today, value: 12_500_000 },
      after: { metric: 'monthlyActiveUsers', day: today, value: 12_500 },
      reason: 'three zeros too many',
    });
    const shown = await api.changes.open(guest, { operation: 'history', sdkAppId: id, values: {} });
    expect(JSON.stringify(shown)).toContain('history.reading');
  });

  test('cannot be put right without a reason, nor on a day to come', async () => {
    const { api, id, path } = await withReading(5);
    expect((await api.put(path, { value: 3 })).status).toBe(400);
    expect((await api.put(path, { value: 3, reason: '  ' })).status).toBe(422);
    expect((await api.put(path.replace(today, '2026-11-22'), { value: 3, reason: 'x' })).status).toBe(422);
    expect((await api.put(path.replace('monthlyActiveUsers', 'nothing'), { value: 3, reason: 'x' })).status).toBe(400);
    expect((await api.put(path.replace(String(id), '7'), { value: 3, reason: 'x' })).status).toBe(404);
  });

  test('is refused with its month closed, as is a new reading, and says so', async () => {
    const { api, id, path } = await withReading(12_500);
    api.clock.moveTo('2026-12-01T03:59:00.000Z');
    const late = { sdkAppId: id, metric: 'monthlyActiveUsers', at: '2026-11-30T12:00:00.000Z' };
    expect((await api.post('/v1/usage', { readings: [{ ...late, value: 14_000 }] })).body).toMatchObject({ taken: 1 });
    api.clock.moveTo('2026-12-01T04:00:00.000Z');
    expect(await closeMonths(api.ctx)).toEqual(['2026-11']);
    const readings = [
      { ...late, value: 15_000 },
      { ...late, value: 9, at: '2026-12-01T03:00:00.000Z' },
    ];
    expect((await api.post('/v1/usage', { readings })).body).toEqual({
      taken: 1,
      refused: [{ index: 0, reason: 'the month of at is closed: its statement is final' }],
    });
    expect(await api.put(path, { value: 3, reason: 'late' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/day' }] },
    });
    const { body } = await api.get(`/v1/apps/${id}/statement?month=2026-11`);
    expect(JSON.stringify(body)).toContain('"peak":14000');
  });

  test('can be put right in Slack by an operator, who sees what it does to the bill', async () => {
    const { api, id } = await withReading(12_500_000);
    const values = { metric: 'monthlyActiveUsers', day: today, value: '12500' };
    const shown = await api.changes.propose(kim, { operation: 'correct-reading', sdkAppId: id, values });
    expect(shown).toMatchObject({
      step: 'preview',
      change: {
        agreedPlan: {
          fees: null,
          lines: [{ key: 'correct-reading.reading' }, { values: { before: { minor: 18_735_000 + 2_330 } } }],
        },
      },
    });
    expect(await api.perform(kim, 'correct-reading', id, values)).toMatchObject({ step: 'applied' });
  });
});
