import { timingSafeEqual } from 'node:crypto';

/** A program that may call, by its name. */
export interface ApiToken {
  readonly name: string;
  readonly secret: string;
}

/**
 * Tells by the Authorization header which program calls; null for none that is known. What it takes does not depend on
 * how much of a secret was guessed: the whole width is compared, with every token, in constant time.
 */
export function createTokenLookup(tokens: readonly ApiToken[]): (authorization: string | undefined) => string | null {
  const known = tokens.map(({ name, secret }) => ({ name, secret: widened(secret, Buffer.alloc(width)) }));
  const given = Buffer.alloc(width);
  return (authorization) => {
    const secret = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return null;
    widened(secret, given);
    return known.filter((token) => timingSafeEqual(token.secret, given))[0]?.name ?? null;
  };
}

/** One more than a secret that is given may have: a longer one that was configured is not cut to something that fits. */
const width = 501;

/** The secret, filled up with zeros, which no secret has. */
function widened(secret: string, into: Buffer): Buffer {
  into.fill(0).write(secret, 'latin1');
  return into;
}
