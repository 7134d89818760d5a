import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * To wait longer costs nothing where all is well. A wait (here, `until` of the sandbox, the browser's) is shorter than a
 * test, so that what was waited for is told.
 */
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

/** The emulator is read from its source, not from what was built of it. */
const resolve = {
  alias: { '@imapp/slack-emulator': fileURLToPath(new URL('packages/slack-emulator/src/index.ts', import.meta.url)) },
};

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Much of what they do is to wait for another process.
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        test: {
          ...patience,
          name: 'together',
          include: ['{test,packages/*/test}/**/!(outage|rolling).test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // They hold the bot to times that it cannot keep on a machine busy with other tests: they come last, one by one.
        resolve,
        test: {
          ...patience,
          name: 'alone',
          include: ['test/faults/{outage,rolling}.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
