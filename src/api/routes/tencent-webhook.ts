import { createRoute, z } from '@hono/zod-openapi';
import { timeout } from 'hono/timeout';
import type { TencentWebhook } from '../../tencent/webhook.js';
import { recordVendorEvent } from '../../usage/vendor-events.js';
import { withBodyLimit } from '../auth.js';
import { Problem, problems } from '../problem.js';
import { type Api, type ApiDeps, answers } from '../route.js';

/** The vendor does not wait for longer than 2 s, and tells again what was not answered. */
const limitMs = 1_800;
const kinds = { 400: 'invalid-request', 401: 'unauthorized', 403: 'forbidden' } as const;
const unknownApp = 'SdkAppid is not one of the apps that are registered here.';
const unfit = 'The event has characters that cannot be kept.';
const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 } as const;

const route = createRoute({
  method: 'post',
  path: '/v1/vendor/tencent',
  summary: 'The webhook of Tencent Cloud IM',
  description: 'Signed by the vendor in its own way, so it takes no bearer token. Not there unless it is configured.',
  security: [],
  request: {
    query: z.object({ SdkAppid: z.string(), CallbackCommand: z.string(), Sign: z.string(), RequestTime: z.string() }),
    body: { content: { 'application/json': { schema: z.looseObject({}) } }, required: true },
  },
  responses: {
    200: answers(
      z.object({ ActionStatus: z.literal('OK'), ErrorInfo: z.string(), ErrorCode: z.int() }),
      'Taken in; what follows from it comes later.',
    ),
    ...problems('invalid-request', 'unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'),
  },
});

/** The vendor's webhook, checked by `hook`; without one there is nothing here. */
export function tencentWebhookRoute(
  api: Api,
  { ctx }: ApiDeps,
  vendor: { tencentWebhook: TencentWebhook | null; wallClock(): Date },
): void {
  api.openAPIRegistry.registerPath(route);
  api.post(route.path, withBodyLimit, timeout(limitMs), async (c) => {
    const { tencentWebhook: hook, wallClock } = vendor;
    if (!hook) throw new Problem('not-found');
    const body: unknown = await c.req.json().catch(() => {
      throw new Problem('malformed-json');
    });
    const heard = hook(c.req.query(), body, wallClock());
    if (heard.verdict === 'refused') throw new Problem(kinds[heard.status], { detail: heard.reason });
    if (/[\p{Cc}\p{Cs}]/u.test(heard.event.dedupeKey)) throw new Problem('invalid-request', { detail: unfit });
    if (!(await recordVendorEvent(ctx, heard.event))) throw new Problem('forbidden', { detail: unknownApp });
    return c.json(ok);
  });
}
