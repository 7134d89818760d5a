import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Problem } from './problem.js';
import type { ApiEnv } from './route.js';
import { type ApiToken, createTokenLookup } from './tokens.js';

const largestBody = 4 * 1024 * 1024;
// The rest of it is not read, so nothing else can come over this connection.
const tooLarge = (): never => {
  throw new Problem('too-large', {}, { connection: 'close' });
};
const counted = bodyLimit({ maxSize: largestBody, onError: tooLarge });

/** Whether the body fits by its announced length, which costs nothing; false where none is announced. */
function isKnownToFit(c: Context<ApiEnv>): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = c.env.incoming.headers;
  if (length === undefined || coding !== undefined) return false;
  return Number(length) <= largestBody || tooLarge();
}

/** Lets no larger body in; it is counted where its length is not announced. */
export const withBodyLimit: MiddlewareHandler<ApiEnv> = (c, next) => (isKnownToFit(c) ? next() : counted(c, next));

/** Lets in who brings a token, before anything of the body is read; and then no larger body. */
export interface TokenAuth {
  readonly middleware: MiddlewareHandler<ApiEnv>;
  /** The same for the hot path, where even a promise would be felt: there is one only if the body has to be counted. */
  authorize(c: Context<ApiEnv>): Promise<unknown> | undefined;
}

export function createTokenAuth(tokens: readonly ApiToken[]): TokenAuth {
  const callerOf = createTokenLookup(tokens);
  const admit = (c: Context<ApiEnv>) => {
    const caller = callerOf(c.env.incoming.headers.authorization);
    if (caller === null) throw new Problem('unauthorized', {}, { 'www-authenticate': 'Bearer' });
    c.set('caller', caller);
  };
  return {
    middleware(c, next) {
      admit(c);
      return withBodyLimit(c, next);
    },
    authorize(c) {
      admit(c);
      return isKnownToFit(c) ? undefined : counted(c, goOn);
    },
  };
}

async function goOn(): Promise<void> {}
