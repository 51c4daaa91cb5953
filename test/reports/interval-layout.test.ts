import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutIntervals, placeOf } from '../../reports/interval-layout.js';
import { makeHistory, w } from '../checkers/make-history.js';

const intervals = fc.array(fc.record({ at: fc.nat(1000), length: fc.nat(500), open: fc.boolean() }), {
  minLength: 1,
  maxLength: 8,
});

describe('layoutIntervals', () => {
  it('gives every label its room and keeps the order of all beginnings and ends', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 1, max: 30 }), (drafts, room) => {
        const { operations } = makeHistory(
          ...drafts.map(({ at, length, open }, number) =>
            w(number, 'x', number, at, open ? undefined : at + 1 + length),
          ),
        );
        const layout = layoutIntervals(operations, { widthOf: () => room, gapOf: () => 2 });
        const moments = layout.intervals.flatMap(({ operation, start, end, open }) => [
          { order: operation.index, x: start },
          ...(open ? [] : [{ order: operation.completedIndex, x: end }]),
        ]);
        moments.sort((a, b) => a.order - b.order);
        for (const [at, { x }] of moments.entries()) {
          if (at > 0) expect(x).toBeGreaterThanOrEqual((moments[at - 1]?.x ?? 0) + 2);
        }
        for (const { start, end } of layout.intervals) {
          expect(end - start).toBeGreaterThanOrEqual(room);
          expect(end).toBeLessThanOrEqual(layout.width);
        }
      }),
    );
  });

  it('places moments between those that it knows', () => {
    const { operations } = makeHistory(w(1, 'x', 1, 0, 100), w(1, 'x', 2, 200, 300));
    const layout = layoutIntervals(operations, { widthOf: () => 10, gapOf: () => 10 });
    expect([0, 50, 100, 150, 300, -5, 999].map((ns) => placeOf(layout, ns))).toEqual([
      0, 5, 10, 15, 30, 0, 30,
    ]);
  });
});
