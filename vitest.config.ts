import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The emulator is read from its source, not from what was built of it. */
const resolve = {
  alias: { '@imapp/slack-emulator': fileURLToPath(new URL('packages/slack-emulator/src/index.ts', import.meta.url)) },
};

/** Waiting costs nothing while all is well. A single wait ends before its test does, so that the test can name it. */
const timeouts = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

/** Builds the bot and the emulator's page. */
const build = 'test/support/setup-build.ts';
/** Starts one PostgreSQL and makes the databases that tests copy. */
const databases = 'test/support/setup-databases.ts';

/** One project per kind of test, in the order in which they run. */
const kinds = [
  { name: 'unit', include: ['test/unit/**/*.test.ts', 'packages/*/test/*.test.ts'] },
  { name: 'integration', include: ['test/integration/**/*.test.ts'], globalSetup: [build, databases] },
  { name: 'e2e', include: ['test/e2e/**/*.test.ts'], globalSetup: [build, databases] },
  { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'], globalSetup: [databases] },
  { name: 'browser', include: ['{test/browser,packages/*/test/page}/**/*.test.ts'], globalSetup: [build, databases] },
  { name: 'faults', include: ['test/faults/!(outage|rolling).test.ts'], globalSetup: [build, databases] },
];

export default defineConfig({
  test: {
    // Much of what tests do is to wait for another process.
    maxWorkers: '100%',
    projects: [
      ...kinds.map((kind) => ({ resolve, test: { ...timeouts, ...kind, sequence: { groupOrder: 0 } } })),
      {
        // They hold the bot to times that it cannot keep on a machine busy with other tests: they run last, one by one.
        resolve,
        test: {
          ...timeouts,
          name: 'faults-alone',
          include: ['test/faults/{outage,rolling}.test.ts'],
          globalSetup: [build, databases],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
