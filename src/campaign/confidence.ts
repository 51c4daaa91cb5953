import type { Frequency } from './regression.js';

/** A difference that chance brings about less often than this convinces. */
export const CONVINCING = 0.01;

/** Runs of one kind, before and now. */
export interface Comparison {
  readonly before: Frequency;
  readonly now: Frequency;
}

/**
 * How likely it is to see no more failures than now, all kinds of runs together, if nothing had changed: Fisher's exact test,
 * one-sided, in strata (Gart, "Point and interval estimation of the common odds ratio", 1970). Of the runs of each kind,
 * before and now together, some failed; it is the chance that so few of them all fell among those of now.
 */
export function chanceOfLuck(comparisons: readonly Comparison[]): number {
  const seen = comparisons.reduce((sum, { now }) => sum + now.failed, 0);
  /** The chances that 0, 1, 2, … of the failures fell among the runs of now, kinds so far together. */
  let chances = [1];
  for (const comparison of comparisons) {
    const own = spread(comparison, seen);
    chances = Array.from({ length: seen + 1 }, (_, few) =>
      own.reduce((sum, chance, of) => sum + chance * (chances[few - of] ?? 0), 0),
    );
  }
  return Math.min(
    1,
    chances.reduce((sum, chance) => sum + chance, 0),
  );
}

/** The chances that 0, 1, … up to `most` of the failures of one kind fell among the runs of now: the hypergeometric distribution. */
function spread({ before, now }: Comparison, most: number): readonly number[] {
  const failed = before.failed + now.failed;
  const ways = logChoose(before.of + now.of, failed);
  return Array.from({ length: most + 1 }, (_, few) =>
    Math.exp(logChoose(now.of, few) + logChoose(before.of, failed - few) - ways),
  );
}

/** How many runs of each kind it takes to convince, if none of them fails; Infinity when no number does. */
export function runsToConvince(before: readonly Frequency[]): number {
  const convinces = (of: number): boolean =>
    chanceOfLuck(before.map((one) => ({ before: one, now: { failed: 0, of } }))) < CONVINCING;
  if (before.every(({ failed }) => failed === 0)) return Infinity;
  let enough = 1;
  while (!convinces(enough)) {
    enough *= 2;
    if (enough > 2 ** 40) return Infinity;
  }
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (convinces(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The logarithm of the number of ways to choose k of n; -Infinity where there is none. */
function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return -Infinity;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const small: number[] = [0];

/** Summed up for small numbers, by Stirling's series beyond, which is exact there to fifteen digits. */
function logFactorial(n: number): number {
  if (n > 1_000) {
    return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
  }
  for (let next = small.length; next <= n; next++) small.push((small[next - 1] as number) + Math.log(next));
  return small[n] as number;
}
