import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { type ReportedReading, recordReadings } from '../../../src/usage/readings.js';
import { databases } from '../../support/databases.js';
import { registrationOf, rules } from '../../support/service.js';
import { createHarness, jobPayloads, start } from './harness.js';

const at = (time: string) => `2026-11-21T${time}Z`;

async function kept({ prisma }: Database) {
  const rows = await prisma.usageReading.findMany({
    orderBy: [{ sdkAppId: 'asc' }, { metric: 'asc' }, { day: 'asc' }],
  });
  return rows.map(({ sdkAppId, metric, day, measuredAt, value, peak, subject }) => ({
    ...{ sdkAppId, metric, day: day.toISOString().slice(0, 10), at: measuredAt.toISOString() },
    ...{ value: Number(value), peak: Number(peak), subject },
  }));
}

describe.each(databases)('POST /v1/usage on the $name database', ({ fresh }) => {
  test('stores readings by day of the billing time zone, and queues a job', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const readings = [
      { sdkAppId: id, metric: 'registeredUsers', value: 7, at: '2026-11-20T15:59:59.999Z' },
      { sdkAppId: id, metric: 'registeredUsers', value: 9, at: '2026-11-21T01:00:00+09:00' },
      { sdkAppId: id, metric: 'registeredUsers', value: 8 },
      { sdkAppId: id, metric: 'membersPerGroup', value: 20, subject: 'group-1' },
    ];
    expect(await api.post('/v1/usage', { readings })).toMatchObject({ status: 200, body: { taken: 4, refused: [] } });
    const [members, before, today] = await kept(api.database);
    expect(members).toMatchObject({ metric: 'membersPerGroup', value: 20, subject: 'group-1', at: start });
    expect(before).toMatchObject({ day: '2026-11-20', value: 7, peak: 7, subject: '' });
    expect(today).toMatchObject({ day: '2026-11-21', value: 8, peak: 9, at: start });
    expect(await jobPayloads(api.database, 'evaluate-limits')).toEqual([{ apps: [id] }]);
  });

  test('is idempotent', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const readings = [3, 9, 5].map((value, i) => ({
      sdkAppId: id,
      metric: 'nonAvGroups',
      value,
      at: at(`01:00:0${i}`),
    }));
    await api.post('/v1/usage', { readings });
    const once = await kept(api.database);
    expect(once).toMatchObject([{ value: 5, peak: 9 }]);
    await api.post('/v1/usage', { readings });
    await api.post('/v1/usage', { readings: readings.toReversed() });
    for (const reading of readings) await api.post('/v1/usage', { readings: [reading] });
    expect(await kept(api.database)).toEqual(once);
  });

  test('keeps the highest group or user until it is measured again', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const measured = async (subject: string, value: number, time: string) => {
      await api.post('/v1/usage', {
        readings: [{ sdkAppId: id, metric: 'membersPerGroup', value, subject, at: at(time) }],
      });
      const [row] = await kept(api.database);
      return [row?.subject, row?.value, row?.peak];
    };
    expect(await measured('a', 10, '01:00:00')).toEqual(['a', 10, 10]);
    expect(await measured('b', 9, '01:01:00')).toEqual(['a', 10, 10]);
    expect(await measured('b', 12, '01:02:00')).toEqual(['b', 12, 12]);
    expect(await measured('b', 5, '01:03:00')).toEqual(['b', 5, 12]);
    expect(await measured('b', 12, '01:02:00')).toEqual(['b', 5, 12]);
    expect(await measured('a', 6, '01:04:00')).toEqual(['a', 6, 12]);
  });

  test('names invalid rows and records the others', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const good = { sdkAppId: id, metric: 'avChatRooms', value: 1 };
    const wrong: [unknown, RegExp][] = [
      [{ ...good, sdkAppId: 404 }, /no such app/],
      [{ ...good, metric: 'likes' }, /no such metric/],
      [{ ...good, metric: 'constructor' }, /no such metric/],
      [{ ...good, value: -1 }, /^value: /],
      [{ ...good, value: 1.5 }, /^value: /],
      [{ ...good, value: '1' }, /^value: /],
      [{ ...good, value: 2 ** 53 }, /^value: /],
      [{ ...good, at: at('03:05:00.001') }, /future/],
      [{ ...good, at: '2026-10-17T02:59:59.999Z' }, /35 days/],
      [{ ...good, at: '2026-11-21' }, /^at: /],
      [{ ...good, at: '2026-02-30T00:00:00Z' }, /^at: /],
      [{ ...good, subject: 'kim' }, /per user or group/],
      [{ ...good, metric: 'contactsPerUser', subject: '\u0000' }, /^subject: /],
      [{ ...good, metric: 'contactsPerUser', subject: '\ud800' }, /^subject: /],
      [{ ...good, values: 1 }, /values/],
      [{}, /sdkAppId/],
      [null, /./],
      ['reading', /./],
    ];
    const readings = [good, ...wrong.map(([row]) => row), { ...good, metric: 'peakGroups', at: at('03:05:00') }];
    const { status, body } = await api.post('/v1/usage', { readings });
    expect(status).toBe(200);
    expect(body.taken).toBe(2);
    expect(body.refused).toEqual(
      wrong.map(([, reason], i) => ({ index: i + 1, reason: expect.stringMatching(reason) })),
    );
    expect((await kept(api.database)).map(({ metric }) => metric)).toEqual(['avChatRooms', 'peakGroups']);
    expect((await api.post('/v1/usage', { readings: [wrong[0]?.[0]] })).body.taken).toBe(0);
    expect((await api.post('/v1/usage', { readings: [] })).body).toEqual({ taken: 0, refused: [] });
    expect(await jobPayloads(api.database, 'evaluate-limits')).toEqual([{ apps: [id] }]);
  });

  test('concurrent calls with overlapping rows all succeed, and the highest value stays', async () => {
    const api = await createHarness(await fresh());
    const ids = await Promise.all(
      [registrationOf.current, registrationOf['legacy-daily']].map((app) => api.register(app)),
    );
    // All but how long messages are stored, which is not measured.
    const metrics = Object.values(rules.catalogue.metrics).filter(({ per }) => per !== 'message');
    const rows = ids.flatMap((sdkAppId) => metrics.map(({ id }) => ({ sdkAppId, metric: id, at: at('02:00:00') })));
    const calls = Array.from({ length: 12 }, (_, i) => {
      const readings = rows.map((row) => ({ ...row, value: i }));
      return api.post('/v1/usage', { readings: i % 2 === 0 ? readings : readings.toReversed() });
    });
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(calls.map(() => 200));
    const all = await kept(api.database);
    expect(all).toHaveLength(rows.length);
    for (const row of all) expect(row).toMatchObject({ value: 11, peak: 11 });
  });

  test('accepts ten thousand readings of two thousand apps, and queues two serial jobs', async () => {
    const api = await createHarness(await fresh());
    const ids = Array.from({ length: 2_000 }, (_, i) => i + 1);
    await api.database.prisma.app.createMany({
      data: ids.map((sdkAppId) => ({
        ...{ sdkAppId, name: `app-${sdkAppId}`, account: 'acme', dataCenter: 'china', ruleSet: 'legacy-daily' },
        ...{ plan: 'legacy.trial', addOns: {}, state: 'active', createdAt: new Date(0), version: 1 },
      })),
    });
    const metrics = ['registeredUsers', 'nonAvGroups', 'avChatRooms', 'peakGroups', 'dailyActiveUsers'];
    const readings = ids.flatMap((sdkAppId) => metrics.map((metric) => ({ sdkAppId, metric, value: sdkAppId })));
    expect((await api.post('/v1/usage', { readings })).body).toEqual({ taken: 10_000, refused: [] });
    expect(await api.database.prisma.usageReading.count()).toBe(10_000);
    const jobs = await jobPayloads(api.database, 'evaluate-limits');
    expect(jobs).toEqual([{ apps: ids.slice(0, 1_000) }, { apps: ids.slice(1_000) }]);
    const queues = `SELECT DISTINCT queue_name AS queue FROM graphile_worker.jobs WHERE task_identifier = 'evaluate-limits'`;
    expect((await api.database.workerPool.query(queues)).rows).toEqual([{ queue: 'evaluate-limits' }]);
  });
});

test('POST /v1/usage: the newest and the highest value do not depend on the order of readings', async () => {
  const [, postgresql] = databases;
  if (!postgresql) throw new Error('no database');
  const database = await postgresql.fresh();
  const { register } = await createHarness(database);
  const sdkAppId = await register(registrationOf.current);
  const reading = fc.record({ value: fc.nat(20), second: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 8 }), fc.nat(7), async (made, cut) => {
      await database.prisma.usageReading.deleteMany();
      const readings = made.map(
        ({ value, second }): ReportedReading => ({
          ...{ sdkAppId, metric: 'peakGroups', value, subject: '' },
          at: new Date(Date.parse(start) + second * 1_000).toISOString(),
        }),
      );
      for (const part of [readings.slice(0, cut), readings.slice(cut)]) await recordReadings({ database, rules }, part);
      const [newest] = readings.toSorted((a, b) => (a.at === b.at ? b.value - a.value : a.at < b.at ? 1 : -1));
      const peak = Math.max(...readings.map(({ value }) => value));
      expect(await kept(database)).toMatchObject([{ value: newest?.value, at: newest?.at, peak }]);
    }),
    { numRuns: 60 },
  );
});
