import { defineConfig } from 'vitest/config';

const results = process.env['SPLITBRAIN_TEST_RESULTS'];

/** What has real time in it: processes, containers, sockets, browsers. */
const realTime = [
  'test/cli/**/*.test.ts',
  'test/cluster/**/*.test.ts',
  'test/examples/**/*.test.ts',
  'test/experiments/docker.test.ts',
  'test/replica/**/*.test.ts',
  'test/reports/app/**/*.test.ts',
  'test/reports/prepared/**/*.test.ts',
  'test/serve/**/*.test.ts',
];

export default defineConfig({
  test: {
    // They end what hangs, and say nothing about speed: machines that others slow down take several times as long.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // It would keep one of them for itself, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'pure', include: ['test/**/*.test.ts'], exclude: realTime } },
      {
        extends: true,
        // On a machine that is busy with something else a deadline may pass for no reason of ours.
        test: { name: 'real time', include: realTime, retry: process.env['CI'] ? 2 : 0 },
      },
    ],
    // `.ci/run` reads the counts from there.
    ...(results === undefined
      ? { reporters: ['default'] }
      : { reporters: ['default', 'json'], outputFile: { json: results } }),
  },
});
