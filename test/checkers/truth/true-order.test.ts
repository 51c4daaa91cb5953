import { expect, test } from 'vitest';
import { registersOf } from '../../../src/checkers/registers.js';
import { trueOrder } from '../../../src/checkers/truth/true-order.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { makeHistory, w } from '../make-history.js';

const registers = registersOf(makeHistory(w(1, 'x', 1, 0, 1), w(1, 'x', 2, 2, 3), w(1, 'x', 3, 4, 5)));

function ranks(...given: [value: number, version: Revelation['version']][]) {
  const truth = given.map(([value, version]) => ({
    at: 0,
    node: 'n1',
    life: 1,
    key: 'x',
    version,
    value,
    holds: value,
  }));
  const [order] = [...trueOrder(registers, truth).values()];
  return order && Object.fromEntries([...order].map(([{ value }, rank]) => [value as number, rank]));
}

test('versions are compared part by part; the initial value is the oldest', () => {
  expect(ranks([1, [2, 'a']], [2, [10, 'a']], [3, [2, 'b']])).toEqual({ null: 0, 1: 1, 3: 2, 2: 3 });
});

test('values that nobody wrote have no place', () => {
  expect(ranks([1, [1]], [99, [2]])).toEqual({ null: 0, 1: 1 });
});

test('two writes with one version, or one write with two, make no total order', () => {
  expect(ranks([1, [1]], [2, [1]])).toBeUndefined();
  expect(ranks([1, [1]], [1, [2]])).toBeUndefined();
});
