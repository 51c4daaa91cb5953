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

/**
 * Clients that call one operation after the other on a real object; a few of its answers are false.
 * @param options.unknown how many outcomes may be unknown
 */
export function runs<State, Input, Output>(
  first: State,
  perform: Perform<State, Input, Output>,
  input: fc.Arbitrary<Input>,
  output: (input: Input) => fc.Arbitrary<Output>,
  {
    maxLength = 6,
    lies = true,
    unknown = Infinity,
  }: { maxLength?: number; lies?: boolean; unknown?: number } = {},
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
  return fc.array(draft, { minLength, maxLength }).map((drafts) => play(first, perform, drafts, unknown));
}

function play<State, Input, Output>(
  first: State,
  perform: Perform<State, Input, Output>,
  drafts: readonly Draft<Input, Output>[],
  unknown: number,
): TimedOperation<Input, Output>[] {
  const free = [0, 0, 0, 0];
  let left = unknown;
  const timed = drafts.map((draft) => {
    const call = (free[draft.client] as number) + draft.idle;
    free[draft.client] = call + draft.lasts;
    const fate = draft.outcome === 'info' && left-- <= 0 ? 'fail' : draft.outcome;
    return {
      ...draft,
      outcome: fate,
      call,
      at: call + draft.moment * draft.lasts,
      answer: undefined as Output | undefined,
    };
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

/** The histories, each with one answered operation that asks or answers something else: perhaps a legal thing. */
export function withOneChange<Input, Output>(
  arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
  input: fc.Arbitrary<Input>,
  output: (input: Input) => fc.Arbitrary<Output>,
): fc.Arbitrary<TimedOperation<Input, Output>[]> {
  return arbitrary.chain((history) => {
    const answered = [...history.keys()].filter((at) => history[at]?.outcome === 'ok');
    if (answered.length === 0) return fc.constant(history);
    return fc.constantFrom(...answered).chain((at) => {
      const operation = history[at] as TimedOperation<Input, Output>;
      return fc
        .oneof(fc.constant(operation.input), input)
        .chain((asked) =>
          output(asked).map((answer) => history.with(at, { ...operation, input: asked, output: answer })),
        );
    });
  });
}

/** All parts of an object together: what a reference judges where the engine judges them one by one. */
export function whole<State, Input, Output>(
  model: Model<State, Input, Output>,
): Model<ReadonlyMap<string, State>, Input, Output> {
  const partOf = (input: Input): string => model.partition?.(input) ?? '';
  return {
    name: `whole ${model.name}`,
    init: () => new Map(),
    step: (states, input, output) =>
      model
        .step(states.get(partOf(input)) ?? model.init(), input, output)
        .map((after) => new Map([...states, [partOf(input), after]])),
  };
}

/** As `isLinearizable`, or undefined where it takes too long to tell. */
type Reference = (...given: Parameters<typeof isLinearizable>) => boolean | undefined;

/**
 * Fails unless the engine's verdicts are those of a reference, by the model's fast method and by the search. Histories of
 * which the reference cannot tell are left out.
 * @returns how many histories were linearizable, and how many not
 */
export function agrees<State, Input, Output>(
  model: Model<State, Input, Output>,
  arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
  { reference = isLinearizable, numRuns = RUNS }: { reference?: Reference; numRuns?: number } = {},
): { readonly true: number; readonly false: number } {
  const seen = { true: 0, false: 0 };
  const searched: Model<State, Input, Output> = { ...model, decide: () => undefined };
  const product = whole(model);
  fc.assert(
    fc.property(arbitrary, (history) => {
      const expected = reference(product, history);
      if (expected === undefined) return;
      seen[`${expected}`]++;
      expect(checkOperations(model, history).verdict).toBe(expected);
      expect(checkOperations(searched, history).verdict).toBe(expected);
    }),
    { numRuns },
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
      const { verdict } = checkOperations(model, history, { timeoutMs: 500 });
      expect(verdict).not.toBe(false);
      if (verdict === true) accepted++;
    }),
    { numRuns: runs },
  );
  expect(accepted).toBeGreaterThan(runs / 2);
}
