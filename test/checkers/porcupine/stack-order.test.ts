import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  explain,
  stack,
  type StackInput,
  type TimedOperation,
} from '../../../src/checkers/porcupine/index.js';
import { decideStackOrder } from '../../../src/checkers/porcupine/stack-order.js';
import { isLinearizable } from './brute-force.js';
import { type ContainerKind, containerHistories, longHistory } from './container-histories.js';

type Operation = TimedOperation<StackInput<number>, number | null>;

const model = stack<number>();
const searched = { ...model, decide: () => undefined };
const kind: ContainerKind<StackInput<number>> = {
  put: (value) => ({ f: 'push', value }),
  take: { f: 'pop' },
  takeFrom: (content) => content.pop(),
};

const put = (value: number, call: number, end: number): Operation => ({
  input: kind.put(value),
  output: null,
  call,
  return: end,
  outcome: 'ok',
});
const take = (value: number | null, call: number, end: number): Operation => ({
  input: kind.take,
  output: value,
  call,
  return: end,
  outcome: 'ok',
});
const unknown = ({ input, call }: Operation): Operation => ({ input, call, outcome: 'info' });

describe('a stack is decided by order', () => {
  test.each<[string, boolean, Operation[]]>([
    ['what nobody put in', false, [take(1, 0, 1)]],
    ['one value taken twice', false, [put(1, 0, 1), take(1, 2, 3), take(1, 4, 5)]],
    ['taken before it was put in', false, [take(1, 0, 1), put(1, 2, 3)]],
    ['taken while it is put in', true, [put(1, 0, 9), take(1, 1, 2)]],
    ['empty at first', true, [take(null, 0, 1), put(1, 2, 3), take(1, 4, 5)]],
    ['empty although filled', false, [put(1, 0, 1), take(null, 2, 3), take(1, 4, 5)]],
    [
      'empty although filled by one after the other',
      false,
      [put(1, 0, 1), put(2, 3, 4), take(1, 5, 6), take(null, 2, 8), take(2, 9, 10)],
    ],
    [
      'empty between two',
      true,
      [put(1, 0, 1), take(1, 3, 6), take(null, 2, 8), put(2, 5, 7), take(2, 9, 10)],
    ],
    ['unknown put that was taken', true, [unknown(put(1, 0, 1)), take(1, 5, 6)]],
    ['unknown put that was not', true, [unknown(put(1, 0, 1)), take(null, 5, 6)]],
    ['last in, first out', true, [put(1, 0, 1), put(2, 2, 3), take(2, 4, 5), take(1, 6, 7)]],
    ['out of order', false, [put(1, 0, 1), put(2, 2, 3), take(1, 4, 5), take(2, 6, 7)]],
    [
      'out of order, if the pushes did not overlap',
      true,
      [put(1, 0, 3), put(2, 2, 4), take(1, 5, 6), take(2, 7, 8)],
    ],
    ['one that lies on another for ever', false, [put(1, 0, 1), put(2, 2, 3), take(1, 4, 5)]],
    [
      'one that is pushed and popped while another lies there',
      true,
      [put(1, 0, 1), put(2, 2, 3), take(2, 4, 5), put(3, 6, 7), take(3, 8, 9), take(1, 10, 11)],
    ],
    [
      'three that would each have to lie below another',
      false,
      [put(1, 0, 1), put(2, 2, 3), put(3, 4, 5), take(2, 6, 7), take(3, 8, 9), take(1, 10, 11)],
    ],
  ])('%s: %s', (_, linearizable, history) => {
    expect(decideStackOrder(history)).toMatchObject({ linearizable, method: 'stack-order' });
    expect(isLinearizable(model, history)).toBe(linearizable);
  });

  test.each<[string, Operation[]]>([
    ['when a value is pushed twice', [put(1, 0, 1), put(1, 2, 3)]],
    ['when what is missing may have been popped or not', [put(1, 0, 1), unknown(take(0, 2, 3))]],
  ])('but not %s', (_, history) => {
    expect(decideStackOrder(history)).toBeUndefined();
  });

  test('as brute force decides it', () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(containerHistories(kind, 7), (history) => {
        const decision = decideStackOrder(history);
        if (!decision) return;
        seen[`${decision.linearizable}`]++;
        expect(decision.linearizable).toBe(isLinearizable(model, history));
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(200);
  });

  test('as the search decides larger ones', () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(containerHistories(kind, 24), (history) => {
        const decision = decideStackOrder(history);
        const { verdict } = checkOperations(searched, history, { timeoutMs: 2_000 });
        if (!decision || verdict === 'unknown') return;
        seen[`${decision.linearizable}`]++;
        expect(decision.linearizable).toBe(verdict);
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(50);
  });

  test('also among ten thousand operations, and told by a few', () => {
    const history = longHistory(kind, 50);
    expect(checkOperations(model, history)).toMatchObject({
      verdict: true,
      partitions: [{ method: 'stack-order' }],
    });
    for (const [place, operation] of history.entries()) {
      if (place % 2_003 !== 1_500 || operation.input.f === 'push') continue;
      const gone = 1 + 200 * Math.floor(place / 400);
      const planted = history.map((one, at) => (at === place ? { ...one, output: gone } : one));
      const { verdict, partitions } = checkOperations(model, planted);
      expect(verdict).toBe(false);
      const [partition] = partitions;
      const { operations, isMinimal } = explain(model, partition as never);
      expect({ isMinimal, few: operations.length <= 4 }).toEqual({ isMinimal: true, few: true });
    }
  });
});
