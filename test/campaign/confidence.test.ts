import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceOfLuck, runsToConvince } from '../../src/campaign/confidence.js';

/** By enumeration: all ways in which the failures can have fallen among the runs. */
function slowly(before: { failed: number; of: number }, now: { failed: number; of: number }): number {
  const choose = (n: number, k: number): bigint => {
    let ways = 1n;
    for (let at = 1; at <= k; at++) ways = (ways * BigInt(n - k + at)) / BigInt(at);
    return k < 0 || k > n ? 0n : ways;
  };
  const failed = before.failed + now.failed;
  let few = 0n;
  for (let one = 0; one <= now.failed; one++) few += choose(now.of, one) * choose(before.of, failed - one);
  return Number((few * 10n ** 15n) / choose(before.of + now.of, failed)) / 1e15;
}

const frequency = (most: number) =>
  fc
    .nat({ max: most })
    .chain((of) => fc.record({ of: fc.constant(of + 1), failed: fc.nat({ max: of + 1 }) }));

describe('chanceOfLuck', () => {
  test('is Fisher’s exact test', () => {
    fc.assert(
      fc.property(frequency(60), frequency(60), (before, now) => {
        expect(chanceOfLuck(before, now)).toBeCloseTo(slowly(before, now), 9);
      }),
    );
    expect(chanceOfLuck({ failed: 7, of: 1_000 }, { failed: 0, of: 6_000 })).toBeCloseTo(1.2e-6, 7);
  });

  test('is 1 where nothing ever failed', () => {
    expect(chanceOfLuck({ failed: 0, of: 100 }, { failed: 0, of: 100 })).toBeCloseTo(1);
  });
});

describe('runsToConvince', () => {
  test('is the least number of runs that convinces', () => {
    fc.assert(
      fc.property(frequency(200), (before) => {
        fc.pre(before.failed > 0);
        const runs = runsToConvince(before);
        if (!Number.isFinite(runs)) return;
        expect(chanceOfLuck(before, { failed: 0, of: runs })).toBeLessThan(0.01);
        if (runs > 1) expect(chanceOfLuck(before, { failed: 0, of: runs - 1 })).toBeGreaterThanOrEqual(0.01);
      }),
    );
  });

  test('is infinite where it never failed', () => {
    expect(runsToConvince({ failed: 0, of: 100 })).toBe(Infinity);
  });
});
