import type { Frequency } from './regression.js';

/** A difference that chance brings about less often than this convinces. */
export const CONVINCING = 0.01;

/**
 * How likely it is to see no more failures than now, if nothing had changed: Fisher's exact test, one-sided. Of all the
 * runs, before and now together, some failed; it is the chance that so few of them fell among those of now.
 */
export function chanceOfLuck(before: Frequency, now: Frequency): number {
  const failed = before.failed + now.failed;
  const total = before.of + now.of;
  let chance = 0;
  for (let few = Math.max(0, failed - before.of); few <= now.failed; few++) {
    chance += Math.exp(
      logChoose(now.of, few) + logChoose(before.of, failed - few) - logChoose(total, failed),
    );
  }
  return Math.min(1, chance);
}

/** How many runs without a failure it takes to convince; Infinity when no number does. */
export function runsToConvince(before: Frequency): number {
  const convinces = (of: number): boolean => chanceOfLuck(before, { failed: 0, of }) < CONVINCING;
  if (before.failed === 0) return Infinity;
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
