import { drawPlan } from '../../src/run/draw-plan.js';
import { judgeSimulated, type JudgedSimulation } from '../../src/run/judge-simulated.js';
import type { RunSettings } from '../../src/run/settings.js';

/** Simulates and judges many seeds, one after the other: the settings' seed with a number behind it. */
export async function* judgedSeeds(
  settings: RunSettings,
  seeds: number,
): AsyncGenerator<JudgedSimulation & { readonly seed: string }> {
  for (let number = 0; number < seeds; number++) {
    const seed = `${settings.seed}-${number}`;
    yield { seed, ...(await judgeSimulated(drawPlan({ ...settings, seed }))) };
  }
}
