import { defineConfig } from 'vitest/config';

/**
 * The tests of every day. Most share their worker's modules, which saves a third of the time; `apart` are those that
 * start whole hosts or leave environment variables or threads behind, each with modules of its own.
 */
const APART = [
  'test/host/**/*.test.ts',
  'test/portal/browser/*.test.ts',
  'test/infra/aws/*.test.ts',
  'test/infra/local/{carry-uncarried,functions}.test.ts',
  'test/functions/shared/{form-steps,threads}.test.ts',
  'test/functions/interchange/not-there-yet.test.ts',
];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    // Against what never ends, not against a slow machine: a test waits for what it observes.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One more than the two cores that the suite is measured on: a test often waits for an engine or a host.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...APART, 'test/verify/**'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: APART } },
    ],
  },
});
