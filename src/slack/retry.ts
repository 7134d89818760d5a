import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait before Slack is tried again, in milliseconds: at first, and at most. */
const [shortest, longest] = [1_000, 60_000];

/** Tries, ever more seldom, until it succeeds or nobody wants it any more. Answers whether it did. */
export async function retryWithBackoff(attempt: () => Promise<boolean>, stopping: AbortSignal): Promise<boolean> {
  for (let wait = shortest; ; wait = Math.min(2 * wait, longest)) {
    await pause(wait, null, { signal: stopping, ref: false }).catch(() => null);
    if (stopping.aborted) return false;
    if (await attempt()) return true;
  }
}
