import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { type Logger, requestIdOf } from '../observability/log.js';
import type { ApiEnv } from './route.js';

/** The header of the request id, in requests and responses. */
export const requestIdHeader = 'x-request-id';

/** The request's id in the log and in the response; the one it came with, if valid. */
export function requestIdIn(c: Context<ApiEnv>): string {
  const cached = c.get('requestId');
  if (cached !== undefined) return cached;
  const header = c.env.incoming.headers[requestIdHeader];
  const id = requestIdOf(typeof header === 'string' ? header : undefined);
  c.set('requestId', id);
  return id;
}

/** Logs one line per request, like the Slack receiver, and adds the request id to the response. */
export function requestLog(log: Logger, level: 'info' | 'debug'): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const requestId = requestIdIn(c);
    c.header(requestIdHeader, requestId);
    await next();
    const caller = c.get('caller');
    const actor = caller === undefined ? undefined : `api:${caller}`;
    const route = `${c.req.method} ${routePath(c, -1)}`;
    const ms = Math.round(performance.now() - startedAt);
    log[level]({ kind: 'call', route, actor, requestId, status: c.res.status, ms }, 'request handled');
  };
}
