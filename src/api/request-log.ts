import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { type Logger, requestIdOf } from '../observability/log.js';
import type { ApiEnv } from './route.js';

/** The header in which a request's id comes, and goes back. */
export const requestIdHeader = 'x-request-id';

/** The id under which this request stands in the log, and in its answer. */
export function requestIdIn(c: Context<ApiEnv>): string {
  const known = c.get('requestId');
  if (known !== undefined) return known;
  const given = c.env.incoming.headers[requestIdHeader];
  const id = requestIdOf(typeof given === 'string' ? given : undefined);
  c.set('requestId', id);
  return id;
}

/** One line of log for each request, as the door to people has it; and its id in the answer. */
export function requestLog(log: Logger, level: 'info' | 'debug'): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const begun = performance.now();
    const requestId = requestIdIn(c);
    c.header(requestIdHeader, requestId);
    await next();
    const caller = c.get('caller');
    const actor = caller === undefined ? undefined : `api:${caller}`;
    const route = `${c.req.method} ${routePath(c, -1)}`;
    const ms = Math.round(performance.now() - begun);
    log[level]({ kind: 'call', route, actor, requestId, status: c.res.status, ms }, 'request handled');
  };
}
