import { describe, expect, test } from 'vitest';
import { judgedSeeds } from '../../run/judged-seeds.js';
import { defaultFaults } from '../../../src/run/draw-plan.js';
import { defaultSettings, type RunSettings } from '../../../src/run/settings.js';
import { bugs } from '../../../targets/single-leader/bugs.js';

const settings: RunSettings = {
  ...defaultSettings,
  target: 'single-leader',
  nodes: 3,
  options: { topology: 'chain', reads: 'tail' },
  faults: defaultFaults('simulation'),
  seed: 'chain',
  timeLimitMs: 5_000,
  rate: 200,
};

test('a chain whose end answers reads is linearizable, whatever happens to it', async () => {
  for await (const { seed, verdict } of judgedSeeds(settings, 60)) {
    expect(verdict.valid, `seed ${seed}: ${verdict.reasons.join(' ')}`).not.toBe(false);
    expect(verdict.judgements.some(({ guarantee }) => guarantee === 'linearizability')).toBe(true);
  }
});

const ofChains = bugs.filter(({ options }) => options?.['topology'] === 'chain');

/** What makes a bug show soon: ends of chains that are cut off, or that come back. */
const faultsFor: Readonly<Record<string, readonly string[]>> = {
  'ack-before-tail': ['slow-link'],
  'hasty-chain': ['partition'],
  'tail-joins-behind': ['kill', 'pause', 'disk-full'],
};
const BUDGET = 250;

describe('what breaks a chain is found within the budget of seeds', () => {
  test.each(ofChains.map((bug) => [bug.name, bug] as const))('%s', async (name, { causes }) => {
    const faults = faultsFor[name] ?? settings.faults;
    // Its own options hold where nothing else is said.
    const planted = { ...settings, options: {}, bugs: [name], faults, faultIntervalMs: 500 };
    for await (const { verdict } of judgedSeeds(planted, BUDGET)) {
      const kinds = verdict.judgements
        .filter(({ promise, holds }) => promise && holds === false)
        .flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind));
      if (kinds.some((kind) => causes.includes(kind))) return;
    }
    expect.fail(`not found in ${BUDGET} seeds from ${settings.seed}-0`);
  });
});
