import { createRoute, z } from '@hono/zod-openapi';
import { check, type EntitlementCheck } from '../../domain/entitlements/limits.js';
import { hasNoDeadline, withCurrentState } from '../../domain/states.js';
import { logFailure } from '../../observability/log.js';
import type { TokenAuth } from '../auth.js';
import { invalidRequest, Problem, problems } from '../problem.js';
import { requestIdHeader, requestIdIn, requestLog } from '../request-log.js';
import { type Api, type ApiDeps, answers, json, sdkAppId } from '../route.js';

const amount = z.int().min(0);
const byFeature = z.strictObject({ sdkAppId, feature: z.string().max(60) });
const byMetric = z.strictObject({ sdkAppId, metric: z.string().max(60), current: amount, asked: amount });

const verdict = z.object({
  allowed: z.boolean(),
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
    'unknown app (404) and an answer that cannot be given (503) say `"allowed": false` as well.',
  request: { body: json(z.union([byMetric, byFeature])) },
  responses: {
    200: answers(verdict, 'Whether it is allowed; if not, the error code to return and what would help.'),
    ...problems('invalid-request', 'unauthorized', 'unknown-app', 'too-large', 'unsupported-media-type', 'unavailable'),
  },
});

/**
 * The hot path: documented like every route, but it calls the gate itself and checks by hand, since each middleware and
 * each promise on the way would cost as much as the answer. It has a line of log for each request only where debugging.
 */
export function checkRoute(api: Api, { ctx, appCache, log, metrics }: ApiDeps, gate: TokenAuth): void {
  const { rules, now } = ctx;
  api.openAPIRegistry.registerPath(route);
  const unavailable = (error: unknown, requestId: string) => {
    throw new Problem('unavailable', { ...no('unavailable'), reference: logFailure(log.child({ requestId }), error) });
  };
  if (log.isLevelEnabled('debug')) api.post(route.path, requestLog(log, 'debug'));
  api.post(route.path, async (c) => {
    const counting = gate.authorize(c);
    if (counting) await counting;
    if (!isJson.test(c.env.incoming.headers['content-type'] ?? '')) throw new Problem('unsupported-media-type');
    const { sdkAppId: id, question } = read(await c.req.json().catch(malformed));
    const found = appCache.find(id);
    const app = found instanceof Promise ? await found.catch((error) => unavailable(error, requestIdIn(c))) : found;
    if (!app) throw new Problem('unknown-app', no('unknown_app'));
    // To read the clock would cost more than the answer.
    const standing = hasNoDeadline(app) ? app : withCurrentState(app, now().toISOString(), rules);
    const verdict = check(rules.catalogue, standing, question);
    metrics.checked(verdict.allowed ? 'allowed' : String(verdict.errorCode));
    const headers = { 'content-type': 'application/json', [requestIdHeader]: requestIdIn(c) };
    return new Response(JSON.stringify(verdict), { headers });
  });
}

const isJson = /^application\/json *(;|$)/i;

/** A problem that can be read as an answer, too: no. */
function no(errorCode: string) {
  return { allowed: false, errorCode, limit: null, remedy: 'none' } as const;
}

function malformed(): never {
  throw new Problem('malformed-json');
}

function read(body: unknown): { sdkAppId: number; question: EntitlementCheck } {
  const asksFeature = typeof body === 'object' && body !== null && 'feature' in body;
  const { data, error } = (asksFeature ? byFeature : byMetric).safeParse(body);
  if (!data) throw invalidRequest(error, 'json');
  return { sdkAppId: data.sdkAppId, question: data };
}
