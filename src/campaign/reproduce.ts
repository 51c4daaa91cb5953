import { targetNamed } from '../../targets/registry.js';
import type { Verdict } from '../checkers/verdict.js';
import { simulate } from '../controller/simulate.js';
import { pair } from '../history/pair.js';
import type { Plan } from '../plan/plan.js';
import { varyPlan } from '../plan/vary-plan.js';
import { withAllOptions } from '../run/draw-plan.js';
import { judgeRun } from '../run/judge-run.js';
import type { Failure } from './failure.js';

/** What tells one failure from another when runs are compared: a kind of anomaly that breaks a promise. */
export type FailureKind = Pick<Failure, 'guarantee' | 'kind'>;

/** A plan, a failure to look for in it, and which of its neighbours to run. */
export interface ReproduceTask {
  readonly plan: Plan;
  readonly failure: FailureKind;
  /** Numbers of neighbours, in the order in which they are tried; 0 is the plan itself. */
  readonly neighbours: readonly number[];
}

/** A run that showed the failure. */
export interface Sighting {
  readonly neighbour: number;
  /** The rolling hash over everything that happened. */
  readonly hash: string;
}

/**
 * Simulates a plan's neighbours, one after the other, until the same kind of anomaly breaks the same promise. A run that
 * throws shows nothing.
 */
export async function reproduce({ plan, failure, neighbours }: ReproduceTask): Promise<Sighting | undefined> {
  for (const neighbour of neighbours) {
    try {
      const hash = await hashIfShown(varyPlan(plan, neighbour), failure);
      if (hash !== undefined) return { neighbour, hash };
    } catch {
      // A plan that the target cannot run is not one that shows the failure.
    }
  }
  return undefined;
}

async function hashIfShown(plan: Plan, failure: FailureKind): Promise<string | undefined> {
  const run = await simulate(withAllOptions(plan), targetNamed(plan.target));
  const verdict = judgeRun(pair(run.events), plan, run.revealed, {
    promisedOnly: true,
    only: failure.guarantee,
  });
  return shows(verdict, failure) ? run.hash : undefined;
}

/** Whether a promise was broken in this way. */
export function shows({ valid, judgements }: Verdict, { guarantee, kind }: FailureKind): boolean {
  return (
    valid === false &&
    judgements.some(
      (one) =>
        one.guarantee === guarantee &&
        one.promise !== undefined &&
        one.holds === false &&
        one.anomalies.some((anomaly) => anomaly.kind === kind),
    )
  );
}
