import { defineConfig } from 'vitest/config';

/** The second tier, `npm run verify`: kills at many points, matrices and long runs over generated input. */
export default defineConfig({
  test: {
    include: ['test/verify/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 25 * 60_000,
    hookTimeout: 5 * 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
