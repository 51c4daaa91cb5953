import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutIntervals, placeOf, spreadMoments } from '../../reports/interval-layout.js';
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

describe('spreadMoments', () => {
  const points = fc.uniqueArray(fc.record({ ns: fc.nat(1000), gap: fc.integer({ min: 1, max: 60 }) }), {
    minLength: 2,
    maxLength: 6,
    selector: ({ ns }) => ns,
  });

  it('keeps their order, each between its neighbours of the layout, and apart where there is room', () => {
    fc.assert(
      fc.property(points, fc.array(fc.nat(1100), { maxLength: 30 }), (drafts, moments) => {
        let at = 0;
        const scale = drafts.sort((a, b) => a.ns - b.ns).map(({ ns, gap }) => ({ ns, at: (at += gap) }));
        const places = spreadMoments({ scale }, moments);
        const inside = [...new Set(moments)].filter(
          (ns) =>
            ns > (scale[0]?.ns ?? 0) && ns < (scale.at(-1)?.ns ?? 0) && scale.every((one) => one.ns !== ns),
        );
        expect([...places.keys()].sort((a, b) => a - b)).toEqual(inside.sort((a, b) => a - b));
        for (const [right, to] of scale.entries()) {
          const from = scale[right - 1];
          if (!from) continue;
          const between = inside.filter((ns) => ns > from.ns && ns < to.ns);
          const gap = Math.min(7, (to.at - from.at) / (between.length + 1));
          const row = [from.at, ...between.map((ns) => places.get(ns) ?? NaN), to.at];
          for (let one = 1; one < row.length; one++) {
            expect((row[one] ?? NaN) - (row[one - 1] ?? NaN)).toBeGreaterThanOrEqual(gap - 1e-9);
          }
        }
      }),
    );
  });

  it('leaves them in proportion where they are apart', () => {
    const scale = [
      { ns: 0, at: 10 },
      { ns: 100, at: 110 },
    ];
    expect([...spreadMoments({ scale }, [20, 50, 51])].sort()).toEqual([
      [20, 30],
      [50, 60],
      [51, 67],
    ]);
  });
});
