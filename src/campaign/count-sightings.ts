import type { Plan } from '../plan/plan.js';
import { freshPlan, type Origin } from './origin.js';
import type { Frequency } from './regression.js';
import type { FailureKind, ReproduceTask } from './reproduce.js';
import type { CandidateRunner } from './shrink.js';

/** Runs in which a failure may be seen, by their number. */
export type Sample = (number: number) => Pick<ReproduceTask, 'plan' | 'neighbours'>;

/** The same operations and faults with other latencies, losses and draws, every second at slightly other times (`varyPlan`); 0 is the plan itself. */
export const neighboursOf =
  (plan: Plan): Sample =>
  (number) => ({ plan, neighbours: [number] });

/** Operations and faults drawn anew from the settings of a plan. */
export const freshPlansOf =
  (origin: Origin, name: string): Sample =>
  (number) => ({ plan: freshPlan(origin, `${name} fresh ${number}`), neighbours: [0] });

export interface CountOptions {
  readonly sample: Sample;
  readonly failure: FailureKind;
  readonly runner: CandidateRunner;
  /** Numbers of the runs: from the first, so many. */
  readonly from: number;
  readonly count: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (soFar: Frequency) => void;
}

/** Makes runs of a sample, and counts those that show a failure. An aborted count tells of those that ended. */
export async function countSightings(options: CountOptions): Promise<Frequency> {
  const { sample, failure, runner, from, count, signal, onProgress } = options;
  let [failed, of, next] = [0, 0, from];
  const work = async (): Promise<void> => {
    while (next < from + count && !signal?.aborted) {
      const sighting = await runner.reproduce({ ...sample(next++), failure });
      if (signal?.aborted) return;
      of++;
      if (sighting) failed++;
      onProgress?.({ failed, of });
    }
  };
  await Promise.all(Array.from({ length: runner.workers }, work));
  return { failed, of };
}
