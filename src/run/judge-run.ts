import { targetNamed } from '../../targets/registry.js';
import { workloadNamed } from '../../workloads/registry.js';
import { judge } from '../checkers/judge.js';
import type { Verdict } from '../checkers/verdict.js';
import type { History } from '../history/operation.js';
import type { Plan } from '../plan/plan.js';
import { stream } from '../plan/stream.js';

/** Kept per guarantee in a verdict: enough to see the pattern. */
const MAX_ANOMALIES = 20;

/** The third stage: history → verdict, by what the plan's target promises and its workload can show. */
export function judgeRun(history: History, plan: Plan): Verdict {
  const target = targetNamed(plan.target);
  const workload = workloadNamed(plan.workload);
  const quorum = target.quorum?.(plan.options, plan.nodes.length);
  return judge(history, {
    promises: target.promises(plan.options, plan.nodes.length),
    guarantees: workload.judges,
    minEvidence: plan.minEvidence,
    maxAnomalies: MAX_ANOMALIES,
    faultKinds: [...new Set(plan.faults.map(({ kind }) => kind))],
    ...(quorum && { quorum: { ...quorum, random: stream(plan.seed, 'predicted staleness').unit } }),
  });
}
