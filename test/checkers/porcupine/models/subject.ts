import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  describeOperation,
  type Model,
  type TimedOperation,
} from '../../../../src/checkers/porcupine/index.js';
import { isLinearizable } from '../brute-force.js';
import { isLinearizableByConfigurations } from '../every-configuration.js';
import {
  accepts,
  agrees,
  histories,
  type Perform,
  RUNS,
  runs,
  whole,
  withOneChange,
} from '../random-histories.js';

/** A model with a real object of its kind, and what to ask it. */
export interface Subject<State, Real, Input, Output> {
  readonly model: Model<State, Input, Output>;
  readonly first: Real;
  readonly perform: Perform<Real, Input, Output>;
  readonly input: fc.Arbitrary<Input>;
  /** What to ask it in long runs, where few values would leave all too many orders open. */
  readonly longInput?: fc.Arbitrary<Input>;
  /** Answers, true or not. */
  readonly output: (input: Input) => fc.Arbitrary<Output>;
}

type Histories<Input, Output> = Readonly<Record<string, readonly TimedOperation<Input, Output>[]>>;

/** An operation that was answered. */
export const ok = <Input, Output>(
  input: Input,
  output: Output,
  call: number,
  end: number,
): TimedOperation<Input, Output> => ({ input, output, call, return: end, outcome: 'ok' });

/** An operation of which nobody knows what became. */
export const info = <Input>(input: Input, call: number): TimedOperation<Input, never> => ({
  input,
  call,
  outcome: 'info',
});

/** An operation that had no effect. */
export const fail = <Input>(input: Input, call: number, end: number): TimedOperation<Input, never> => ({
  input,
  call,
  return: end,
  outcome: 'fail',
});

/** Tests what is found of histories written by hand: by the model's fast method, by the search and by brute force. */
export function testWritten<State, Input, Output>(
  model: Model<State, Input, Output>,
  { accepted, rejected }: Record<'accepted' | 'rejected', Histories<Input, Output>>,
): void {
  const searched: Model<State, Input, Output> = { ...model, decide: () => undefined };
  const testEach = (verb: string, given: Histories<Input, Output>, expected: boolean): void => {
    test.each(Object.entries(given))(`${verb} %s`, (_, history) => {
      expect(checkOperations(model, history).verdict).toBe(expected);
      expect(checkOperations(searched, history).verdict).toBe(expected);
      expect(isLinearizable(whole(model), history)).toBe(expected);
    });
  };
  testEach('accepts', accepted, true);
  testEach('rejects', rejected, false);
}

/** Tests verdicts on random histories, short ones against brute force. */
export function testRandom<State, Real, Input, Output>({
  model,
  first,
  perform,
  input,
  output,
  longInput = input,
}: Subject<State, Real, Input, Output>): void {
  test('agrees with brute force on random answers', () => {
    const seen = agrees(model, histories(input, output));
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 100);
  });

  test('agrees with brute force on what really ran, but for a few lies', () => {
    expect(agrees(model, runs(first, perform, input, output)).true).toBeGreaterThan(RUNS / 100);
  });

  test('agrees on longer runs with one operation changed', () => {
    const ran = runs(first, perform, longInput, output, { maxLength: 30, lies: false, unknown: 2 });
    const seen = agrees(model, withOneChange(ran, longInput, output), {
      reference: (whole, history) => isLinearizableByConfigurations(whole, history, 5_000),
      numRuns: 100,
    });
    expect(seen.false).toBeGreaterThan(5);
  });

  test('accepts what really ran', () => {
    accepts(model, runs(first, perform, longInput, output, { maxLength: 250, lies: false, unknown: 4 }));
  });
}

/**
 * Tests histories in which every value is written once: that brute force, search and fast method agree, and that the fast
 * method is used.
 */
export function testUnique<State, Real, Input extends { readonly value?: unknown } | object, Output>(
  { model, first, perform, input, output }: Subject<State, Real, Input, Output>,
  method: string,
): void {
  describe('with unique values', () => {
    const random = unique(histories(input, output));
    const ran = unique(runs(first, perform, input, output));

    test('agrees with brute force', () => {
      const seen = agrees(model, random);
      agrees(model, ran);
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 100);
    });

    test(`is often decided by ${method}`, () => {
      let fast = 0;
      let all = 0;
      fc.assert(
        fc.property(ran, (history) => {
          for (const partition of checkOperations(model, history).partitions) {
            all++;
            if (partition.method === method) fast++;
          }
        }),
        { numRuns: 500 },
      );
      expect(fast).toBeGreaterThan(all / 5);
    });
  });
}

/** Each value once, and never the 0 that registers hold at first: a second use of one is left out. */
const unique = <Input extends object, Output>(
  arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
): fc.Arbitrary<TimedOperation<Input, Output>[]> =>
  arbitrary.map((history) => {
    const taken = new Set<unknown>([0]);
    return history.filter(({ input }) => {
      if (!('value' in input)) return true;
      if (taken.has(input.value)) return false;
      taken.add(input.value);
      return true;
    });
  });

/** Tests the words for operations. */
export function testWords<State, Input, Output>(
  model: Model<State, Input, Output>,
  words: Readonly<Record<string, TimedOperation<Input, Output>>>,
): void {
  test.each(Object.entries(words))('says %s', (expected, operation) => {
    expect(describeOperation(model, operation)).toBe(expected);
  });
}
