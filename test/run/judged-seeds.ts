import { drawPlan } from '../../src/run/draw-plan.js';
import type { JudgeOptions } from '../../src/checkers/judge.js';
import { judgeSimulated, type JudgedSimulation } from '../../src/run/judge-simulated.js';
import type { RunSettings } from '../../src/run/settings.js';

/**
 * Simulates and judges many seeds, one after the other: the settings' seed with a number behind it. What was not promised need
 * not be judged.
 */
export async function* judgedSeeds(
  settings: RunSettings,
  seeds: number,
  options: Pick<JudgeOptions, 'promisedOnly'> = {},
): AsyncGenerator<JudgedSimulation & { readonly seed: string }> {
  for (let number = 0; number < seeds; number++) {
    const seed = `${settings.seed}-${number}`;
    yield { seed, ...(await judgeSimulated(drawPlan({ ...settings, seed }), options)) };
  }
}
