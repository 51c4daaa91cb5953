import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registersOf } from '../../../src/checkers/registers.js';
import { findOrder } from '../../../src/checkers/staleness/find-order.js';
import { smallestDelta } from '../../../src/checkers/staleness/smallest-delta.js';
import { smallestGamma } from '../../../src/checkers/staleness/smallest-gamma.js';
import { smallestK } from '../../../src/checkers/staleness/smallest-k.js';
import { type RegisterZones, zonesOf } from '../../../src/checkers/staleness/zones.js';
import type { History } from '../../../src/history/operation.js';
import { arbitraryHistory, type Shape } from '../arbitrary-history.js';
import { makeHistory } from '../make-history.js';
import { smallestDeltaOf, smallestGammaOf, smallestKOf } from '../reference/staleness.js';

/** `RUNS=50000` for a thorough night. */
const RUNS = Number(process.env['RUNS'] ?? 3000);

const shape: Shape = {
  keys: ['x'],
  processes: 3,
  maxOperations: 7,
  kinds: ['write', 'write', 'read', 'read'],
  outcomes: ['ok', 'ok', 'ok', 'ok', 'info', 'fail'],
};

/** Histories in which every read returned what a write may have given. */
function histories(about: Shape): fc.Arbitrary<History> {
  return arbitraryHistory(about)
    .map((drafts) => makeHistory(...drafts))
    .filter((history) => registersOf(history).reads.every(({ version }) => version));
}

function zones(history: History): RegisterZones {
  return zonesOf(registersOf(history))[0] as RegisterZones;
}

/** Compares on random histories, of which some must give each of a few answers. */
function compare(
  about: Shape,
  found: (history: History) => unknown,
  reference: (history: History) => number,
  isKind: readonly ((answer: number) => boolean)[],
): void {
  const seen = isKind.map(() => 0);
  fc.assert(
    fc.property(histories(about), (history) => {
      const expected = reference(history);
      for (const [kind, is] of isKind.entries()) if (is(expected)) seen[kind] = (seen[kind] ?? 0) + 1;
      expect(found(history)).toEqual(expected);
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(...seen)).toBeGreaterThan(RUNS / 100);
}

describe('by the definition', { timeout: 120_000 * Math.max(1, RUNS / 3000) }, () => {
  test('smallest k', () => {
    const exact = (history: History): unknown => {
      const { atLeast, atMost } = smallestK(zones(history).byIndex);
      return atLeast === atMost ? atLeast : { atLeast, atMost };
    };
    compare(shape, exact, ({ operations }) => smallestKOf(operations), [
      (k) => k === 1,
      (k) => k === 2,
      (k) => k > 2,
    ]);
  });

  test('smallest k of mostly concurrent writes', () => {
    const about: Shape = { ...shape, processes: 4, kinds: ['write', 'write', 'write', 'read'] };
    const byOrders = (history: History): unknown =>
      [1, 2, 3, 4, 5, 6, 7].find((k) => findOrder(zones(history).byIndex, k));
    compare(about, byOrders, ({ operations }) => smallestKOf(operations), [(k) => k === 1, (k) => k > 1]);
  });

  test('Δ', () => {
    compare(
      shape,
      (history) => smallestDelta(zones(history).byTime),
      ({ operations }) => smallestDeltaOf(operations),
      [(delta) => delta === 0, (delta) => delta > 0],
    );
  });

  test('Γ', () => {
    compare(
      shape,
      (history) => smallestGamma(zones(history).byTime),
      ({ operations }) => smallestGammaOf(operations),
      [(gamma) => gamma === 0, (gamma) => gamma > 0],
    );
  });
});
