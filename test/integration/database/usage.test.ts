import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { dailyReadings, latestReadings, readingsOf } from '../../../src/database/queries/usage.js';
import { databases } from '../../support/databases.js';
import { measure } from '../../support/readings.js';
import { createTestService, kim, registrationOf, rules } from '../../support/service.js';

const metrics = Object.keys(rules.catalogue.metrics);

describe.each(databases)('usage queries on $name', ({ fresh }) => {
  let database: Database;
  const db = () => database.prisma;
  beforeAll(async () => {
    database = await fresh();
    const { register, perform } = createTestService(database, '2026-11-21T03:00:00.000Z');
    for (const app of Object.values(registrationOf)) await register(app);
    await perform(kim, 'upgrade', 1400000002, {
      plan: 'legacy.pro',
      maxGroupsPerUser: '1000',
      unlimitedAvChatRooms: 'on',
    });
    await measure(database, [
      { sdkAppId: 1400000001, metric: 'registeredUsers', day: '2026-11-19', value: 10 },
      { sdkAppId: 1400000001, metric: 'registeredUsers', value: 90, peak: 95 },
      { sdkAppId: 1400000001, metric: 'groupsPerUser', day: '2026-11-20', value: 10, subject: 'alice' },
      { sdkAppId: 1400000002, metric: 'groupsPerUser', value: 600 },
      { sdkAppId: 1400000002, metric: 'avChatRooms', value: 1_000_000 },
      { sdkAppId: 1400000003, metric: 'registeredUsers', day: '2026-11-20', value: 400 },
      { sdkAppId: 1400000003, metric: 'groupsPerUser', day: '2026-10-01', value: 50 },
    ]);
  });

  test('readingsOf: the newest reading of each metric', async () => {
    expect(await readingsOf(db(), 1400000001, metrics)).toEqual([
      { metric: 'registeredUsers', day: '2026-11-21', at: '2026-11-21T01:02:03.004Z', value: 90, subject: '' },
      { metric: 'groupsPerUser', day: '2026-11-20', at: '2026-11-20T01:02:03.004Z', value: 10, subject: 'alice' },
    ]);
    expect(await readingsOf(db(), 1, metrics)).toEqual([]);
  });

  test('latestReadings: apps without readings are absent', async () => {
    const found = await latestReadings(db(), [1400000001, 1400000002, 7], metrics);
    expect([...found].map(([id, readings]) => [id, readings.length])).toEqual([
      [1400000001, 2],
      [1400000002, 2],
    ]);
    expect(await latestReadings(db(), [], metrics)).toEqual(new Map());
  });

  test('dailyReadings: oldest first, from a day on', async () => {
    const asked = { sdkAppId: 1400000001, metric: 'registeredUsers' };
    expect(await dailyReadings(db(), { ...asked, from: '2026-11-20' })).toEqual([
      { day: '2026-11-21', value: 90, peak: 95 },
    ]);
    expect(await dailyReadings(db(), { ...asked, from: '2026-11-19' })).toHaveLength(2);
  });
});
