import { targetNamed } from '../../targets/registry.js';
import { ContradictionError } from '../checkers/contradiction.js';
import type { JudgeOptions } from '../checkers/judge.js';
import type { Verdict } from '../checkers/verdict.js';
import { simulate, type SimulatedRun } from '../controller/simulate.js';
import type { History } from '../history/operation.js';
import { pair } from '../history/pair.js';
import type { Plan } from '../plan/plan.js';
import { withAllOptions } from './draw-plan.js';
import { judgeRun } from './judge-run.js';

/** A plan that was run in simulation and judged, all in memory. */
export interface JudgedSimulation {
  readonly run: SimulatedRun;
  readonly history: History;
  readonly verdict: Verdict;
}

/**
 * Runs a plan in simulation, judges it, and holds the verdict against what the simulation knows.
 * @throws ContradictionError that names the seed when a checker contradicts another or the truth
 * @throws Error that names the seed when the target or the harness itself fails; the reason is its cause
 */
export async function judgeSimulated(
  plan: Plan,
  options: Pick<JudgeOptions, 'promisedOnly'> = {},
): Promise<JudgedSimulation> {
  try {
    const run = await simulate(withAllOptions(plan), targetNamed(plan.target));
    const history = pair(run.events);
    return { run, history, verdict: judgeRun(history, plan, run.revealed, options) };
  } catch (cause) {
    if (cause instanceof ContradictionError) throw cause;
    throw new Error(`The run of seed ${plan.seed} failed: ${(cause as Error).message}`, { cause });
  }
}
