import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiToken } from '../config/api-tokens.js';
import type { ClientAddress } from '../observability/client-address.js';
import type { ReportRefusal } from '../observability/refusals.js';
import { Problem } from './problem.js';
import type { ApiEnv } from './route.js';
import { createTokenGuesses } from './token-guesses.js';

const maxBodyBytes = 4 * 1024 * 1024;
// The rest of the body is not read, so the connection cannot be used again.
const throwTooLarge = (): never => {
  throw new Problem('too-large', {}, { connection: 'close' });
};
const countingLimit = bodyLimit({ maxSize: maxBodyBytes, onError: throwTooLarge });

/** Whether Content-Length shows that the body fits, which costs nothing to check; false if there is no length. */
function isKnownToFit(c: Context<ApiEnv>): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = c.env.incoming.headers;
  if (length === undefined || coding !== undefined) return false;
  return Number(length) <= maxBodyBytes || throwTooLarge();
}

/** Refuses larger bodies; counts the bytes only if there is no Content-Length. */
export const withBodyLimit: MiddlewareHandler<ApiEnv> = (c, next) =>
  isKnownToFit(c) ? next() : countingLimit(c, next);

/** Checks the bearer token before anything of the body is read, then limits the body. */
export interface TokenAuth {
  readonly middleware: MiddlewareHandler<ApiEnv>;
  /** The same for the hot path, where even a promise costs too much: returns one only if the body has to be counted. */
  authorize(c: Context<ApiEnv>): Promise<unknown> | undefined;
}

export interface TokenAuthDeps {
  readonly tokens: readonly ApiToken[];
  readonly reportRefusal: ReportRefusal;
  readonly addressOf: ClientAddress;
}

export function createTokenAuth({ tokens, reportRefusal, addressOf }: TokenAuthDeps): TokenAuth {
  const findCaller = createTokenLookup(tokens);
  const guesses = createTokenGuesses();
  /** Throws, or returns a promise that rejects, without a valid token. */
  const authenticate = (c: Context<ApiEnv>): Promise<never> | undefined => {
    const caller = findCaller(c.env.incoming.headers.authorization);
    if (caller !== null) {
      c.set('caller', caller);
      return undefined;
    }
    const { incoming } = c.env;
    reportRefusal('token', incoming);
    const slowed = guesses.failed(addressOf(incoming));
    if (slowed === null) throw new Problem('unauthorized', {}, { 'www-authenticate': 'Bearer' });
    return slowed.then((seconds) => {
      throw new Problem('too-many-requests', {}, { 'retry-after': String(seconds), connection: 'close' });
    });
  };
  return {
    middleware(c, next) {
      return authenticate(c) ?? withBodyLimit(c, next);
    },
    authorize(c) {
      return authenticate(c) ?? (isKnownToFit(c) ? undefined : countingLimit(c, noop));
    },
  };
}

async function noop(): Promise<void> {}

/**
 * Returns the name of the token in an Authorization header, or null. The time does not depend on how much of a secret
 * matches: it is compared with every token, each padded to the same length, in constant time.
 */
export function createTokenLookup(tokens: readonly ApiToken[]): (authorization: string | undefined) => string | null {
  const paddedTokens = tokens.map(({ name, secret }) => ({ name, secret: pad(secret, Buffer.alloc(comparedBytes)) }));
  const candidate = Buffer.alloc(comparedBytes);
  return (authorization) => {
    const secret = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return null;
    pad(secret, candidate);
    return paddedTokens.filter((token) => timingSafeEqual(token.secret, candidate))[0]?.name ?? null;
  };
}

/** One more than the longest secret accepted, so that a longer configured one is not cut to a secret that matches. */
const comparedBytes = 501;

/** Fills up with zeros, which no secret contains. */
function pad(secret: string, buffer: Buffer): Buffer {
  buffer.fill(0).write(secret, 'latin1');
  return buffer;
}
