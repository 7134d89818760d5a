import type { House } from '../context.js';
import type { JsonObject } from '../json.js';
import { findChannel } from '../state/conversations.js';
import { takeToken } from '../state/rate.js';
import { type Call, type Method, withParsed } from './call.js';
import { methods } from './methods.js';
import { type Reply, refuse } from './reply.js';

/** A Web API request with its transport taken off. */
export interface Asked {
  readonly method: string;
  readonly args: JsonObject;
  readonly token: string | undefined;
}

export interface Answered {
  readonly reply: Reply;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers as Slack does: who are you, may you, too fast, and only then the method itself. */
export function answerCall(house: House, asked: Asked): Answered {
  const method = methods[asked.method];
  if (method === undefined) return plain(refuse('unknown_method', { req_method: asked.method }));
  const denied = denial(house, method, asked.token);
  if (denied !== undefined) return plain(denied);
  const args = withParsed(asked.args, method.json ?? []);
  const call: Call = { house, args };
  const wait = method.paced === true ? waitFor(call) : undefined;
  if (wait !== undefined) return tooFast(wait);
  const scopes = { 'x-oauth-scopes': [...house.scopes].join(','), 'x-accepted-oauth-scopes': method.scopes.join(',') };
  return { ...plain(method.run(call)), headers: method.token === 'bot' ? scopes : {} };
}

function denial(house: House, method: Method, token: string | undefined): Reply | undefined {
  if (method.token === 'none') return undefined;
  if (token === undefined || token === '') return refuse('not_authed');
  const { botToken, appToken } = house.secrets;
  if (token !== botToken && token !== appToken) return refuse('invalid_auth');
  if (token !== (method.token === 'app' ? appToken : botToken)) return refuse('not_allowed_token_type');
  const { revoked } = house.store.state();
  if (revoked !== undefined) return refuse(revoked);
  const may = method.scopes.length === 0 || method.scopes.some((scope) => house.scopes.has(scope));
  if (may) return undefined;
  return refuse('missing_scope', { needed: method.scopes.join(','), provided: [...house.scopes].join(',') });
}

function waitFor({ house, args }: Call): number | undefined {
  if (house.pace === undefined) return undefined;
  const given = String(args['channel'] ?? '');
  const channel = findChannel(house.store.state(), given)?.id ?? given;
  const taken = takeToken(house.buckets.get(channel), house.pace, house.wallClock());
  house.buckets.set(channel, taken.bucket);
  return taken.retryAfter;
}

function tooFast(seconds: number): Answered {
  return { reply: refuse('ratelimited'), status: 429, headers: { 'retry-after': String(seconds) } };
}

function plain(reply: Reply): Answered {
  return { reply, status: 200, headers: {} };
}
