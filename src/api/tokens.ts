import { hash, timingSafeEqual } from 'node:crypto';

/** A program that may call, by its name. */
export interface Token {
  readonly name: string;
  readonly secret: string;
}

/**
 * Tells by the Authorization header which program calls; null for none that is known. What it takes does not depend on
 * how much of a secret was guessed: digests are compared, with every token, in constant time.
 */
export function callers(tokens: readonly Token[]): (authorization: string | undefined) => string | null {
  const known = tokens.map(({ name, secret }) => ({ name, digest: digest(secret) }));
  return (authorization) => {
    const secret = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return null;
    const given = digest(secret);
    return known.filter((token) => timingSafeEqual(token.digest, given))[0]?.name ?? null;
  };
}

function digest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
