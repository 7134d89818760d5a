import { LRUCache } from 'lru-cache';

/** Longer than Slack's signatures are valid: five minutes into the past and the future. */
const rememberedMs = 11 * 60_000;

/**
 * Returns whether a key was seen before, and remembers it. Only this process remembers: what must never happen twice is
 * prevented by the change service, for all processes. An empty key is never a replay.
 */
export function createReplayGuard(now: () => Date): (key: string) => boolean {
  const seen = new LRUCache<string, true>({
    max: 50_000,
    ttl: rememberedMs,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
  });
  return (key) => {
    if (key === '') return false;
    if (seen.has(key)) return true;
    seen.set(key, true);
    return false;
  };
}
