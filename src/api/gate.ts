import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.js';
import type { Known } from './route.js';
import { callers, type Token } from './tokens.js';

const largestBody = 4 * 1024 * 1024;
// The rest of it is not read, so nothing else can come over this connection.
const tooLarge = () => {
  throw new Problem('too-large', {}, { connection: 'close' });
};
const counted = bodyLimit({ maxSize: largestBody, onError: tooLarge });

/** Lets no larger body in: by its announced length, which costs nothing; by counting where none is announced. */
export const limited: MiddlewareHandler<Known> = (c, next) => {
  const { 'content-length': length, 'transfer-encoding': coding } = c.env.incoming.headers;
  if (length === undefined || coding !== undefined) return counted(c, next);
  return Number(length) > largestBody ? tooLarge() : next();
};

/** Lets in who brings a token, before anything of the body is read; and then no larger body. */
export function gateFor(tokens: readonly Token[]): MiddlewareHandler<Known> {
  const callerOf = callers(tokens);
  return (c, next) => {
    const caller = callerOf(c.env.incoming.headers.authorization);
    if (caller === null) throw new Problem('unauthorized', {}, { 'www-authenticate': 'Bearer' });
    c.set('caller', caller);
    return limited(c, next);
  };
}
