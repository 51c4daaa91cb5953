import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, drawArrow, placeBadges } from '../../../reports/figure/arrows.js';

const row = (left: number, number: number): Box => ({
  left,
  right: left + 100,
  top: number * 58,
  bottom: number * 58 + 26,
});

describe('placeBadges', () => {
  it('moves a number off the bar that its arrow passes behind', () => {
    const boxes = [row(0, 0), row(110, 1), row(220, 2)] as const;
    const [arrow] = placeBadges([drawArrow(1, boxes[0], boxes[2], 'reads from')], boxes);
    const { x, y } = arrow?.badge ?? { x: 0, y: 0 };
    for (const { left, right, top, bottom } of boxes) {
      expect(x > left && x < right && y > top && y < bottom).toBe(false);
    }
  });

  it('keeps numbers of arrows between the same two bars apart', () => {
    const [a, b] = [row(0, 0), row(300, 1)];
    const arrows = (['reads from', 'real time', 'older version'] as const).map((reason, at) =>
      drawArrow(at, reason === 'older version' ? b : a, reason === 'older version' ? a : b, reason),
    );
    const badges = placeBadges(arrows, [a, b]).map(({ badge }) => badge);
    for (const [at, one] of badges.entries()) {
      for (const other of badges.slice(at + 1)) {
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(16);
      }
    }
  });

  it('draws every arrow with finite numbers', () => {
    const box = fc
      .record({ left: fc.nat(900), number: fc.nat(5) })
      .map(({ left, number }) => row(left, number));
    const reasons = ['session order', 'reads from', 'real time', 'older version', 'same read'] as const;
    fc.assert(
      fc.property(box, box, fc.constantFrom(...reasons), (a, b, reason) => {
        const { path, head, badge } = drawArrow(1, a, b, reason);
        expect(`${path} ${head} ${badge.x} ${badge.y}`).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });
});
