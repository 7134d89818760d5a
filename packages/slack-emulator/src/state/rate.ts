/** A token bucket for Slack's "one message per second and channel; short bursts are tolerated". */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

export const rateLimits = {
  strict: { burst: 1, perSecond: 1 },
  tolerant: { burst: 20, perSecond: 1 },
} as const satisfies Record<string, RateLimit>;

export interface TokenBucket {
  readonly tokens: number;
  readonly refilledAt: number;
}

/** Takes a token. If there is none, `retryAfter` is the number of whole seconds until there is one. */
export function takeToken(
  bucket: TokenBucket | undefined,
  limit: RateLimit,
  now: number,
): { readonly bucket: TokenBucket; readonly retryAfter?: number } {
  const current: TokenBucket = bucket ?? { tokens: limit.burst, refilledAt: now };
  const refilled = current.tokens + ((now - current.refilledAt) / 1000) * limit.perSecond;
  const tokens = Math.min(limit.burst, Math.max(0, refilled));
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, refilledAt: now } };
  return { bucket: { tokens, refilledAt: now }, retryAfter: Math.max(1, Math.ceil((1 - tokens) / limit.perSecond)) };
}
