import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  explain,
  queue,
  type QueueInput,
  type TimedOperation,
} from '../../../src/checkers/porcupine/index.js';
import { decideQueueOrder } from '../../../src/checkers/porcupine/queue-order.js';
import { isLinearizable } from './brute-force.js';
import { type ContainerKind, containerHistories, longHistory } from './container-histories.js';

/** How many random histories are compared with brute force; more by `RUNS=100000`. */
const RUNS = Number(process.env['RUNS'] ?? 5_000);

type Operation = TimedOperation<QueueInput<number>, number | null>;

const model = queue<number>();
const searched = { ...model, decide: () => undefined };
const kind: ContainerKind<QueueInput<number>> = {
  put: (value) => ({ f: 'enqueue', value }),
  take: { f: 'dequeue' },
  takeFrom: (content) => content.shift(),
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

describe('a queue is decided by order', () => {
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
    ['first in, first out', true, [put(1, 0, 1), put(2, 2, 3), take(1, 4, 5), take(2, 6, 7)]],
    ['overtaken', false, [put(1, 0, 1), put(2, 2, 3), take(2, 4, 5), take(1, 6, 7)]],
    ['overtaken for ever', false, [put(1, 0, 1), put(2, 2, 3), take(2, 4, 5)]],
    [
      'overtaken, if the takes did not overlap',
      true,
      [put(1, 0, 1), put(2, 2, 3), take(2, 4, 7), take(1, 6, 8)],
    ],
    [
      'missing, and an unknown take that had it',
      true,
      [put(1, 0, 1), put(2, 2, 3), unknown(take(0, 3, 4)), take(2, 5, 6)],
    ],
    [
      'missing, and an unknown take that came too late',
      false,
      [put(1, 0, 1), put(2, 2, 3), take(2, 5, 6), unknown(take(0, 7, 8))],
    ],
    [
      'two missing, and one unknown take',
      false,
      [put(1, 0, 1), put(2, 2, 3), put(3, 4, 5), unknown(take(0, 3, 4)), take(3, 6, 7)],
    ],
    ['empty, and an unknown take in time', true, [put(1, 0, 1), unknown(take(0, 2, 3)), take(null, 4, 5)]],
    [
      'empty, and an unknown take that came too late',
      false,
      [put(1, 0, 1), take(null, 4, 5), unknown(take(0, 6, 7))],
    ],
    [
      'empty at the one moment for which unknown takes suffice',
      true,
      [put(1, 0, 1), put(2, 2, 4), unknown(take(0, 3, 4)), take(null, 2, 9), unknown(take(0, 10, 11))],
    ],
    [
      'empty twice, and an unknown take for one of the two',
      false,
      [put(1, 0, 1), unknown(take(0, 0, 1)), take(null, 2, 3), put(2, 4, 5), take(null, 6, 7)],
    ],
  ])('%s: %s', (_, linearizable, history) => {
    expect(decideQueueOrder(history)).toMatchObject({ linearizable, method: 'queue-order' });
    expect(isLinearizable(model, history)).toBe(linearizable);
  });

  test('but not when a value is put in twice', () => {
    expect(decideQueueOrder([put(1, 0, 1), put(1, 2, 3)])).toBeUndefined();
  });

  test.each([
    ['most outcomes known', 12],
    ['many outcomes unknown', 2],
  ])('as brute force decides it: %s', (_, known) => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(containerHistories(kind, 7, known), (history) => {
        const decision = decideQueueOrder(history);
        expect(decision).toBeDefined();
        seen[`${decision?.linearizable ?? false}`]++;
        expect(decision?.linearizable).toBe(isLinearizable(model, history));
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 50);
  });

  test.each([
    ['most outcomes known', 24, 12],
    ['many outcomes unknown', 18, 4],
  ])(
    'as the search decides larger ones: %s',
    (_, maxLength, known) => {
      const seen = { true: 0, false: 0, undecided: 0 };
      fc.assert(
        fc.property(containerHistories(kind, maxLength, known), (history) => {
          const decision = decideQueueOrder(history);
          const { verdict } = checkOperations(searched, history, { timeoutMs: 100 });
          if (!decision || verdict === 'unknown') {
            seen.undecided++;
            return;
          }
          seen[`${decision.linearizable}`]++;
          expect(decision.linearizable).toBe(verdict);
        }),
        { numRuns: 500 },
      );
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(25);
      expect(seen.undecided).toBeLessThan(100);
    },
    60_000,
  );

  test('also among ten thousand operations, and told by a few', () => {
    const history = longHistory(kind, 50);
    expect(checkOperations(model, history)).toMatchObject({
      verdict: true,
      partitions: [{ method: 'queue-order' }],
    });
    for (const [place, operation] of history.entries()) {
      if (place % 2_003 !== 1_500 || operation.input.f === 'enqueue') continue;
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
