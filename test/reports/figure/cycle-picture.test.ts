import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclePicture, shortestCircle } from '../../../reports/figure/cycle-picture.js';
import type { Anomaly, Relation } from '../../../src/checkers/checker.js';
import { makeHistory, r, w } from '../../checkers/make-history.js';

const relation = (from: number, to: number): Relation => ({ from, to, reason: 'real time' });

/** The length of the shortest circle by trying all paths. */
function slowLength(relations: readonly Relation[]): number | undefined {
  const lengths: number[] = [];
  const walk = (start: number, at: number, length: number, seen: readonly number[]): void => {
    for (const { from, to } of relations) {
      if (from !== at) continue;
      if (to === start) lengths.push(length + 1);
      else if (!seen.includes(to)) walk(start, to, length + 1, [...seen, to]);
    }
  };
  for (const { from } of relations) walk(from, from, 0, [from]);
  return lengths.length > 0 ? Math.min(...lengths) : undefined;
}

describe('shortestCircle', () => {
  it('finds a circle as short as any, each relation beginning where the one before it ends', () => {
    const end = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(end, end), { maxLength: 9 }), (pairs) => {
        const relations = pairs.filter(([a, b]) => a !== b).map(([a, b]) => relation(a, b));
        const circle = shortestCircle(relations);
        expect(circle?.length).toBe(slowLength(relations));
        circle?.forEach(({ to }, at) => expect(circle[(at + 1) % circle.length]?.from).toBe(to));
      }),
    );
  });
});

describe('cyclePicture', () => {
  const history = makeHistory(w(1, 'x', 9, 100, 200), r(1, 'x', null, 300, 400));
  const [write = 0, read = 0] = history.operations.map(({ index }) => index);
  const anomaly: Anomaly = {
    kind: 'stale-read',
    guarantee: 'regular-register',
    key: 'x',
    operations: [write, read],
    relations: [
      { from: write, to: read, reason: 'real time' },
      { from: read, to: write, reason: 'older version' },
    ],
    facts: {},
  };

  it('names every operation, and on every edge its reason', () => {
    const picture = cyclePicture(anomaly, history);
    expect(picture).not.toBe(false);
    for (const words of ['write x=9', 'read x=null', '>real time<', '>older version<'])
      expect((picture as { text: string }).text.replace(/\s*\n\s*/g, '')).toContain(words);
  });

  it('is left out where the argument is no circle', () => {
    expect(cyclePicture({ ...anomaly, relations: anomaly.relations.slice(1) }, history)).toBe(false);
  });
});
