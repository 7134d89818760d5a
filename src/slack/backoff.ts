import { setTimeout as pause } from 'node:timers/promises';

const [firstMs, maxMs] = [1_000, 60_000];

/** Waits 1 s, 2 s, 4 s … up to a minute before each attempt, until one succeeds or `stopping` is aborted. Returns which. */
export async function retryWithBackoff(attempt: () => Promise<boolean>, stopping: AbortSignal): Promise<boolean> {
  for (let waitMs = firstMs; ; waitMs = Math.min(2 * waitMs, maxMs)) {
    await pause(waitMs, null, { signal: stopping, ref: false }).catch(() => null);
    if (stopping.aborted) return false;
    if (await attempt()) return true;
  }
}
