import { describe, expect, test } from 'vitest';
import type { RunSettings } from '../../../src/run/settings.js';
import { defaultSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/single-leader/bugs.js';
import { judgedSeeds } from '../../run/judged-seeds.js';

/** A harsher run than the default one: more operations, and faults that follow each other soon. */
const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  workload: 'session',
  faults: ['partition', 'kill', 'pause'],
  seed: 'planted',
  timeLimitMs: 4_000,
  faultIntervalMs: 600,
};

/** Where a bug shows soon. */
const over: Readonly<Record<string, Partial<RunSettings>>> = {
  'ignore-disk-error': { faults: ['disk-error', 'kill'] },
  'campaign-once': { faults: ['partition', 'minority'] },
  'commit-without-own-disk': { faults: ['kill'], rate: 800 },
  'count-trial-votes': { options: { electionTimeoutMs: 20 }, faults: ['partition', 'pause', 'slow-link'] },
  'execute-on-shown': { workload: 'counter' },
  'id-before-copies': { workload: 'auto-increment', faults: ['partition'], faultDurationMs: 1_500 },
  'forget-token': { workload: 'lock' },
  'token-in-memory': {
    workload: 'lock',
    faults: ['kill'],
    faultIntervalMs: 200,
    faultDurationMs: 60,
    concurrency: 5,
    knobs: { keys: 2, stalls: 0.7, stallMs: 800 },
  },
};

/** These take hundreds of seeds: `npm run bench -- bugs` looks for them. Others have tests of their own. */
const elsewhere = new Set(['vote-twice', 'forget-vote', 'skip-consistency-check']);
const planted = bugs.filter(
  ({ name, options = {}, faults = [] }) =>
    !elsewhere.has(name) &&
    !('topology' in options) &&
    !('partitions' in options) &&
    !faults.includes('members'),
);

const BUDGET = 120;

describe('every planted bug breaks a promise within the budget of seeds, with an anomaly that it must cause', () => {
  test.each(planted.map((bug) => [bug.name, bug] as const))(
    '%s',
    { timeout: 120_000 },
    async (name, { causes }) => {
      const given = { ...settings, ...over[name], bugs: [name] };
      for await (const { verdict } of judgedSeeds(given, BUDGET, { promisedOnly: true })) {
        const kinds = verdict.judgements
          .filter(({ promise, holds }) => promise && holds === false)
          .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
        if (kinds.some((kind) => causes.includes(kind))) return;
      }
      expect.fail(`not found in ${BUDGET} seeds from ${settings.seed}-0`);
    },
  );
});
