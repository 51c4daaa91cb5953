import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  keyed,
  type Model,
  operationsOf,
  register,
  type RegisterInput,
  type RegisterOutput,
  type TimedOperation,
  UNKNOWN,
} from '../../../src/checkers/porcupine/index.js';
import { isLinearizable } from './brute-force.js';
import { agrees, histories, RUNS } from './random-histories.js';

const value = fc.nat({ max: 3 });

const registerInput: fc.Arbitrary<RegisterInput<number>> = fc.oneof(
  fc.constant({ f: 'read' as const }),
  fc.record({ f: fc.constant('write' as const), value }),
  fc.record({ f: fc.constant('cas' as const), expected: value, value }),
);

const registerOutput = (input: RegisterInput<number>): fc.Arbitrary<RegisterOutput<number>> =>
  input.f === 'read' ? value : input.f === 'cas' ? fc.boolean() : fc.constant(null);

/** A coin whose flip may come up either way: a nondeterministic specification. */
const coin: Model<boolean, 'flip' | 'look', boolean | null> = {
  name: 'coin',
  init: () => false,
  step: (state, input, output) =>
    input === 'flip' ? [true, false] : output === UNKNOWN || output === state ? [state] : [],
  readOnly: (input) => input === 'look',
};

describe('agrees with brute force on random histories of', () => {
  test('a register with unique values, decided by zones', () => {
    let byZones = 0;
    const unique = histories(registerInput, registerOutput).map((history) => {
      const taken = new Set([0]);
      // Each value is written once: a second writer of it becomes a read of it.
      return history.map((operation) => {
        const { input } = operation;
        if (input.f === 'read') return operation;
        const isNew = !taken.has(input.value) && !(input.f === 'cas' && input.expected === input.value);
        if (!isNew) return { ...operation, input: { f: 'read' as const }, output: input.value };
        taken.add(input.value);
        return input.f === 'cas' ? { ...operation, output: true } : operation;
      });
    });
    agrees(register<number>(0), unique);
    fc.assert(
      fc.property(unique, (history) => {
        const { partitions } = checkOperations(register<number>(0), history);
        if (partitions[0]?.method === 'zones') byZones++;
      }),
      { numRuns: 500 },
    );
    expect(byZones).toBeGreaterThan(300);
  });

  test('a nondeterministic object', () => {
    agrees(
      coin,
      histories(fc.constantFrom('flip' as const, 'look' as const), (input) =>
        input === 'look' ? fc.boolean() : fc.constant(null),
      ),
    );
  });

  test('several registers', () => {
    const store = keyed(register<number>(0));
    const input = fc.record({ key: fc.constantFrom<string>('x', 'y'), input: registerInput });
    // Brute force on the product: one register for each key.
    const product: Model<
      Record<string, number>,
      { key: string; input: RegisterInput<number> },
      RegisterOutput<number>
    > = {
      name: 'product',
      init: () => ({ x: 0, y: 0 }),
      step: (state, given, output) =>
        store
          .step(state[given.key] as number, given, output)
          .map((next) => ({ ...state, [given.key]: next })),
    };
    fc.assert(
      fc.property(
        histories(input, ({ input: given }) => registerOutput(given)),
        (history) => {
          expect(checkOperations(store, history).verdict).toBe(isLinearizable(product, history));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('a result', () => {
  const searched = { ...register<number>(0), decide: () => undefined };
  const ok = <I, O>(input: I, output: O, call: number, end: number): TimedOperation<I, O> => ({
    input,
    output,
    call,
    return: end,
    outcome: 'ok',
  });
  const read = (output: number, call: number, end: number) => ok({ f: 'read' as const }, output, call, end);
  const write = (given: number, call: number, end: number) =>
    ok({ f: 'write' as const, value: given }, null, call, end);

  test('holds an order that explains the history', () => {
    const history = [write(1, 0, 10), read(0, 1, 2), read(1, 3, 4)];
    const [partition] = checkOperations(searched, history).partitions;
    expect(partition?.linearization).toEqual([history[1], history[0], history[2]]);
  });

  test('names the operation at which every order gets stuck', () => {
    const history = [write(1, 0, 1), read(0, 2, 3), read(1, 4, 5)];
    expect(checkOperations(register<number>(0), history).partitions[0]).toMatchObject({
      method: 'zones',
      verdict: false,
    });
    const result = checkOperations(searched, history);
    expect(result.verdict).toBe(false);
    expect(result.partitions[0]?.stuckAt).toBe(history[1]);
    expect(result.partitions[0]?.linearization).toEqual([history[0]]);
  });

  test('does not depend on how many unknown operations nobody saw', () => {
    const unknown = Array.from({ length: 2_000 }, (_, at) => ({
      input: { f: 'read' as const },
      call: at,
      outcome: 'info' as const,
    }));
    const result = checkOperations(register<number>(0), [...unknown, write(1, 5, 6), read(1, 7, 8)]);
    expect(result.verdict).toBe(true);
    expect(result.partitions[0]?.configurations).toBeLessThan(10);
  });
});

test('operations without proper times are refused', () => {
  const read = { input: { f: 'read' as const }, output: 0, outcome: 'ok' as const };
  const check = (call: number, end?: number) =>
    checkOperations(register<number>(0), [{ ...read, call, return: end }]);
  expect(() => check(3, 2)).toThrow('Operation 0 (counted from 0) has outcome ok, call 3 and return 2');
  expect(() => check(3)).toThrow('has outcome info');
  expect(() => check(NaN, 2)).toThrow('as numbers');
  expect(check(3, 3).verdict).toBe(true);
});

describe('events', () => {
  test('become operations; a call without a return is of unknown outcome', () => {
    expect(
      operationsOf<string, number>([
        { kind: 'call', id: 1, input: 'a' },
        { kind: 'call', id: 2, input: 'b' },
        { kind: 'return', id: 1, output: 7 },
        { kind: 'call', id: 3, input: 'c' },
        { kind: 'fail', id: 3 },
      ]),
    ).toEqual([
      { input: 'a', call: 0, output: 7, return: 2, outcome: 'ok' },
      { input: 'b', call: 1, outcome: 'info' },
      { input: 'c', call: 3, return: 4, outcome: 'fail' },
    ]);
  });

  test('that do not fit are refused', () => {
    expect(() => operationsOf([{ kind: 'return', id: 1, output: 0 }])).toThrow('not under way');
    expect(() =>
      operationsOf([
        { kind: 'call', id: 1, input: 0 },
        { kind: 'call', id: 1, input: 0 },
      ]),
    ).toThrow('called twice');
  });
});
