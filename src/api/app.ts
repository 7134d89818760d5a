import type { RequestListener } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestIdOf } from '../observability/log.js';
import type { TencentWebhook } from '../tencent/webhook.js';
import { createTokenAuth } from './auth.js';
import { documentRoute } from './openapi.js';
import { invalidRequest, Problem, problemResponse } from './problem.js';
import { requestIdIn, requestLog } from './request-log.js';
import type { Api, ApiDeps, ApiEnv, Route } from './route.js';
import { appRoutes } from './routes/apps.js';
import { checkRoute } from './routes/check.js';
import { limitErrorsRoute } from './routes/limit-errors.js';
import { registerRoute } from './routes/register.js';
import { statementRoute } from './routes/statement.js';
import { tencentWebhookRoute } from './routes/tencent-webhook.js';
import { usageRoute } from './routes/usage.js';
import type { ApiToken } from './tokens.js';

/** The routes that come after the gate. */
const routes: readonly Route[] = [
  registerRoute,
  appRoutes,
  statementRoute,
  usageRoute,
  limitErrorsRoute,
  documentRoute,
];

interface ApiOptions extends ApiDeps {
  readonly tokens: readonly ApiToken[];
  /** Checks the vendor's webhook; null: there is none. */
  readonly tencentWebhook: TencentWebhook | null;
  wallClock(): Date;
}

/** The door to programs: everything under `/v1`. */
export function createApi(given: ApiOptions): RequestListener {
  const { tokens, tencentWebhook, wallClock, log, metrics } = given;
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (read) => {
      if (!read.success) throw invalidRequest(read.error, read.target);
    },
  });
  const gate = createTokenAuth(tokens);
  const hotPath: Api = new OpenAPIHono<ApiEnv>();
  // The first answers it, the second describes it.
  for (const each of [hotPath, api]) checkRoute(each, given, gate);
  hotPath.notFound((c) => api.fetch(c.req.raw, c.env));
  api.use(requestLog(log, 'info'));
  tencentWebhookRoute(api, given, { tencentWebhook, wallClock });
  api.use(gate.middleware);
  for (const add of routes) add(api, given);
  refuseOtherMethods(api);
  api.notFound(() => {
    throw new Problem('not-found');
  });
  const failed = (error: unknown, requestId: string) => {
    const answer = problemResponse(error, { log, requestId });
    if (answer.status === 500) metrics.failed('api');
    return answer;
  };
  for (const each of [hotPath, api]) each.onError((error, c) => failed(error, requestIdIn(c)));
  return getRequestListener(hotPath.fetch, {
    errorHandler: (error) => failed(asProblem(error), requestIdOf(undefined)),
  });
}

/** What the library refuses before there is a request at all, such as a host that is none. */
function asProblem(error: unknown): unknown {
  return error instanceof RequestError ? new Problem('invalid-request') : error;
}

/** What is there, but not with this method. Comes after all routes. */
function refuseOtherMethods(api: Api): void {
  const there = api.routes.filter(({ method }) => method !== 'ALL');
  for (const path of new Set(there.map((route) => route.path))) {
    const allow = [...new Set(there.flatMap((route) => (route.path === path ? [route.method] : [])))].join(', ');
    api.all(path, () => {
      throw new Problem('method-not-allowed', {}, { allow });
    });
  }
}
