import { targetNamed } from '../../targets/registry.js';
import { workloadNamed } from '../../workloads/registry.js';
import type { Guarantee } from '../checkers/checker.js';
import { ContradictionError } from '../checkers/contradiction.js';
import { guaranteesNamed } from '../checkers/registry.js';
import { knows } from '../checkers/define-checker.js';
import { checkerFor, judge, type JudgeOptions } from '../checkers/judge.js';
import type { Verdict } from '../checkers/verdict.js';
import type { History } from '../history/operation.js';
import type { Revelation } from '../history/revelation.js';
import { faultOfKind } from '../nemesis/registry.js';
import type { Plan } from '../plan/plan.js';
import { stream } from '../plan/stream.js';
import { withAllOptions } from './draw-plan.js';
import { suspendPromises } from './suspend-promises.js';

/** Guarantees that only a simulation can show. */
const needsTruth: ReadonlySet<Guarantee> = new Set<Guarantee>([
  'strong-eventual-consistency',
  ...guaranteesNamed(['terry']),
]);

/** Kept per guarantee in a verdict: enough to see the pattern. */
const MAX_ANOMALIES = 20;

export interface JudgeRunOptions extends Pick<JudgeOptions, 'promisedOnly'> {
  /** Of all that is promised only this matters, as to whoever looks for a failure that is known. */
  readonly only?: Guarantee;
}

/**
 * The third stage: history → verdict, by what the plan's target promises and its workload can show.
 * @param truth what the replicas revealed, where a simulation recorded it
 * @throws ContradictionError that names the seed, when the checkers contradict each other or the truth
 */
export function judgeRun(
  history: History,
  given: Plan,
  truth?: readonly Revelation[],
  { promisedOnly = false, only }: JudgeRunOptions = {},
): Verdict {
  const plan = withAllOptions(given);
  const target = targetNamed(plan.target);
  const workload = workloadNamed(plan.workload);
  // Of replicas nobody knows what they receive, but in a simulation.
  const shows = (guarantee: Guarantee): boolean => truth !== undefined || !needsTruth.has(guarantee);
  // What is promised of counters says nothing about registers.
  const isAbout = (guarantee: Guarantee): boolean => {
    // Where no user has several devices it says the same as read your writes.
    if (guarantee === 'user-read-your-writes' && workload.devices === undefined) return false;
    const checker = checkerFor(guarantee, workload.model);
    return workload.operations.every((f) => knows(checker, f));
  };
  const quorum = target.quorum?.(plan.options, plan.nodes.length);
  const faultKinds = [...new Set(plan.faults.map(({ kind }) => kind))];
  const promises = target
    .promises(plan.options, plan.nodes.length)
    // That a quorum goes on is put to the test only where the rest stay broken.
    .filter(({ guarantee }) => guarantee !== 'liveness' || faultKinds.includes('minority'))
    .filter(
      ({ guarantee }) => isAbout(guarantee) && shows(guarantee) && (only === undefined || guarantee === only),
    );
  const options: JudgeOptions = {
    ...suspendPromises(promises, faultKinds.map(faultOfKind)),
    // Who promises no bound breaks none.
    guarantees: workload.judges.filter(
      (one) =>
        shows(one) && (one !== 'bounded-staleness' || promises.some(({ guarantee }) => guarantee === one)),
    ),
    model: workload.model,
    promisedOnly,
    minEvidence: plan.minEvidence,
    maxAnomalies: MAX_ANOMALIES,
    faultKinds,
    ...(truth && { truth }),
    ...(quorum && { quorum: { ...quorum, random: stream(plan.seed, 'predicted staleness').unit } }),
  };
  try {
    return judge(history, options);
  } catch (error) {
    if (!(error instanceof ContradictionError)) throw error;
    throw new ContradictionError(`Seed ${plan.seed} (${plan.target}, ${plan.workload}): ${error.message}`);
  }
}
