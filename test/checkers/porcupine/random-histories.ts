import fc from 'fast-check';
import { expect } from 'vitest';
import { checkOperations, type Model, type TimedOperation } from '../../../src/checkers/porcupine/index.js';
import { isLinearizable } from './brute-force.js';

/** How many random histories each comparison looks at: `RUNS=100000` for a thorough night. */
export const RUNS = Number(process.env['RUNS'] ?? 3_000);

const outcome = fc.constantFrom(
  'ok' as const,
  'ok' as const,
  'ok' as const,
  'info' as const,
  'fail' as const,
);

/** Small concurrent histories: few values and few times, so that overlaps and contradictions abound. */
export function histories<Input, Output>(
  input: fc.Arbitrary<Input>,
  output: (input: Input) => fc.Arbitrary<Output>,
): fc.Arbitrary<TimedOperation<Input, Output>[]> {
  const operation = input.chain((given) =>
    fc.record({
      input: fc.constant(given),
      output: output(given),
      call: fc.nat({ max: 10 }),
      lasts: fc.integer({ min: 1, max: 5 }),
      outcome,
    }),
  );
  return fc
    .array(operation, { maxLength: 6 })
    .map((drafts) => drafts.map(({ lasts, ...rest }) => ({ ...rest, return: rest.call + lasts })));
}

interface Draft<Input, Output> {
  readonly input: Input;
  readonly client: number;
  readonly idle: number;
  readonly lasts: number;
  /** When it takes effect, as a share of its time under way. */
  readonly moment: number;
  readonly outcome: 'ok' | 'info' | 'fail';
  /** Whether an operation of unknown outcome takes effect. */
  readonly happens: boolean;
  /** What it answers instead of the truth. */
  readonly lie: Output | undefined;
}

/** What a real object answers in a state, and its state after that; undefined when it refuses. */
export type Perform<State, Input, Output> = (
  state: State,
  input: Input,
) => readonly [output: Output, after: State] | undefined;

/** Clients that call one operation after the other on a real object; a few of its answers are false. */
export function runs<State, Input, Output>(
  first: State,
  perform: Perform<State, Input, Output>,
  input: fc.Arbitrary<Input>,
  output: (input: Input) => fc.Arbitrary<Output>,
  { maxLength = 6, lies = true }: { maxLength?: number; lies?: boolean } = {},
): fc.Arbitrary<TimedOperation<Input, Output>[]> {
  const draft: fc.Arbitrary<Draft<Input, Output>> = input.chain((given) =>
    fc.record({
      input: fc.constant(given),
      client: fc.nat({ max: 3 }),
      idle: fc.nat({ max: 2 }),
      lasts: fc.nat({ max: 6 }),
      moment: fc.double({ min: 0, max: 1, noNaN: true }),
      outcome: fc.oneof(
        { weight: 3, arbitrary: fc.constant('ok' as const) },
        { weight: 1, arbitrary: outcome },
      ),
      happens: fc.boolean(),
      lie: lies ? fc.option(output(given), { freq: 8, nil: undefined }) : fc.constant(undefined),
    }),
  );
  const minLength = lies ? 0 : maxLength;
  return fc.array(draft, { minLength, maxLength }).map((drafts) => play(first, perform, drafts));
}

function play<State, Input, Output>(
  first: State,
  perform: Perform<State, Input, Output>,
  drafts: readonly Draft<Input, Output>[],
): TimedOperation<Input, Output>[] {
  const free = [0, 0, 0, 0];
  const timed = drafts.map((draft) => {
    const call = (free[draft.client] as number) + draft.idle;
    free[draft.client] = call + draft.lasts;
    return { ...draft, call, at: call + draft.moment * draft.lasts, answer: undefined as Output | undefined };
  });
  let state = first;
  for (const operation of [...timed].sort((a, b) => a.at - b.at)) {
    const { outcome: fate, happens, input } = operation;
    if (fate === 'fail' || (fate === 'info' && !happens)) continue;
    const done = perform(state, input);
    if (done) [operation.answer, state] = done;
    else operation.outcome = 'fail';
  }
  return timed.map(({ input, call, lasts, outcome: fate, answer, lie }) => ({
    input,
    call,
    return: call + lasts,
    outcome: fate,
    ...(fate === 'ok' && { output: lie ?? (answer as Output) }),
  }));
}

/** Fails unless the engine's verdicts are those of brute force, by the model's fast method and by the search. */
export function agrees<State, Input, Output>(
  model: Model<State, Input, Output>,
  arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
): { readonly true: number; readonly false: number } {
  const seen = { true: 0, false: 0 };
  const searched: Model<State, Input, Output> = { ...model, decide: () => undefined };
  fc.assert(
    fc.property(arbitrary, (history) => {
      const expected = isLinearizable(model, history);
      seen[`${expected}`]++;
      expect(checkOperations(model, history).verdict).toBe(expected);
      expect(checkOperations(searched, history).verdict).toBe(expected);
    }),
    { numRuns: RUNS },
  );
  return seen;
}

/**
 * Fails if something that really ran is found not to be linearizable. A search may take too long for an answer, but not
 * often.
 */
export function accepts<State, Input, Output>(
  model: Model<State, Input, Output>,
  arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
): void {
  const runs = 40;
  let accepted = 0;
  fc.assert(
    fc.property(arbitrary, (history) => {
      const { verdict } = checkOperations(model, history, { timeoutMs: 200 });
      expect(verdict).not.toBe(false);
      if (verdict === true) accepted++;
    }),
    { numRuns: runs },
  );
  expect(accepted).toBeGreaterThan(runs / 2);
}
