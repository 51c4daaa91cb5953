import type { Plan } from '../plan/plan.js';
import { varyPlan } from '../plan/vary-plan.js';
import type { FailureKind } from './reproduce.js';
import type { CandidateRunner } from './shrink.js';

export interface SearchOptions {
  readonly plan: Plan;
  readonly failure: FailureKind;
  readonly runner: CandidateRunner;
  /** Simulations to make at most. */
  readonly maxRuns: number;
  /** Milliseconds after which no other is begun. */
  readonly budgetMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (runs: number) => void;
}

/** What a search came to. */
export interface SearchResult {
  /** How many were simulated. */
  readonly runs: number;
  /** The first of them that fails in the same way. */
  readonly plan?: Plan;
}

/** Neighbours that a thread tries before it is asked again. */
const BATCH = 4;

/**
 * Looks for a failure that was seen on a real cluster in simulation, where it can be replayed and shrunk: the same plan, with
 * other latencies, losses and draws each time, until the same kind of anomaly breaks the same promise.
 */
export async function searchSimulation(options: SearchOptions): Promise<SearchResult> {
  const { plan, failure, runner, maxRuns, budgetMs, signal, onProgress } = options;
  const began = performance.now();
  let runs = 0;
  while (runs < maxRuns && performance.now() - began < budgetMs && !signal?.aborted) {
    const first = runs;
    const batches = Array.from({ length: runner.workers }, (_, worker) =>
      Array.from({ length: BATCH }, (__, at) => first + worker * BATCH + at).filter((at) => at < maxRuns),
    ).filter((neighbours) => neighbours.length > 0);
    const sightings = await Promise.all(
      batches.map((neighbours) => runner.reproduce({ plan, failure, neighbours })),
    );
    const found = sightings.flatMap((sighting) => sighting ?? [])[0];
    if (found) return { runs: found.neighbour + 1, plan: varyPlan(plan, found.neighbour) };
    runs += batches.flat().length;
    onProgress?.(runs);
  }
  return { runs };
}
