import { replicaCrashes } from '../checkers/judge.js';
import { targetNamed } from '../../targets/registry.js';
import type { Verdict } from '../checkers/verdict.js';
import type { History } from '../history/operation.js';
import type { Plan } from '../plan/plan.js';
import { simulate } from '../controller/simulate.js';
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
  const { settings, twice } = task;
  const began = performance.now();
  try {
    const plan = drawPlan(settings);
    const { run, history, verdict } = await judgeSimulated(plan, { promisedOnly: !twice });
    let [crash] = replicaCrashes(history);
    if (twice || verdict.valid === false) {
      const again = await simulate(plan, targetNamed(plan.target));
      if (again.hash !== run.hash) {
        const divergence = await verifyDeterminism(plan);
        crash = `Not deterministic. ${divergence ? describeDivergence(divergence) : 'Two runs parted, two others did not.'}`;
      }
    }
    return {
      ...seedReport(task, plan, { history, verdict, wallMs: performance.now() - began, crash }),
      hash: run.hash,
      probes: probesOf(plan.target, run.probes),
    };
  } catch (error) {
    return crashed(task, (error as Error).message, performance.now() - began);
  }
}

/** What a campaign keeps of a run that was judged, wherever it ran. */
export function seedReport(
  { number, cell, settings, canary }: SeedTask,
  plan: Plan,
  { history, verdict, wallMs, crash }: JudgedRun,
): SeedReport {
  const { valid, evidence } = seedOutcome(verdict, plan.minEvidence);
  return {
    number,
    cell,
    seed: settings.seed,
    ...(canary && { canary }),
    valid: crash === undefined ? valid : false,
    failures: failuresOf(verdict, history),
    evidence,
    ...(crash !== undefined && { crash }),
    operations: history.operations.length,
    simulatedMs: Math.round(history.endedAt / 1e6),
    wallMs,
    faults: Object.fromEntries(verdict.faults.map(({ kind, injected }) => [kind, injected])),
    probes: {},
  };
}

interface JudgedRun {
  readonly history: History;
  readonly verdict: Verdict;
  readonly wallMs: number;
  /** Why the run counts as crashed, if it does. */
  readonly crash?: string | undefined;
}

/** By target, for a campaign may have several. */
export function probesOf(target: string, probes: Readonly<Record<string, number>>): Record<string, number> {
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
