import { createRoute, z } from '@hono/zod-openapi';
import { timeout } from 'hono/timeout';
import type { ReportRefusal } from '../../observability/refusals.js';
import type { TencentWebhook } from '../../tencent/webhook.js';
import { recordVendorEvent } from '../../usage/vendor-events.js';
import { withBodyLimit } from '../auth.js';
import { Problem, problems } from '../problem.js';
import { type Api, type ApiDeps, jsonResponse } from '../route.js';

/** Tencent waits for 2 s, and delivers again what was not answered. */
const timeoutMs = 1_800;
const problemKindOf = { 400: 'invalid-request', 401: 'unauthorized', 403: 'forbidden' } as const;
const unknownApp = 'SdkAppid is not one of the apps that are registered here.';
const unstorable = 'The event has characters that cannot be kept.';
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
    200: jsonResponse(
      z.object({ ActionStatus: z.literal('OK'), ErrorInfo: z.string(), ErrorCode: z.int() }),
      'Taken in; what follows from it comes later.',
    ),
    ...problems('invalid-request', 'unauthorized', 'forbidden', 'not-found', 'too-large', 'unavailable'),
  },
});

/** Responds with 404 if no webhook is configured (`tencentWebhook` is null). */
export function tencentWebhookRoute(
  api: Api,
  { ctx }: ApiDeps,
  options: { tencentWebhook: TencentWebhook | null; reportRefusal: ReportRefusal; wallClock(): Date },
): void {
  api.openAPIRegistry.registerPath(route);
  api.post(route.path, withBodyLimit, timeout(timeoutMs), async (c) => {
    const { tencentWebhook: webhook, reportRefusal, wallClock } = options;
    if (!webhook) throw new Problem('not-found');
    const body: unknown = await c.req.json().catch(() => {
      throw new Problem('malformed-json');
    });
    const result = webhook(c.req.query(), body, wallClock());
    if (result.verdict === 'refused') {
      if (result.status === 401) reportRefusal('webhook', c.env.incoming);
      throw new Problem(problemKindOf[result.status], { detail: result.reason });
    }
    if (/[\p{Cc}\p{Cs}]/u.test(result.event.dedupeKey)) throw new Problem('invalid-request', { detail: unstorable });
    if (!(await recordVendorEvent(ctx, result.event))) throw new Problem('forbidden', { detail: unknownApp });
    return c.json(ok);
  });
}
