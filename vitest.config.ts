import { configDefaults, defineConfig } from 'vitest/config';

/** They want a machine of their own: `npm run faults` runs them with the others of their kind. */
const whenAlone = ['test/faults/outage.test.ts', 'test/faults/rolling.test.ts'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env['FAULTS'] === 'all' ? [] : whenAlone)],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
