/** Slack's "one message per second and channel, short bursts tolerated" as a bucket of tokens. */
export interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/** One at a time, and the tolerant default. */
export const paces = {
  strict: { burst: 1, perSecond: 1 },
  tolerant: { burst: 20, perSecond: 1 },
} as const satisfies Record<string, Pace>;

export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Takes a token, or says in how many whole seconds there will be one. */
export function takeToken(
  bucket: Bucket | undefined,
  pace: Pace,
  now: number,
): { readonly bucket: Bucket; readonly retryAfter?: number } {
  const full: Bucket = bucket ?? { tokens: pace.burst, at: now };
  const refilled = full.tokens + ((now - full.at) / 1000) * pace.perSecond;
  const tokens = Math.min(pace.burst, Math.max(0, refilled));
  if (tokens >= 1) return { bucket: { tokens: tokens - 1, at: now } };
  return { bucket: { tokens, at: now }, retryAfter: Math.max(1, Math.ceil((1 - tokens) / pace.perSecond)) };
}
