import type { CheckResult, Guarantee } from './checker.js';
import { ContradictionError } from './contradiction.js';

/**
 * Which guarantees follow from which, by their definitions (Viotti and Vukolić, "Consistency in non-transactional
 * distributed storage systems", ACM Computing Surveys 2016; Bouajjani et al., POPL 2017). Those of a session are meant
 * here with versions ordered by real time, so they follow from what respects real time. Integrity is not among them: it
 * is also about what replicas say that they hold, which no read may ever have shown.
 */
const follows: Readonly<Partial<Record<Guarantee, readonly Guarantee[]>>> = {
  linearizability: ['sequential-consistency', 'regular-register', 'monotonic-reads'],
  'counter-bounds': ['counter-total'],
  'sequential-consistency': ['causal-convergence', 'causal-memory'],
  'causal-convergence': ['causal-consistency', 'pram'],
  'causal-memory': ['causal-consistency'],
  'causal-consistency': ['monotonic-writes', 'writes-follow-reads'],
  'regular-register': ['user-read-your-writes', 'safe-register'],
  'user-read-your-writes': ['read-your-writes'],
};

/** The guarantees that follow from one by definition, without those that follow only through others. */
export function followsAtOnce(guarantee: Guarantee): readonly Guarantee[] {
  return follows[guarantee] ?? [];
}

/** All guarantees that follow from one, at once or through others. */
export function weakerThan(guarantee: Guarantee): ReadonlySet<Guarantee> {
  const weaker = new Set(follows[guarantee]);
  for (const one of weaker) for (const next of follows[one] ?? []) weaker.add(next);
  return weaker;
}

/** What a history shows of the lattice of guarantees. */
export interface Lattice {
  /** Those that hold and follow from no other that holds. */
  readonly strongestHeld: readonly Guarantee[];
  /** Those that are violated and from which no other follows that is violated. */
  readonly weakestBroken: readonly Guarantee[];
}

type Found = Pick<CheckResult, 'guarantee' | 'holds'>;

/** Places what was found in the lattice. What could not be judged is in neither list. */
export function latticeOf(results: readonly Found[]): Lattice {
  const held = results.filter(({ holds }) => holds === true).map(({ guarantee }) => guarantee);
  const broken = results.filter(({ holds }) => holds === false).map(({ guarantee }) => guarantee);
  return {
    strongestHeld: held.filter((one) => !held.some((other) => weakerThan(other).has(one))),
    weakestBroken: broken.filter((one) => !broken.some((other) => weakerThan(one).has(other))),
  };
}

/**
 * Two checkers that contradict each other are a mistake of ours, which no verdict may hide.
 * @throws ContradictionError when a guarantee holds and one that follows from it is violated
 */
export function requireConsistency(results: readonly Found[]): void {
  for (const { guarantee, holds } of results) {
    if (holds !== true) continue;
    const weaker = weakerThan(guarantee);
    const contradiction = results.find((other) => other.holds === false && weaker.has(other.guarantee));
    if (!contradiction) continue;
    throw new ContradictionError(
      `The checkers contradict each other: ${guarantee} holds, yet ${contradiction.guarantee}, which follows from it, is violated. This is a mistake in splitbrain; please report it together with the history.`,
    );
  }
}
