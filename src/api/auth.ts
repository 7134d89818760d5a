import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.js';
import type { Known } from './route.js';
import { callers, type Token } from './tokens.js';

const largestBody = 4 * 1024 * 1024;
// The rest of it is not read, so nothing else can come over this connection.
const tooLarge = (): never => {
  throw new Problem('too-large', {}, { connection: 'close' });
};
const counted = bodyLimit({ maxSize: largestBody, onError: tooLarge });

/** Whether the body fits by its announced length, which costs nothing; false where none is announced. */
function isKnownToFit(c: Context<Known>): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = c.env.incoming.headers;
  if (length === undefined || coding !== undefined) return false;
  return Number(length) <= largestBody || tooLarge();
}

/** Lets no larger body in; it is counted where its length is not announced. */
export const limited: MiddlewareHandler<Known> = (c, next) => (isKnownToFit(c) ? next() : counted(c, next));

/** Lets in who brings a token, before anything of the body is read; and then no larger body. */
export interface Gate {
  readonly middleware: MiddlewareHandler<Known>;
  /** The same for the hot path, where even a promise would be felt: there is one only if the body has to be counted. */
  pass(c: Context<Known>): Promise<unknown> | undefined;
}

export function gateFor(tokens: readonly Token[]): Gate {
  const callerOf = callers(tokens);
  const admit = (c: Context<Known>) => {
    const caller = callerOf(c.env.incoming.headers.authorization);
    if (caller === null) throw new Problem('unauthorized', {}, { 'www-authenticate': 'Bearer' });
    c.set('caller', caller);
  };
  return {
    middleware(c, next) {
      admit(c);
      return limited(c, next);
    },
    pass(c) {
      admit(c);
      return isKnownToFit(c) ? undefined : counted(c, goOn);
    },
  };
}

async function goOn(): Promise<void> {}
