import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceOfLuck, runsToConvince } from '../../src/campaign/confidence.js';

interface Counts {
  readonly failed: number;
  readonly of: number;
}

/** By enumeration: all ways in which the failures can have fallen among the runs. */
function slowly(before: Counts, now: Counts): number {
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
        expect(chanceOfLuck([{ before, now }])).toBeCloseTo(slowly(before, now), 9);
      }),
    );
    const [before, now] = [
      { failed: 7, of: 1_000 },
      { failed: 0, of: 6_000 },
    ];
    expect(chanceOfLuck([{ before, now }])).toBeCloseTo(1.2e-6, 7);
  });

  test('of two kinds of runs is that of so few failures among both', () => {
    fc.assert(
      fc.property(frequency(12), frequency(12), frequency(12), frequency(12), (b1, n1, b2, n2) => {
        const exactly = (before: Counts, now: Counts, few: number): number => {
          const failed = before.failed + now.failed;
          if (few > now.of || failed - few > before.of || few > failed) return 0;
          const upTo = (most: number): number =>
            most < Math.max(0, failed - before.of)
              ? 0
              : slowly({ ...before, failed: failed - most }, { ...now, failed: most });
          return upTo(few) - upTo(few - 1);
        };
        let chance = 0;
        for (let one = 0; one <= n1.failed + n2.failed; one++) {
          for (let other = 0; one + other <= n1.failed + n2.failed; other++)
            chance += exactly(b1, n1, one) * exactly(b2, n2, other);
        }
        const both = [
          { before: b1, now: n1 },
          { before: b2, now: n2 },
        ];
        expect(chanceOfLuck(both)).toBeCloseTo(chance, 9);
      }),
    );
  });

  test('is 1 where nothing ever failed', () => {
    const never = { failed: 0, of: 100 };
    expect(chanceOfLuck([{ before: never, now: never }])).toBeCloseTo(1);
    expect(chanceOfLuck([])).toBe(1);
  });
});

describe('runsToConvince', () => {
  test('is the least number of runs that convinces', () => {
    fc.assert(
      fc.property(frequency(200), (before) => {
        fc.pre(before.failed > 0);
        const runs = runsToConvince([before]);
        if (!Number.isFinite(runs)) return;
        const chance = (of: number) => chanceOfLuck([{ before, now: { failed: 0, of } }]);
        expect(chance(runs)).toBeLessThan(0.01);
        if (runs > 1) expect(chance(runs - 1)).toBeGreaterThanOrEqual(0.01);
      }),
    );
  });

  test('is infinite where it never failed', () => {
    expect(runsToConvince([{ failed: 0, of: 100 }])).toBe(Infinity);
  });
});
