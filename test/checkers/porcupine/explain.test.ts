import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  explain,
  keyed,
  type Model,
  queue,
  type QueueInput,
  register,
  type RegisterInput,
  type RegisterOutput,
  type TimedOperation,
} from '../../../src/checkers/porcupine/index.js';
import { isLinearizable } from './brute-force.js';

type Operation = TimedOperation<RegisterInput<number>, RegisterOutput<number>>;

const ok = <Input, Output>(
  input: Input,
  output: Output,
  call: number,
  end: number,
): TimedOperation<Input, Output> => ({ input, output, call, return: end, outcome: 'ok' });
const read = (value: number, call: number, end: number): Operation => ok({ f: 'read' }, value, call, end);
const write = (value: number, call: number, end: number): Operation =>
  ok({ f: 'write', value }, null, call, end);

const searched: Model<number, RegisterInput<number>, RegisterOutput<number>> = {
  ...register<number>(0),
  decide: () => undefined,
};

const histories = (maxValue: number): fc.Arbitrary<Operation[]> =>
  fc.array(
    fc
      .record({
        f: fc.constantFrom('read' as const, 'write' as const, 'cas' as const),
        value: fc.nat({ max: maxValue }),
        expected: fc.nat({ max: maxValue }),
        call: fc.nat({ max: 12 }),
        lasts: fc.integer({ min: 1, max: 4 }),
        isKnown: fc.boolean(),
      })
      .map(({ f, value, expected, call, lasts, isKnown }): Operation => {
        if (f === 'read') return read(value, call, call + lasts);
        const input = f === 'write' ? { f, value } : { f, expected, value };
        return isKnown || f === 'cas'
          ? ok(input, f === 'write' ? null : true, call, call + lasts)
          : { input, call, outcome: 'info' };
      }),
    { minLength: 2, maxLength: 6 },
  );

function* subsets<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let bits = 0; bits < 2 ** items.length; bits++) yield items.filter((_, at) => (bits >> at) & 1);
}

/** Whether some choice of what else took effect makes the operations legal. */
function hasRemedy(needed: readonly Operation[], others: readonly Operation[]): boolean {
  return [...subsets(others)].some((some) => isLinearizable(searched, [...needed, ...some]));
}

describe('an explanation', () => {
  test.each([
    ['search', searched, 2],
    ['zones', register<number>(0), 40],
  ] as const)('is illegal whatever else took effect: found by %s', (_, model, maxValue) => {
    let illegal = 0;
    fc.assert(
      fc.property(histories(maxValue), (history) => {
        const [partition] = checkOperations(model, history).partitions;
        if (partition?.verdict !== false) return;
        illegal++;
        const { operations, isMinimal } = explain(model, partition);
        const needed = new Set(operations);
        const others = partition.operations.filter((operation) => !needed.has(operation));
        expect(isMinimal).toBe(true);
        expect(operations.length).toBeGreaterThan(0);
        expect(hasRemedy(operations, others)).toBe(false);
      }),
      { numRuns: 1_500 },
    );
    expect(illegal).toBeGreaterThan(200);
  });

  test('can spare none of its operations', () => {
    fc.assert(
      fc.property(histories(2), (history) => {
        const [partition] = checkOperations(searched, history).partitions;
        if (partition?.verdict !== false) return;
        const { operations } = explain(searched, partition);
        const needed = new Set(operations);
        // What is called later cannot be the remedy; it is not looked at.
        const end = partition.stuckAt?.return ?? Infinity;
        const others = partition.operations.filter((one) => !needed.has(one) && one.call <= end);
        for (const spared of operations) {
          const rest = operations.filter((operation) => operation !== spared);
          expect(hasRemedy(rest, [...others, spared])).toBe(true);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('finds the few operations among thousands, by values', () => {
    const history = Array.from({ length: 5_000 }, (_, at) => [
      write(at + 1, at * 10, at * 10 + 15),
      read(at + 1, at * 10 + 16, at * 10 + 19),
    ]).flat();
    const stale = read(4_000, 49_000, 49_005);
    const model = register<number>(0);
    const [partition] = checkOperations(model, [...history, stale]).partitions;
    const { operations, context, attempts, isMinimal } = explain(model, partition as never);
    expect(isMinimal).toBe(true);
    expect(operations).toContain(stale);
    expect(operations.length).toBeLessThanOrEqual(3);
    expect([...operations, ...context].map(({ input }) => input)).toContainEqual({
      f: 'write',
      value: 4_000,
    });
    expect(attempts[0]?.blocked).toEqual([stale]);
  });

  test('finds the few operations among thousands, whatever came before', () => {
    const history = Array.from({ length: 3_000 }, (_, at) => [
      write(at % 5, at * 10, at * 10 + 15),
      read(at % 5, at * 10 + 16, at * 10 + 19),
    ]).flat();
    const wrong = read(1, 30_030, 30_040);
    const [partition] = checkOperations(searched, [...history, wrong]).partitions;
    const { operations, fromAnyState, isMinimal, attempts } = explain(searched, partition as never);
    expect({ fromAnyState, isMinimal }).toEqual({ fromAnyState: true, isMinimal: true });
    expect(operations).toEqual([read(4, 29_990 + 16, 29_990 + 19), wrong]);
    expect(attempts[0]).toMatchObject({ states: ['4', '4'], blocked: [wrong] });
  });

  test('keeps the items of a queue that are out of order', () => {
    const model: Model<readonly number[], QueueInput<number>, number | null> = queue<number>();
    const enqueue = (value: number, call: number) =>
      ok<QueueInput<number>, number | null>({ f: 'enqueue', value }, null, call, call + 1);
    const dequeue = (value: number, call: number) =>
      ok<QueueInput<number>, number | null>({ f: 'dequeue' }, value, call, call + 1);
    const items = Array.from({ length: 30 }, (_, at) => at + 1);
    const swapped = items.map((item) => (item === 20 ? 21 : item === 21 ? 20 : item));
    const history = [
      ...items.map((item) => enqueue(item, item * 10)),
      ...swapped.map((item, at) => dequeue(item, 1_000 + at * 10)),
    ];
    const [partition] = checkOperations(model, history).partitions;
    const { operations, context } = explain(model, partition as never);
    const wrong = [enqueue(20, 200), enqueue(21, 210), dequeue(21, 1_190), dequeue(20, 1_200)];
    expect([...operations, ...context].sort((a, b) => a.call - b.call)).toEqual(wrong);
  });

  test('speaks of one key of many', () => {
    const model = keyed(register<number>(0));
    const at = (key: string, { input, ...rest }: Operation) => ({ ...rest, input: { key, input } });
    const history = [
      at('x', write(1, 0, 1)),
      at('y', write(1, 0, 1)),
      at('x', read(0, 2, 3)),
      at('y', read(1, 2, 3)),
    ];
    const partition = checkOperations(model, history).partitions.find(({ verdict }) => verdict === false);
    expect(explain(model, partition as never).operations).toEqual([history[0], history[2]]);
  });

  test('is refused for what is linearizable', () => {
    const [partition] = checkOperations(searched, [write(1, 0, 1)]).partitions;
    expect(() => explain(searched, partition as never)).toThrow('this one is true');
  });
});
