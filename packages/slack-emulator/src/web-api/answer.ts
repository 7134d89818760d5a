import type { WorkspaceContext } from '../context.js';
import type { JsonObject } from '../json.js';
import { findChannel } from '../state/conversations.js';
import { takeToken } from '../state/rate.js';
import { type Call, type Method, withParsed } from './call.js';
import { methods } from './methods.js';
import { errorReply, type Reply } from './reply.js';

/** A Web API request, independent of its encoding. */
export interface WebApiRequest {
  readonly method: string;
  readonly args: JsonObject;
  readonly token: string | undefined;
}

export interface WebApiResponse {
  readonly reply: Reply;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Handles a call in Slack's order: authentication, scopes, rate limit, then the method. */
export function handleCall(ctx: WorkspaceContext, request: WebApiRequest): WebApiResponse {
  const method = methods[request.method];
  if (method === undefined) return response(errorReply('unknown_method', { req_method: request.method }));
  const unauthorized = authError(ctx, method, request.token);
  if (unauthorized !== undefined) return response(unauthorized);
  const args = withParsed(request.args, method.json ?? []);
  const call: Call = { ctx, args };
  const retryAfterSeconds = method.rateLimited === true ? rateLimitWait(call) : undefined;
  if (retryAfterSeconds !== undefined) return rateLimited(retryAfterSeconds);
  const scopes = { 'x-oauth-scopes': [...ctx.scopes].join(','), 'x-accepted-oauth-scopes': method.scopes.join(',') };
  return { ...response(method.run(call)), headers: method.token === 'bot' ? scopes : {} };
}

function authError(ctx: WorkspaceContext, method: Method, token: string | undefined): Reply | undefined {
  if (method.token === 'none') return undefined;
  if (token === undefined || token === '') return errorReply('not_authed');
  const { botToken, appToken } = ctx.secrets;
  if (token !== botToken && token !== appToken) return errorReply('invalid_auth');
  if (token !== (method.token === 'app' ? appToken : botToken)) return errorReply('not_allowed_token_type');
  const { revoked } = ctx.store.state();
  if (revoked !== undefined) return errorReply(revoked);
  const allowed = method.scopes.length === 0 || method.scopes.some((scope) => ctx.scopes.has(scope));
  if (allowed) return undefined;
  return errorReply('missing_scope', { needed: method.scopes.join(','), provided: [...ctx.scopes].join(',') });
}

function rateLimitWait({ ctx, args }: Call): number | undefined {
  if (ctx.rateLimit === undefined) return undefined;
  const requested = String(args['channel'] ?? '');
  const channel = findChannel(ctx.store.state(), requested)?.id ?? requested;
  const taken = takeToken(ctx.rateBuckets.get(channel), ctx.rateLimit, ctx.wallClock());
  ctx.rateBuckets.set(channel, taken.bucket);
  return taken.retryAfter;
}

function rateLimited(seconds: number): WebApiResponse {
  return { reply: errorReply('ratelimited'), status: 429, headers: { 'retry-after': String(seconds) } };
}

function response(reply: Reply): WebApiResponse {
  return { reply, status: 200, headers: {} };
}
