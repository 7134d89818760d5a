import type { Store } from '../store.js';

/** Resolves with the first value of `probe` that is not undefined, null or false; rejects after the timeout. */
export type WaitUntil = <T>(
  probe: () => T | undefined | false | null,
  expectation: string | (() => string),
) => Promise<T>;

/** The probe may depend on something outside the workspace, so it is also polled at this interval (real time). */
const pollIntervalMs = 20;

/** Probes after every change of the store. `timeoutMs` is real time, whatever clock the workspace has. */
export function createWaitUntil(store: Store, timeoutMs: number): WaitUntil {
  return (probe, expectation) =>
    new Promise((resolve, reject) => {
      let unsubscribe = (): void => {};
      const stop = (): void => {
        clearTimeout(timeout);
        clearInterval(polling);
        unsubscribe();
      };
      const timeout = setTimeout(() => {
        stop();
        reject(
          new Error(`waited ${timeoutMs} ms for ${typeof expectation === 'string' ? expectation : expectation()}`),
        );
      }, timeoutMs);
      const attempt = (): void => {
        try {
          const found = probe();
          if (found === undefined || found === null || found === false) return;
          stop();
          resolve(found);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const polling = setInterval(attempt, pollIntervalMs);
      unsubscribe = store.onChange(attempt);
      attempt();
    });
}
