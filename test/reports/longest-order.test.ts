import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestOrder } from '../../reports/longest-order.js';
import type { Operation } from '../../src/history/operation.js';
import { type Draft, makeHistory, r, w } from '../checkers/make-history.js';

const words = (operations: readonly Operation[]): string[] =>
  operations.map(({ f, input, output }) => `${f[0]}${JSON.stringify(f === 'write' ? input : output)}`);

/** The greatest number of acknowledged operations in any order that is allowed, by trying every order. */
function slowly(operations: readonly Operation[]): number {
  const of = (left: readonly Operation[], holds: unknown, done: number): number =>
    Math.max(
      done,
      ...left
        .filter(({ index }) => left.every(({ completedIndex }) => completedIndex > index))
        .filter(({ f, output }) => f === 'write' || output === holds)
        .map((next) =>
          of(
            left.filter((other) => other !== next),
            next.f === 'write' ? next.input : holds,
            done + Number(next.type === 'ok'),
          ),
        ),
    );
  return of(operations, null, 0);
}

describe('longestOrder', () => {
  it('says where a stale read gets stuck', () => {
    const { operations } = makeHistory(w(1, 'x', 9, 0, 10), w(2, 'x', 17, 20, 24), r(3, 'x', 9, 174, 180));
    const longest = longestOrder(operations);
    expect(words(longest?.order ?? [])).toEqual(['w9', 'w17']);
    expect(longest?.holds).toBe(17);
    expect(words(longest?.stuck ?? [])).toEqual(['r9']);
  });

  it('says nothing when everything fits, or when it is not one register', () => {
    const fits = makeHistory(w(1, 'x', 9, 0, 100), r(2, 'x', null, 10, 20), r(2, 'x', 9, 30, 40));
    expect(longestOrder(fits.operations)).toBeUndefined();
    const two = makeHistory(w(1, 'x', 9, 0, 1), r(2, 'y', 9, 10, 20));
    expect(longestOrder(two.operations)).toBeUndefined();
    expect(longestOrder([])).toBeUndefined();
  });

  it('finds an order as long as any', () => {
    const operation = fc.record({
      write: fc.boolean(),
      value: fc.integer({ min: 1, max: 3 }),
      from: fc.integer({ min: 0, max: 30 }),
      length: fc.integer({ min: 1, max: 15 }),
      unknown: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 6 }), (all) => {
        const drafts = all.map(({ write, value, from, length, unknown }, at): Draft => {
          if (!write) return r(at, 'x', value, from, from + length);
          return unknown ? w(at, 'x', value, from) : w(at, 'x', value, from, from + length);
        });
        const { operations } = makeHistory(...drafts);
        const needed = operations.filter(({ type }) => type === 'ok').length;
        const best = slowly(operations);
        const longest = longestOrder(operations);
        expect(longest === undefined).toBe(best === needed);
        if (!longest) return;
        expect(longest.order.filter(({ type }) => type === 'ok')).toHaveLength(best);
        expect(longest.stuck.length).toBeGreaterThan(0);
        expect(longest.stuck.every(({ f }) => f === 'read')).toBe(true);
      }),
    );
  });
});
