import { describe, expect, test } from 'vitest';
import { experiments } from '../../experiments/registry.js';
import { runCampaign, runExperiment, witnessPlan } from '../../experiments/run-experiment.js';
import { parsePlan } from '../../src/plan/parse-plan.js';

/** Seeds for each campaign here; `splitbrain experiment` runs as many as an experiment says. */
const SEEDS = Number(process.env['SEEDS'] ?? 20);

describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
  '%s',
  (_, experiment) => {
    const { shows, witness } = experiment;

    test.runIf(witness)('the witness shows what it must, at once, and nothing that it must not', async () => {
      const plan = witnessPlan(experiment);
      if (!plan) throw new Error('There is no witness.');
      expect(parsePlan(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
      const { shown, broken } = await runExperiment(experiment, plan);
      expect(broken).toEqual([]);
      expect(shown).toBe(shows !== undefined);
    });

    test('no random plan breaks what must hold', async () => {
      const { broken } = await runCampaign(experiment, `test ${experiment.id}`, { seeds: SEEDS });
      expect(broken?.broken ?? [], broken?.plan.seed).toEqual([]);
    });
  },
);
