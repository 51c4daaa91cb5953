import { replicaCrashes } from '../checkers/judge.js';
import { targetNamed } from '../../targets/registry.js';
import { simulate, type SimulatedRun } from '../controller/simulate.js';
import { drawPlan } from '../run/draw-plan.js';
import { judgeSimulated } from '../run/judge-simulated.js';
import { describeDivergence, verifyDeterminism } from '../run/verify-determinism.js';
import { seedOutcome } from './evidence.js';
import { failuresOf } from './failure.js';
import type { SeedReport, SeedTask } from './seed-task.js';

/**
 * Draws, simulates and judges one seed, by what is promised: a campaign asks for nothing else, and whoever looks at a
 * seed that failed has it judged by everything; so is one that runs twice, since that checks more checkers. A run that
 * breaks a promise is made a second time before it is reported: what is not the same twice is a failure of another kind.
 * Never throws: a run that does, or whose verdict contradicts what the simulation knows, is reported as a crash.
 */
export async function runSeed(task: SeedTask): Promise<SeedReport> {
  const { number, cell, settings, canary, twice } = task;
  const began = performance.now();
  const about = { number, cell, seed: settings.seed, ...(canary && { canary }) };
  try {
    const plan = drawPlan(settings);
    const { run, history, verdict } = await judgeSimulated(plan, { promisedOnly: !twice });
    const failures = failuresOf(verdict, history);
    let [crash] = replicaCrashes(history);
    if (twice || verdict.valid === false) {
      const again = await simulate(plan, targetNamed(plan.target));
      if (again.hash !== run.hash) {
        const divergence = await verifyDeterminism(plan);
        crash = `Not deterministic. ${divergence ? describeDivergence(divergence) : 'Two runs parted, two others did not.'}`;
      }
    }
    const { valid, evidence } = seedOutcome(verdict, plan.minEvidence);
    return {
      ...about,
      valid: crash === undefined ? valid : false,
      failures,
      evidence,
      ...(crash !== undefined && { crash }),
      hash: run.hash,
      operations: history.operations.length,
      simulatedMs: Math.round(history.endedAt / 1e6),
      wallMs: performance.now() - began,
      faults: Object.fromEntries(verdict.faults.map(({ kind, injected }) => [kind, injected])),
      probes: probesOf(plan.target, run),
    };
  } catch (error) {
    return crashed(task, (error as Error).message, performance.now() - began);
  }
}

/** By target, for a campaign may have several. */
function probesOf(target: string, { probes }: SimulatedRun): Record<string, number> {
  return Object.fromEntries(Object.entries(probes).map(([name, count]) => [`${target}: ${name}`, count]));
}

/** The report of a seed whose run did not come to an end. */
export function crashed(
  { number, cell, settings, canary }: SeedTask,
  crash: string,
  wallMs: number,
): SeedReport {
  return {
    number,
    cell,
    seed: settings.seed,
    valid: false,
    ...(canary && { canary }),
    failures: [],
    crash,
    evidence: {},
    operations: 0,
    simulatedMs: 0,
    wallMs,
    faults: {},
    probes: {},
  };
}
