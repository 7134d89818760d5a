import { describe, expect, test } from 'vitest';
import { createLimitErrorNotices } from '../../../src/notices/create/limit-errors.js';
import { databases } from '../../support/databases.js';
import { registrationOf } from '../../support/service.js';
import { createHarness, jobPayloads, start } from './harness.js';

describe.each(databases)('POST /v1/refusals on the $name database', ({ fresh }) => {
  test('queues one job with the valid rows', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const refusals = [
      { sdkAppId: id, errorCode: 10036, count: 3, at: '2026-11-21T11:00:00+09:00' },
      { sdkAppId: 404, errorCode: 10036 },
      { sdkAppId: id, errorCode: 'daily_group_increase' },
      { sdkAppId: id, errorCode: 0 },
      { sdkAppId: id, errorCode: 10036, count: 0 },
      { sdkAppId: id, errorCode: 10036, at: '2026-01-01T00:00:00Z' },
      { sdkAppId: id, errorCode: '\u0000' },
      7,
    ];
    const { status, body } = await api.post('/v1/refusals', { refusals });
    expect(status).toBe(200);
    expect(body.taken).toBe(2);
    expect(body.refused.map(({ index }: { index: number }) => index)).toEqual([1, 3, 4, 5, 6, 7]);
    expect(body.refused[0]).toEqual({ index: 1, reason: 'there is no such app' });
    expect(await jobPayloads(api.database, 'process-limit-errors')).toEqual([
      {
        report: expect.any(String),
        refusals: [
          { sdkAppId: id, errorCode: 10036, count: 3, at: '2026-11-21T02:00:00.000Z' },
          { sdkAppId: id, errorCode: 'daily_group_increase', count: 1, at: start },
        ],
      },
    ]);
  });

  test('a report that is repeated with its Idempotency-Key is the same one; without, or with other rows, it is another', async () => {
    const api = await createHarness(await fresh());
    const id = await api.register(registrationOf.current);
    const send = (count: number, headers: Record<string, string> = {}) =>
      api.post('/v1/refusals', { refusals: [{ sdkAppId: id, errorCode: 10036, count }] }, headers);
    const key = { 'idempotency-key': '3f1c' };
    await send(3, key);
    expect((await send(3, key)).body).toEqual({ taken: 1, refused: [] });
    await send(4, key);
    await send(3);
    await send(3, { authorization: 'Bearer another-secret-for-billing', ...key });
    const [first, again, ...others] = (await jobPayloads(api.database, 'process-limit-errors')).map((payload) =>
      Object(payload),
    );
    expect(again.report).toBe(first.report);
    expect(new Set([first, ...others].map(({ report }) => report)).size).toBe(4);
    const sweepContext = { ...api.ctx, noticeDefaults: { noticesChannel: 'C1', language: 'en' } } as const;
    await createLimitErrorNotices(sweepContext, first);
    await createLimitErrorNotices(sweepContext, again);
    expect(await api.database.prisma.notice.findMany({ select: { payload: true } })).toMatchObject([
      { payload: { count: 3 } },
    ]);
    expect((await send(3, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
  });

  test('queues no job without a valid row', async () => {
    const api = await createHarness(await fresh());
    expect((await api.post('/v1/refusals', { refusals: [] })).body).toEqual({ taken: 0, refused: [] });
    const refusals = [{ sdkAppId: 404, errorCode: 1 }];
    expect((await api.post('/v1/refusals', { refusals })).body).toMatchObject({ taken: 0 });
    expect(await jobPayloads(api.database, 'process-limit-errors')).toEqual([]);
  });
});
