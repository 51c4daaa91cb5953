import { targetNamed } from '../../targets/registry.js';
import type { Verdict } from '../checkers/verdict.js';
import { simulate } from '../controller/simulate.js';
import { pair } from '../history/pair.js';
import type { Plan } from '../plan/plan.js';
import { drawPlan } from '../run/draw-plan.js';
import { judgeRun } from '../run/judge-run.js';
import type { RunSettings } from '../run/settings.js';

/** One seed of a campaign, judged. */
export interface SeedOutcome {
  readonly seed: string;
  readonly verdict: Verdict;
  readonly hash: string;
}

/**
 * Runs one plan in simulation, in memory, and judges it.
 * @throws Error that names the seed when the target or the harness itself fails; the reason is its cause
 */
export async function judgeSimulated(plan: Plan): Promise<SeedOutcome> {
  const run = await simulate(plan, targetNamed(plan.target)).catch((cause: unknown) => {
    throw new Error(`The run of seed ${plan.seed} failed: ${(cause as Error).message}`, { cause });
  });
  return { seed: plan.seed, verdict: judgeRun(pair(run.events), plan, run.revealed), hash: run.hash };
}

/** The campaign's seeds: the settings' seed with a number behind it. */
export function seedNumber(settings: RunSettings, number: number): RunSettings {
  return { ...settings, seed: `${settings.seed}-${number}` };
}

/** Runs many seeds in simulation, one after the other; ends early when `signal` is aborted. */
export async function* torture(
  settings: RunSettings,
  seeds: number,
  signal?: AbortSignal,
): AsyncGenerator<SeedOutcome> {
  for (let number = 0; number < seeds && !signal?.aborted; number++) {
    yield await judgeSimulated(drawPlan(seedNumber(settings, number)));
  }
}
