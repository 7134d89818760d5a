import type { RequestListener } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestIdOf } from '../observability/log.js';
import type { TencentWebhook } from '../tencent/webhook.js';
import { createTokenAuth, type TokenAuthDeps } from './auth.js';
import { documentRoute } from './openapi.js';
import { invalidRequest, Problem, problemResponse } from './problem.js';
import { requestIdIn, requestLog } from './request-log.js';
import type { Api, ApiDeps, ApiEnv, Route } from './route.js';
import { appRoutes } from './routes/apps.js';
import { checkRoute } from './routes/check.js';
import { editRoute } from './routes/edit.js';
import { importsRoute } from './routes/imports.js';
import { limitErrorsRoute } from './routes/limit-errors.js';
import { readingsRoute } from './routes/readings.js';
import { registerRoute } from './routes/register.js';
import { statementRoute } from './routes/statement.js';
import { tencentWebhookRoute } from './routes/tencent-webhook.js';
import { usageRoute } from './routes/usage.js';

/** The routes that need a token. */
const routes: readonly Route[] = [
  registerRoute,
  appRoutes,
  editRoute,
  readingsRoute,
  importsRoute,
  statementRoute,
  usageRoute,
  limitErrorsRoute,
  documentRoute,
];

interface ApiOptions extends ApiDeps, TokenAuthDeps {
  /** Verifies Tencent's webhook; null if it is not configured. */
  readonly tencentWebhook: TencentWebhook | null;
  wallClock(): Date;
}

/** The HTTP API: everything under `/v1`. */
export function createApi(options: ApiOptions): RequestListener {
  const { tencentWebhook, reportRefusal, wallClock, log, metrics } = options;
  const api: Api = new OpenAPIHono<ApiEnv>({
    defaultHook: (read) => {
      if (!read.success) throw invalidRequest(read.error, read.target);
    },
  });
  const auth = createTokenAuth(options);
  const hotPath: Api = new OpenAPIHono<ApiEnv>();
  // Registered on both apps: `hotPath` serves it, `api` only documents it.
  for (const target of [hotPath, api]) checkRoute(target, options, auth);
  hotPath.notFound((c) => api.fetch(c.req.raw, c.env));
  api.use(requestLog(log, 'info'));
  tencentWebhookRoute(api, options, { tencentWebhook, reportRefusal, wallClock });
  api.use(auth.middleware);
  for (const add of routes) add(api, options);
  refuseOtherMethods(api);
  api.notFound(() => {
    throw new Problem('not-found');
  });
  const respondToError = (error: unknown, requestId: string) => {
    const response = problemResponse(error, { log, requestId });
    if (response.status === 500) metrics.failed('api');
    return response;
  };
  for (const target of [hotPath, api]) target.onError((error, c) => respondToError(error, requestIdIn(c)));
  return getRequestListener(hotPath.fetch, {
    errorHandler: (error) => respondToError(asProblem(error), requestIdOf(undefined)),
  });
}

/** Errors of the server adapter before there is a request, such as an invalid Host header. */
function asProblem(error: unknown): unknown {
  return error instanceof RequestError ? new Problem('invalid-request') : error;
}

/** Responds with 405 to other methods of existing paths. Must be added after all routes. */
function refuseOtherMethods(api: Api): void {
  const apiRoutes = api.routes.filter(({ method }) => method !== 'ALL');
  for (const path of new Set(apiRoutes.map((route) => route.path))) {
    const allow = [...new Set(apiRoutes.flatMap((route) => (route.path === path ? [route.method] : [])))].join(', ');
    api.all(path, () => {
      throw new Problem('method-not-allowed', {}, { allow });
    });
  }
}
