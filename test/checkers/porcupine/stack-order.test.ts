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

/** How many random histories are compared with brute force; more by `RUNS=100000`. */
const RUNS = Number(process.env['RUNS'] ?? 5_000);

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
    [
      'out of order, but for an unknown pop of what lay above',
      true,
      [put(1, 0, 1), put(2, 2, 3), unknown(take(0, 2, 3)), take(1, 4, 5)],
    ],
    [
      'an unknown pop that came too late',
      false,
      [put(1, 0, 1), put(2, 2, 3), take(1, 4, 5), unknown(take(0, 6, 7))],
    ],
    [
      'two that lay above, and one unknown pop in time',
      false,
      [
        put(1, 0, 1),
        put(2, 2, 3),
        put(3, 4, 5),
        unknown(take(0, 2, 3)),
        take(1, 6, 7),
        unknown(take(0, 8, 9)),
      ],
    ],
    [
      'two that lay above, and two unknown pops in time',
      true,
      [
        put(1, 0, 1),
        put(2, 2, 3),
        put(3, 4, 5),
        unknown(take(0, 2, 3)),
        take(1, 6, 7),
        unknown(take(0, 7, 9)),
      ],
    ],
    ['empty, and an unknown pop in time', true, [put(1, 0, 1), unknown(take(0, 2, 3)), take(null, 4, 5)]],
    [
      'empty at the one moment for which unknown pops suffice',
      true,
      [
        put(2, 3, 4),
        put(3, 4, 6),
        put(5, 6, 6),
        take(null, 6, 7),
        unknown(take(0, 4, 5)),
        unknown(take(0, 7, 8)),
      ],
    ],
    [
      'empty, and an unknown pop that came too late',
      false,
      [put(1, 0, 1), take(null, 4, 5), unknown(take(0, 6, 7))],
    ],
  ])('%s: %s', (_, linearizable, history) => {
    expect(decideStackOrder(history)).toMatchObject({ linearizable, method: 'stack-order' });
    expect(isLinearizable(model, history)).toBe(linearizable);
  });

  test('but not when a value is pushed twice', () => {
    expect(decideStackOrder([put(1, 0, 1), put(1, 2, 3)])).toBeUndefined();
  });

  test('but not when one item or others may have been popped by unknown pops, each choice at another time', () => {
    const history = [
      put(2, 3, 4),
      put(3, 4, 6),
      put(5, 6, 6),
      take(null, 6, 7),
      unknown(take(0, 4, 5)),
      unknown(take(0, 7, 8)),
      put(10, 20, 21),
      put(11, 22, 23),
      unknown(take(0, 22, 23)),
      take(10, 24, 25),
    ];
    expect(decideStackOrder(history)).toBeUndefined();
    expect(checkOperations(model, history).verdict).toBe(isLinearizable(model, history));
  });

  test('also when pops of unknown outcome are among a thousand operations', () => {
    const history = longHistory(kind, 5).map((operation, at) =>
      at % 97 === 50 ? unknown(operation) : operation,
    );
    expect(checkOperations(model, history).partitions).toMatchObject([
      { verdict: true, method: 'stack-order' },
    ]);
    const takes = history.filter(({ input, outcome }) => input.f === 'pop' && outcome === 'ok');
    const last = takes.at(-1) as Operation;
    const planted = history.map((one) => (one === last ? { ...one, output: 1 } : one));
    expect(checkOperations(model, planted).partitions).toMatchObject([
      { verdict: false, method: 'stack-order' },
    ]);
  });

  test.each([
    ['most outcomes known', 12],
    ['many outcomes unknown', 2],
  ])('as brute force decides it: %s', (_, known) => {
    const seen = { true: 0, false: 0, undecided: 0 };
    fc.assert(
      fc.property(containerHistories(kind, 7, known), (history) => {
        const decision = decideStackOrder(history);
        seen[`${decision?.linearizable ?? 'undecided'}`]++;
        if (decision) expect(decision.linearizable).toBe(isLinearizable(model, history));
      }),
      { numRuns: RUNS },
    );
    expect(seen.undecided).toBeLessThan(RUNS / 500);
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
          const decision = decideStackOrder(history);
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
