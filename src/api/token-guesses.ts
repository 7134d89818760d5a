import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';

/** Slows down whoever tries tokens. A valid token is never slowed: it is not counted here. */
export interface TokenGuesses {
  /**
   * An invalid token came from this address. Resolves, later and later, to how many seconds it should wait; null at once
   * while there were few.
   */
  failed(address: string): Promise<number> | null;
}

/** So many mistakes are free; one more is every few seconds. */
const [freeFailures, secondsPerFailure] = [10, 6];
/** How long a refusal is held back, and how many are at the same time. */
const [heldMs, maxHeld] = [1_000, 200];
const maxAddresses = 10_000;

export function createTokenGuesses(elapsedMs: () => number = () => performance.now()): TokenGuesses {
  /** When all failures of an address will be forgotten, in milliseconds. */
  const forgottenAt = new LRUCache<string, number>({ max: maxAddresses });
  let held = 0;
  return {
    failed(address) {
      const now = elapsedMs();
      const at = Math.max(now, forgottenAt.get(address) ?? 0) + secondsPerFailure * 1000;
      const latest = now + (freeFailures + 1) * secondsPerFailure * 1000;
      if (at >= latest) return hold(secondsPerFailure);
      forgottenAt.set(address, at);
      return null;
    },
  };

  async function hold(seconds: number): Promise<number> {
    if (held >= maxHeld) return seconds;
    held += 1;
    await pause(heldMs, null, { ref: false });
    held -= 1;
    return seconds;
  }
}
