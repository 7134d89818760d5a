/** `now` is in milliseconds since 1970. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Waits until all of these keys are free, then reserves them. */
type RateLimiter = (...rateKeys: readonly string[]) => Promise<void>;

/** Allows one call per key and `intervalMs`, in the order of the calls. Only within this process. */
export function createRateLimiter(clock: Clock, intervalMs: number): RateLimiter {
  const nextFreeAt = new Map<string, number>();
  return async (...rateKeys) => {
    const now = clock.now();
    const startAt = Math.max(now, ...rateKeys.map((rateKey) => nextFreeAt.get(rateKey) ?? now));
    for (const rateKey of rateKeys) nextFreeAt.set(rateKey, startAt + intervalMs);
    if (startAt > now) await clock.sleep(startAt - now);
  };
}
