import type { Store } from '../store.js';

/** Waits until the look finds something, looking at every change; gives up after real time with a sentence. */
export type WaitUntil = <T>(
  probe: () => T | undefined | false | null,
  expectation: string | (() => string),
) => Promise<T>;

/** What is looked at may lie outside the workspace, where no change is heard: look again this often, in real ms. */
const pollIntervalMs = 20;

/** How long somebody waits for the bot, in real milliseconds, is a watchdog and not part of any story. */
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
