/** The clock that the calls are paced by: milliseconds since 1970, and waiting for so many milliseconds. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Waits until every one of these lanes is free, and takes them. */
type RateLimiter = (...lanes: readonly string[]) => Promise<void>;

/** Lets one call into each lane per `interval` milliseconds. Who asks first goes first; one process knows no other. */
export function createRateLimiter(clock: Clock, interval: number): RateLimiter {
  const free = new Map<string, number>();
  return async (...lanes) => {
    const now = clock.now();
    const turn = Math.max(now, ...lanes.map((lane) => free.get(lane) ?? now));
    for (const lane of lanes) free.set(lane, turn + interval);
    if (turn > now) await clock.sleep(turn - now);
  };
}
