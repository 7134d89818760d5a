import { createRoute, z } from '@hono/zod-openapi';
import { check, type EntitlementCheck } from '../../domain/entitlements/entitlement-check.js';
import { hasNoDeadline, withCurrentState } from '../../domain/states.js';
import { logFailure } from '../../observability/log.js';
import type { TokenAuth } from '../auth.js';
import { invalidRequest, Problem, problems } from '../problem.js';
import { requestIdHeader, requestIdIn, requestLog } from '../request-log.js';
import { type Api, type ApiDeps, jsonBody, jsonResponse, sdkAppId } from '../route.js';

const amountSchema = z.int().min(0);
const featureCheckSchema = z.strictObject({ sdkAppId, feature: z.string().max(60) });
const metricCheckSchema = z.strictObject({
  sdkAppId,
  metric: z.string().max(60),
  current: amountSchema,
  asked: amountSchema,
});

const verdictSchema = z.object({
  allowed: z.boolean(),
  applies: z
    .literal(false)
    .optional()
    .openapi({ description: 'The plan has no such metric: there is nothing to limit.' }),
  errorCode: z.union([z.int(), z.string()]).optional(),
  limit: z.int().nullable().openapi({ description: 'Null: there is none, or it was not what decided.' }),
  remedy: z
    .union([
      z.object({ upgrade: z.boolean(), item: z.string().nullable() }),
      z.enum(['extend-or-upgrade', 'restore', 'none']),
    ])
    .optional(),
});

const route = createRoute({
  method: 'post',
  path: '/v1/check',
  summary: 'May the app have `asked` more of a metric of which it has `current`? Does it have a feature?',
  description:
    'Made to be asked before every creation and join. At most a second behind what was changed. Fails closed: an ' +
    'unknown app (404), a retired one (410) and an answer that cannot be given (503) say `"allowed": false` as well.',
  request: { body: jsonBody(z.union([metricCheckSchema, featureCheckSchema])) },
  responses: {
    200: jsonResponse(verdictSchema, 'Whether it is allowed; if not, the error code to return and what would help.'),
    ...problems(
      'invalid-request',
      'unauthorized',
      'too-many-requests',
      'unknown-app',
      'retired-app',
      'too-large',
      'unsupported-media-type',
      'unavailable',
    ),
  },
});

/**
 * The hot path. It is documented like every route, but authenticates and validates by hand, because each middleware and
 * each promise would cost as much as the answer itself. Requests are logged at level debug only.
 */
export function checkRoute(api: Api, { ctx, appCache, log, metrics }: ApiDeps, auth: TokenAuth): void {
  const { rules, now } = ctx;
  api.openAPIRegistry.registerPath(route);
  const unavailable = (error: unknown, requestId: string) => {
    throw new Problem('unavailable', {
      ...denial('unavailable'),
      reference: logFailure(log.child({ requestId }), error),
    });
  };
  if (log.isLevelEnabled('debug')) api.post(route.path, requestLog(log, 'debug'));
  api.post(route.path, async (c) => {
    const limiting = auth.authorize(c);
    if (limiting) await limiting;
    if (!isJson.test(c.env.incoming.headers['content-type'] ?? '')) throw new Problem('unsupported-media-type');
    const { sdkAppId: id, question } = parseBody(await c.req.json().catch(throwMalformedJson));
    const found = appCache.find(id);
    const app = found instanceof Promise ? await found.catch((error) => unavailable(error, requestIdIn(c))) : found;
    if (!app) throw new Problem('unknown-app', denial('unknown_app'));
    if (app.retiredAt !== null) throw new Problem('retired-app', denial('retired_app'));
    // Reading the clock would cost more than the answer.
    const current = hasNoDeadline(app) ? app : withCurrentState(app, now().toISOString(), rules);
    const verdict = check(rules.catalogue, current, question);
    metrics.checked(verdict.allowed ? 'allowed' : String(verdict.errorCode));
    const headers = { 'content-type': 'application/json', [requestIdHeader]: requestIdIn(c) };
    return new Response(JSON.stringify(verdict), { headers });
  });
}

const isJson = /^application\/json *(;|$)/i;

/** Members that make a problem readable as a negative verdict. */
function denial(errorCode: string) {
  return { allowed: false, errorCode, limit: null, remedy: 'none' } as const;
}

function throwMalformedJson(): never {
  throw new Problem('malformed-json');
}

function parseBody(body: unknown): { sdkAppId: number; question: EntitlementCheck } {
  const asksFeature = typeof body === 'object' && body !== null && 'feature' in body;
  const { data, error } = (asksFeature ? featureCheckSchema : metricCheckSchema).safeParse(body);
  if (!data) throw invalidRequest(error, 'json');
  return { sdkAppId: data.sdkAppId, question: data };
}
