import { describe, expect, test } from 'vitest';
import { experiments } from '../../experiments/registry.js';
import { runCampaign, runExperiment } from '../../experiments/run-experiment.js';
import { type Stage, witnessPlan } from '../../experiments/witness-plan.js';
import { slowMotion } from '../../experiments/slow-motion.js';
import { SettingsError } from '../../src/run/draw-plan.js';
import type { Plan } from '../../src/plan/plan.js';
import type { Experiment } from '../../experiments/experiment.js';
import { parsePlan } from '../../src/plan/parse-plan.js';

/** Seeds for each campaign here; `splitbrain experiment` runs as many as an experiment says. */
const SEEDS = Number(process.env['SEEDS'] ?? 8);

/** Whether there is a witness, and it does not refuse to be seen there. */
function isPossible(experiment: Experiment, stage: Stage): boolean {
  try {
    return witnessPlan(experiment, stage) !== undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return false;
  }
}

describe.each(experiments.map((experiment) => [experiment.id, experiment] as const))(
  '%s',
  (_, experiment) => {
    const { shows, witness } = experiment;

    async function isSeenIn(plan: Plan, hint?: string): Promise<void> {
      const { shown, broken } = await runExperiment(experiment, plan);
      expect(broken, hint).toEqual([]);
      expect(shown, hint).toBe(shows !== undefined);
    }

    test.runIf(witness)('the witness shows what it must, at once, and nothing that it must not', async () => {
      const plan = witnessPlan(experiment);
      if (!plan) throw new Error('There is no witness.');
      expect(parsePlan(JSON.stringify(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
      await isSeenIn(plan);
    });

    test.runIf(isPossible(experiment, { cluster: 'docker' }))(
      'the witness shows the same in slow motion, as real clusters need it',
      async () => {
        await isSeenIn(
          slowMotion(witnessPlan(experiment, { cluster: 'docker' }) as Plan, 2),
          'mend the script, or say why in `onlySimulated`',
        );
      },
    );

    test.runIf(experiment.withoutNetwork)(
      'the witness shows the same where links cannot be cut',
      async () => {
        await isSeenIn(witnessPlan(experiment, { cluster: 'processes' }) as Plan);
      },
    );

    const more: Stage = { nodes: experiment.nodes + 2 };
    test.runIf(isPossible(experiment, more))('the witness shows the same on more nodes', async () => {
      await isSeenIn(witnessPlan(experiment, more) as Plan, 'mend the script, or say why in `onlyNodes`');
    });

    test('no random plan breaks what must hold', async () => {
      const { broken } = await runCampaign(experiment, `test ${experiment.id}`, { seeds: SEEDS });
      expect(broken?.broken ?? [], broken?.plan.seed).toEqual([]);
    });
  },
);
