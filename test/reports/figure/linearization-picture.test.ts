import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestOrder } from '../../../reports/longest-order.js';
import { linearizationPicture } from '../../../reports/figure/linearization-picture.js';
import { timeFormat } from '../../../reports/quantity.js';
import { type Draft, makeHistory, r, w } from '../../checkers/make-history.js';

/** The bars of a picture by operation, and the places of its numbers and crosses. */
function read(text: string) {
  const number = (pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found.slice(1).map(Number));
  const bars = new Map(
    number(
      /data-operation="(\d+)"[\s\S]*?<rect\s+x="([\d.]+)"\s+y="([\d.]+)"\s+width="([\d.]+)"\s+height="(\d+)"/g,
    ).map(([index = 0, x = 0, y = 0, width = 0, height = 0]) => [
      index,
      { left: x, right: x + width, middle: y + height / 2 },
    ]),
  );
  return {
    bars,
    points: number(/<circle cx="([\d.]+)" cy="([\d.]+)"/g),
    crosses: text.match(/class="cross"/g) ?? [],
  };
}

const drafts = fc.array(
  fc.record({
    write: fc.boolean(),
    value: fc.integer({ min: 1, max: 3 }),
    from: fc.integer({ min: 0, max: 30 }),
    length: fc.integer({ min: 1, max: 15 }),
  }),
  { minLength: 1, maxLength: 7 },
);

describe('the picture of the longest order', () => {
  test('has each operation take effect within its bar, one after the other, and a cross for each that is stuck', () => {
    fc.assert(
      fc.property(drafts, (all) => {
        const history = makeHistory(
          ...all.map(({ write, value, from, length }, at): Draft =>
            write ? w(at, 'x', value, from, from + length) : r(at, 'x', value, from, from + length),
          ),
        );
        const longest = longestOrder(history.operations);
        if (!longest) return;
        const { bars, points, crosses } = read(linearizationPicture(longest, timeFormat([40])).text);
        expect(bars.size).toBe(longest.order.length + longest.stuck.length);
        expect(crosses).toHaveLength(longest.stuck.length);
        expect(points).toHaveLength(longest.order.length);
        let before = -Infinity;
        for (const [at, { index }] of longest.order.entries()) {
          const [x = NaN, y] = points[at] ?? [];
          const bar = bars.get(index);
          expect(x).toBeGreaterThan(before);
          expect(x).toBeGreaterThanOrEqual(bar?.left ?? NaN);
          expect(x).toBeLessThanOrEqual(bar?.right ?? NaN);
          expect(y).toBe(bar?.middle);
          before = x;
        }
      }),
    );
  });

  test('begins with a cross where nothing can come first', () => {
    const { operations } = makeHistory(r(1, 'x', 7, 0, 10));
    const longest = longestOrder(operations);
    if (!longest) throw new Error('It fits.');
    const { text } = linearizationPicture(longest, timeFormat([40]));
    expect(text).toContain('class="cross"');
    expect(text).not.toContain('class="way"');
  });
});
