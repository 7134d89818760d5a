import type { Browser } from 'playwright-core';
import { afterAll, describe } from 'vitest';
import { startBrowser } from './browser.js';

const started = await startBrowser();

/** Runs only where a browser can be started; where none can, it says why. */
export function inBrowser(name: string, tests: (browser: Browser) => void): void {
  if ('reason' in started) {
    describe.skip(`${name} (skipped: ${started.reason})`, () => tests(Object.create(null)));
    return;
  }
  describe(name, () => {
    afterAll(() => started.close());
    tests(started);
  });
}
