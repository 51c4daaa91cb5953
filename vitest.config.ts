import { defineConfig } from 'vitest/config';

const results = process.env['SPLITBRAIN_TEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // `.ci/run` reads the counts from there.
    ...(results === undefined
      ? { reporters: ['default'] }
      : { reporters: ['default', 'json'], outputFile: { json: results } }),
  },
});
