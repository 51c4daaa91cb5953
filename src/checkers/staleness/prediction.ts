import { countUpTo } from './ranks.js';

/** How a leaderless store is asked: of `n` replicas `w` must acknowledge a write, and `r` must answer a read. */
export interface Quorum {
  readonly n: number;
  readonly w: number;
  readonly r: number;
}

/** How long messages take, in milliseconds, as samples to draw from (WARS: write, acknowledgment, read, response). */
export interface Legs {
  /** From the coordinator to a replica with a write, and back with its acknowledgment. */
  readonly write: readonly number[];
  readonly acknowledgment: readonly number[];
  /** From the coordinator to a replica that is asked for its value, and back with it. */
  readonly read: readonly number[];
  readonly response: readonly number[];
}

/**
 * The probability that a read misses all of the `k` latest acknowledged writes: (C(n−w, r) / C(n, r))^k, for quorums
 * drawn at random that never grow: a write reaches `w` replicas and no more (Bailis and others, "Probabilistically
 * bounded staleness for practical partial quorums", VLDB 2012). A store that sends writes on to the other replicas is
 * fresher than that.
 */
export function missProbability({ n, w, r }: Quorum, k: number): number {
  let miss = 1;
  // C(n−w, r) / C(n, r), factor by factor: the i-th replica that is asked is none of the w.
  for (let asked = 0; asked < r; asked++) miss *= Math.max(0, n - w - asked) / (n - asked);
  return miss ** k;
}

/**
 * How long after a write's acknowledgment reads see it, by Monte Carlo (WARS, same paper): writes and reads go to all
 * replicas at once, a write is acknowledged after `w` answers, a read takes the newest of the first `r`.
 * @param random numbers in [0, 1)
 * @param trials how many pairs of a write and a read are drawn
 * @returns for a time in milliseconds after the acknowledgment, the share of reads begun then that miss the write
 * @throws Error when there are no samples of a leg
 */
export function simulateVisibility(
  { n, w, r }: Quorum,
  legs: Legs,
  random: () => number,
  trials = 10_000,
): (ms: number) => number {
  const draw = (name: keyof Legs): number => {
    const samples = legs[name];
    const drawn = samples[Math.floor(random() * samples.length)];
    if (drawn === undefined)
      throw new Error(`Expected samples of how long a ${name} takes, but there are none.`);
    return drawn;
  };
  const visibleAt = new Float64Array(trials);
  for (let trial = 0; trial < trials; trial++) {
    const replicas = Array.from({ length: n }, () => {
      const stored = draw('write');
      const asked = draw('read');
      return {
        stored,
        asked,
        acknowledged: stored + draw('acknowledgment'),
        answered: asked + draw('response'),
      };
    });
    replicas.sort((a, b) => a.acknowledged - b.acknowledged);
    const acknowledged = replicas[w - 1]?.acknowledged ?? Infinity;
    replicas.sort((a, b) => a.answered - b.answered);
    // A replica shows the write to reads begun from then on that it is asked only after it has stored the write.
    visibleAt[trial] = Math.min(
      ...replicas.slice(0, r).map(({ stored, asked }) => stored - acknowledged - asked),
    );
  }
  visibleAt.sort();
  return (ms) => 1 - countUpTo(visibleAt, ms) / trials;
}
