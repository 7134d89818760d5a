import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseTimeoutError } from './errors.js';

/** Rejects when the result does not come within `timeoutMs`. The work itself goes on in the background. */
export async function withTimeout<T>(result: Promise<T>, timeoutMs: number): Promise<T> {
  const settled = new AbortController();
  const timedOut = pause(timeoutMs, undefined, { signal: settled.signal, ref: false }).then(() => {
    throw new DatabaseTimeoutError(`the database has not answered within ${timeoutMs} ms`);
  });
  return Promise.race([result, timedOut]).finally(() => settled.abort());
}
