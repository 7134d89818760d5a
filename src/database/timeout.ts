import { setTimeout as pause } from 'node:timers/promises';

/** The answer, or a failure if it has not come by then. What was asked goes on; nobody waits for it any more. */
export async function withTimeout<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  const settled = new AbortController();
  const late = pause(limitMs, undefined, { signal: settled.signal, ref: false }).then(() => {
    throw new Error(`the database has not answered within ${limitMs} ms`);
  });
  return Promise.race([answer, late]).finally(() => settled.abort());
}
