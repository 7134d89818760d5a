import type { Browser } from 'playwright-core';
import { afterAll, describe } from 'vitest';
import { startBrowser } from './browser.js';

const started = await startBrowser();

/** Runs tests with a browser. If none can be started, they are skipped with the reason; in CI that fails. */
export function describeInBrowser(name: string, tests: (browser: Browser) => void): void {
  if ('reason' in started) {
    if (process.env['CI']) throw new Error(started.reason);
    describe.skip(`${name} (skipped: ${started.reason})`, () => tests(Object.create(null)));
    return;
  }
  describe(name, () => {
    afterAll(() => started.close());
    tests(started);
  });
}
