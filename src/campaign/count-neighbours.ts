import type { Plan } from '../plan/plan.js';
import type { FailureKind } from './reproduce.js';
import type { CandidateRunner } from './shrink.js';
import type { Frequency } from './regression.js';

export interface CountOptions {
  readonly plan: Plan;
  readonly failure: FailureKind;
  readonly runner: CandidateRunner;
  /** Numbers of the neighbours: from the first, so many. Number 0 is the plan itself. */
  readonly from: number;
  readonly count: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (soFar: Frequency) => void;
}

/**
 * Runs neighbours of a plan (`varyPlan`: the same operations and faults, with other latencies, losses and draws, every
 * second at slightly other times), and counts those that show a failure. An aborted count tells of those that ended.
 */
export async function countNeighbours(options: CountOptions): Promise<Frequency> {
  const { plan, failure, runner, from, count, signal, onProgress } = options;
  let [failed, of, next] = [0, 0, from];
  const work = async (): Promise<void> => {
    while (next < from + count && !signal?.aborted) {
      const neighbour = next++;
      const sighting = await runner.reproduce({ plan, failure, neighbours: [neighbour] });
      if (signal?.aborted) return;
      of++;
      if (sighting) failed++;
      onProgress?.({ failed, of });
    }
  };
  await Promise.all(Array.from({ length: runner.workers }, work));
  return { failed, of };
}
