import type { RequestListener } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestIdOf } from '../observability/log.js';
import { gateFor } from './auth.js';
import { documentRoute } from './openapi.js';
import { invalid, Problem, told } from './problem.js';
import { attended, requestIdIn } from './request-log.js';
import type { Api, Hands, Known, Route } from './route.js';
import { appRoutes } from './routes/apps.js';
import { checkRoute } from './routes/check.js';
import { refusalsRoute } from './routes/limit-errors.js';
import { registerRoute } from './routes/register.js';
import { statementRoute } from './routes/statement.js';
import { type VendorHook, vendorRoute } from './routes/tencent-webhook.js';
import { usageRoute } from './routes/usage.js';
import type { Token } from './tokens.js';

/** The routes that come after the gate. */
const routes: readonly Route[] = [registerRoute, appRoutes, statementRoute, usageRoute, refusalsRoute, documentRoute];

interface Given extends Hands {
  readonly tokens: readonly Token[];
  /** Checks the vendor's webhook; null: there is none. */
  readonly vendorHook: VendorHook | null;
  wallClock(): Date;
}

/** The door to programs: everything under `/v1`. */
export function openApi(given: Given): RequestListener {
  const { tokens, vendorHook: hook, wallClock, log, meters } = given;
  const api: Api = new OpenAPIHono<Known>({
    defaultHook: (read) => {
      if (!read.success) throw invalid(read.error, read.target);
    },
  });
  const gate = gateFor(tokens);
  const hotPath: Api = new OpenAPIHono<Known>();
  // The first answers it, the second describes it.
  for (const each of [hotPath, api]) checkRoute(each, given, gate);
  hotPath.notFound((c) => api.fetch(c.req.raw, c.env));
  api.use(attended(log, 'info'));
  vendorRoute(api, given, { hook, wallClock });
  api.use(gate.middleware);
  for (const add of routes) add(api, given);
  refuseOtherMethods(api);
  api.notFound(() => {
    throw new Problem('not-found');
  });
  const failed = (error: unknown, requestId: string) => {
    const answer = told(error, { log, requestId });
    if (answer.status === 500) meters.failed('api');
    return answer;
  };
  for (const each of [hotPath, api]) each.onError((error, c) => failed(error, requestIdIn(c)));
  return getRequestListener(hotPath.fetch, {
    errorHandler: (error) => failed(foreseen(error), requestIdOf(undefined)),
  });
}

/** What the library refuses before there is a request at all, such as a host that is none. */
function foreseen(error: unknown): unknown {
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
