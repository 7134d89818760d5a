import { LRUCache } from 'lru-cache';

/** Longer than a signature is good for, either way. */
const remembered = 11 * 60_000;

/**
 * Remembers what has come in, so that the very same request does nothing a second time. It is a courtesy of this
 * process: what must never happen twice is kept from it by the corridor, on every process.
 */
export function openReplays(now: () => Date): (key: string) => boolean {
  const seen = new LRUCache<string, true>({
    max: 50_000,
    ttl: remembered,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
  });
  return (key) => {
    if (seen.has(key)) return true;
    seen.set(key, true);
    return false;
  };
}
