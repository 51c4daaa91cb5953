import { describe, expect, test } from 'vitest';
import { judgedSeeds } from '../../run/judged-seeds.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/leaderless/bugs.js';

/** A harsher run than the default one: more operations on as many keys. */
const settings: RunSettings = {
  ...defaultSettings,
  workload: 'session',
  faults: ['partition', 'clock', 'kill', 'pause'],
  seed: 'planted',
  timeLimitMs: 5_000,
  rate: 400,
};

/** Faults without which a bug does not show. */
const faultsFor: Readonly<Record<string, readonly string[]>> = {
  'ignore-disk-error': ['disk-error', 'kill'],
  'skip-checksum': ['corrupt'],
  'ask-too-few': ['minority'],
};

/** Those of the members have a test of their own. */
const judgedHere = bugs.filter(({ faults }) => !faults?.includes('members'));

const BUDGET = 60;

describe('every planted bug breaks a promise within the budget of seeds, with an anomaly that it must cause', () => {
  test.each(judgedHere.map((bug) => [bug.name, bug] as const))('%s', async (name, { causes }) => {
    for await (const { seed, verdict } of judgedSeeds(
      { ...settings, faults: faultsFor[name] ?? settings.faults, bugs: [name] },
      BUDGET,
    )) {
      const kinds = verdict.judgements
        .filter(({ promise, holds }) => promise && holds === false)
        .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
      if (kinds.some((kind) => causes.includes(kind))) {
        expect(verdict.valid, `seed ${seed}`).toBe(false);
        return;
      }
    }
    expect.fail(`not found in ${BUDGET} seeds from ${settings.seed}-0`);
  });
});

test('without a bug no promise is broken', async () => {
  for await (const { seed, verdict } of judgedSeeds(settings, BUDGET)) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
  }
});
