import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantilesOver } from '../../../reports/app/quantiles.js';

const shares = [0.5, 0.95, 0.99];

test('a quantile is the smallest duration that so large a share of a window does not exceed', () => {
  const answers = fc.array(fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 50 })));
  fc.assert(
    fc.property(answers, fc.integer({ min: 1, max: 6 }), (all, windows) => {
      const given = { ends: all.map(([end]) => end), ns: all.map(([, ns]) => ns) };
      const found = quantilesOver(given, 1_000, windows, shares);
      const expected = Array.from({ length: windows }, (_, window) => {
        const inside = all.filter(([end]) => Math.floor(end / (1_000 / windows)) === window);
        const durations = inside.map(([, ns]) => ns);
        const isEnough = (ns: number, share: number): boolean =>
          durations.filter((one) => one <= ns).length >= share * durations.length;
        return {
          from: (window * 1_000) / windows,
          count: durations.length,
          ns: shares.map((share) => Math.min(...durations.filter((ns) => isEnough(ns, share)))),
        };
      }).filter(({ count }) => count >= 5);
      expect(found.map(({ ns }) => ns)).toEqual(expected.map(({ ns }) => ns));
      for (const [at, one] of found.entries()) expect(one.from).toBeCloseTo(expected[at]?.from as number);
    }),
  );
});
