import { describe, expect, test } from 'vitest';
import type { TencentWebhook } from '../../../src/tencent/webhook.js';
import type { VendorEvent } from '../../../src/tencent/webhook-events.js';
import { pruneInboundEvents } from '../../../src/usage/vendor-events.js';
import { databases } from '../../support/databases.js';
import { registrationOf } from '../../support/service.js';
import { createHarness, jobPayloads, start } from './harness.js';

const full = (sdkAppId: number, dedupeKey = 'group-full:@TGS#1'): VendorEvent => ({
  ...{ dedupeKey, sdkAppId, kind: 'group-full', data: { GroupId: '@TGS#1' }, at: start },
});

/** Answers what the query asks it to. */
const tencentWebhook: TencentWebhook = ({ refuse, once }, body, now) => {
  if (refuse === '400' || refuse === '401' || refuse === '403') {
    const status = ({ 400: 400, 401: 401, 403: 403 } as const)[refuse];
    return { verdict: 'refused', status, reason: `no, at ${now.toISOString()}` };
  }
  const { id } = body as { id: number };
  return { verdict: 'ok', event: full(id, once) };
};

const path = '/v1/vendor/tencent';
const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const none = { authorization: '' };

describe.each(databases)('POST /v1/vendor/tencent on the $name database', ({ fresh }) => {
  test('records an event once, and needs no bearer token', async () => {
    const api = await createHarness(await fresh(), { tencentWebhook });
    const id = await api.register(registrationOf.current);
    const told = await Promise.all(Array.from({ length: 8 }, () => api.post(path, { id }, none)));
    for (const answer of told) expect(answer).toMatchObject({ status: 200, body: ok });
    expect(await api.post(`${path}?once=other`, { id }, none)).toMatchObject({ status: 200, body: ok });
    expect(await jobPayloads(api.database, 'process-vendor-event')).toEqual([full(id), full(id, 'other')]);
  });

  test('refuses an unknown app and records nothing', async () => {
    const api = await createHarness(await fresh(), { tencentWebhook });
    expect(await api.post(path, { id: 404 }, none)).toMatchObject({ status: 403 });
    expect(await api.database.prisma.inboundEvent.count()).toBe(0);
    expect(await jobPayloads(api.database, 'process-vendor-event')).toEqual([]);
  });

  test('events are deleted after a week', async () => {
    const api = await createHarness(await fresh(), { tencentWebhook });
    const id = await api.register(registrationOf.current);
    await api.post(path, { id }, none);
    expect(await pruneInboundEvents({ ...api.ctx, now: () => new Date('2026-11-28T03:00:00.000Z') })).toBe(0);
    expect(await pruneInboundEvents({ ...api.ctx, now: () => new Date('2026-11-28T03:00:00.001Z') })).toBe(1);
  });
});

test('POST /v1/vendor/tencent: a refusal is a problem with its reason', async () => {
  const [embedded] = databases;
  if (!embedded) throw new Error('no database');
  const api = await createHarness(await embedded.fresh(), { tencentWebhook });
  for (const status of [400, 401, 403]) {
    const { body } = await api.post(`${path}?refuse=${status}`, {}, none);
    expect(body).toMatchObject({ status, detail: `no, at ${start}` });
  }
  expect((await api.send(path, { method: 'POST', body: 'x' })).body).toMatchObject({ status: 400 });
  expect((await api.post(`${path}?once=%00`, { id: 1 }, none)).body).toMatchObject({ status: 400 });
});
