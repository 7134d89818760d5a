import { describe, expect, test, vi } from 'vitest';
import { pollTencentUsage, type TencentPollDeps } from '../../../src/jobs/poll-tencent-usage.js';
import { createLogger } from '../../../src/observability/log.js';

type VendorApp = Parameters<TencentPollDeps['readUsage']>[0];

import { databases } from '../../support/databases.js';
import { createTestService, registrationOf } from '../../support/service.js';

const newest = { metric: 'dailyActiveUsers', value: 90, at: '2026-11-21T03:00:00.000Z' } as const;

const at = '2026-11-21T03:00:00.000Z';
const neverAborted = new AbortController().signal;
const credentialsOf = (sdkAppId: number) => ({ sdkAppId, identifier: 'administrator', secretKey: 'hush' });

describe.each(databases)('polling Tencent, on the $name database', ({ fresh }) => {
  test('a poll reads each app in its data center, records the readings, and goes on after a problem', async () => {
    const database = await fresh();
    const { ctx, register } = createTestService(database, at);
    const [one, two] = [await register(registrationOf.current), await register(registrationOf['legacy-daily'])];
    const asked: VendorApp[] = [];
    const log = createLogger('silent');
    const warned = vi.spyOn(log, 'warn');
    const problem = { kind: 'busy', sdkAppId: one, errorCode: 60008, sentence: 'busy' } as const;
    const polling = {
      ...ctx,
      log,
      credentials: [credentialsOf(one), credentialsOf(two), credentialsOf(1_499_999_999)],
      async readUsage(app: VendorApp) {
        asked.push(app);
        if (app.sdkAppId === one) return { readings: [], problem };
        return { readings: [{ sdkAppId: two, metric: 'dailyActiveUsers', value: 90, at } as const], problem: null };
      },
    };
    await pollTencentUsage(polling, neverAborted);
    await pollTencentUsage(polling, neverAborted);
    expect(
      asked
        .map(({ sdkAppId, dataCenter }) => [sdkAppId, dataCenter])
        .slice(0, 2)
        .sort(),
    ).toEqual([
      [one, 'singapore'],
      [two, 'china'],
    ]);
    expect(await database.prisma.usageReading.findMany()).toMatchObject([{ sdkAppId: two, value: 90n }]);
    expect(warned).toHaveBeenCalledTimes(2);
    expect(JSON.stringify(warned.mock.calls)).not.toContain('hush');
  });

  test('a poll goes on when the readings of one app cannot be recorded', async () => {
    const database = await fresh();
    const { ctx, register } = createTestService(database, at);
    const [one, two] = [await register(registrationOf.current), await register(registrationOf['legacy-daily'])];
    const log = createLogger('silent');
    const failed = vi.spyOn(log, 'error');
    const readUsage = async ({ sdkAppId }: VendorApp) => ({
      readings: [{ ...newest, sdkAppId, value: sdkAppId === one ? -1 : 90 }],
      problem: null,
    });
    await pollTencentUsage(
      { ...ctx, log, credentials: [credentialsOf(one), credentialsOf(two)], readUsage },
      neverAborted,
    );
    expect(await database.prisma.usageReading.findMany()).toMatchObject([{ sdkAppId: two }]);
    expect(failed.mock.calls).toMatchObject([[{ sdkAppId: one }, expect.any(String)]]);
  });

  test('an aborted poll reads no other app and records nothing more', async () => {
    const database = await fresh();
    const { ctx, register } = createTestService(database, at);
    const sdkAppId = await register(registrationOf.current);
    const off = new AbortController();
    const asked = vi.fn();
    let answers = () => {};
    const readUsage = async (app: VendorApp) => {
      asked(app.sdkAppId);
      await new Promise<void>((resolve) => {
        answers = resolve;
        off.abort();
      });
      return { readings: [{ ...newest, sdkAppId }], problem: null };
    };
    const credentials = [...Array.from({ length: 5 }, () => credentialsOf(sdkAppId))];
    await pollTencentUsage({ ...ctx, log: createLogger('silent'), credentials, readUsage }, off.signal);
    answers();
    await database.checkWritable();
    expect(asked.mock.calls.length).toBeLessThan(credentials.length);
    expect(await database.prisma.usageReading.count()).toBe(0);
  });
});
