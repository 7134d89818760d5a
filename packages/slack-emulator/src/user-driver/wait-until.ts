import type { Store } from '../store.js';

/** Waits until the look finds something, looking at every change; gives up after real time with a sentence. */
export type Until = <T>(look: () => T | undefined | false | null, wanted: string | (() => string)) => Promise<T>;

/** What is looked at may lie outside the workspace, where no change is heard: look again this often, in real ms. */
const glance = 20;

/** How long somebody waits for the bot, in real milliseconds, is a watchdog and not part of any story. */
export function waiter(store: Store, patienceMs: number): Until {
  return (look, wanted) =>
    new Promise((resolve, reject) => {
      let stop = (): void => {};
      const end = (): void => {
        clearTimeout(watchdog);
        clearInterval(glancing);
        stop();
      };
      const watchdog = setTimeout(() => {
        end();
        reject(new Error(`waited ${patienceMs} ms for ${typeof wanted === 'string' ? wanted : wanted()}`));
      }, patienceMs);
      const attempt = (): void => {
        try {
          const found = look();
          if (found === undefined || found === null || found === false) return;
          end();
          resolve(found);
        } catch (error) {
          end();
          reject(error);
        }
      };
      const glancing = setInterval(attempt, glance);
      stop = store.onChange(attempt);
      attempt();
    });
}
