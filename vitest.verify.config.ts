import { defineConfig } from 'vitest/config';

/**
 * The second tier, `npm run verify`: kills at many points, matrices and long runs over generated input. Its reporter
 * prints what was tried, and keeps the table of the last whole and green run in `docs/verified.md`.
 */
export default defineConfig({
  test: {
    include: ['test/verify/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 25 * 60_000,
    hookTimeout: 5 * 60_000,
    reporters: ['default', './test/verify/reporter.ts'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
