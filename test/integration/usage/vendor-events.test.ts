import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import type { VendorEvent } from '../../../src/tencent/webhook-events.js';
import { processVendorEvent } from '../../../src/usage/process-vendor-event.js';
import { databases } from '../../support/databases.js';
import { createTestService, registrationOf } from '../../support/service.js';

const at = '2026-11-21T03:00:00.000Z';

async function jobs({ workerPool }: Database): Promise<{ task: string; payload: unknown }[]> {
  const { rows } = await workerPool.query(`SELECT task.identifier AS task, job.payload
    FROM graphile_worker._private_jobs job JOIN graphile_worker._private_tasks task ON task.id = job.task_id
    WHERE task.identifier IN ('process-limit-errors', 'evaluate-limits') ORDER BY job.id`);
  return rows;
}

describe.each(databases)("events of Tencent's webhook, on the $name database", ({ fresh }) => {
  async function createHarness() {
    const database = await fresh();
    const { ctx, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const process = (kind: VendorEvent['kind'], data: VendorEvent['data'] = {}) =>
      processVendorEvent(ctx, { dedupeKey: 'x', sdkAppId, kind, data, at });
    return { database, sdkAppId, process };
  }

  test("group-full becomes a limit error with the code of the group's cap, once per event", async () => {
    const { database, sdkAppId, process } = await createHarness();
    await process('group-full', { groupId: '@TGS#1' });
    const refusals = [{ sdkAppId, errorCode: 10014, at, count: 1 }];
    expect(await jobs(database)).toEqual([{ task: 'process-limit-errors', payload: { report: 'x', refusals } }]);
  });

  test('daily-group-quota becomes a reading, however often it comes', async () => {
    const { database, sdkAppId, process } = await createHarness();
    for (const used of [71, 75, 75]) await process('daily-group-quota', { used, quota: 100 });
    const readings = await database.prisma.usageReading.findMany();
    expect(readings).toMatchObject([{ sdkAppId, metric: 'dailyNetGroupIncrease', value: 75n, peak: 75n }]);
  });

  test.each(['request-over-limit', 'group-created', 'group-destroyed', 'other'] as const)(
    '%s records nothing',
    async (kind) => {
      const { database, process } = await createHarness();
      await process(kind, { groupId: 'g', used: 5 });
      expect(await jobs(database)).toEqual([]);
      expect(await database.prisma.usageReading.count()).toBe(0);
    },
  );
});
