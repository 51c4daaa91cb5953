import { type Model, type Scalar, UNKNOWN } from '../model.js';

/** A step of a transaction: a register is read, or written. */
export type MicroOperation<Value> = readonly ['r', string] | readonly ['w', string, Value];

/** What several registers are asked at once. */
export type MultiRegisterInput<Value> =
  | { readonly f: 'read'; readonly keys: readonly string[] }
  | { readonly f: 'write'; readonly values: Readonly<Record<string, Value>> }
  | { readonly f: 'txn'; readonly steps: readonly MicroOperation<Value>[] };

/**
 * What several registers answer: a `read` the values by key, a `txn` a value for each of its steps (`null` for a write),
 * a `write` nothing.
 */
export type MultiRegisterOutput<Value> = Readonly<Record<string, Value>> | readonly (Value | null)[] | null;

/** Registers that are read and written together, each of them `initial` at first. Every operation is one step. */
export function multiRegister<Value extends Scalar>(
  initial: Value,
): Model<ReadonlyMap<string, Value>, MultiRegisterInput<Value>, MultiRegisterOutput<Value>> {
  return {
    name: 'multi-register',
    init: () => new Map(),
    step(state, input, output) {
      switch (input.f) {
        case 'read': {
          const read = output as Readonly<Record<string, Value>>;
          const fits = input.keys.every((key) => read[key] === (state.get(key) ?? initial));
          return output === UNKNOWN || fits ? [state] : [];
        }
        case 'write':
          return [new Map([...state, ...Object.entries(input.values)])];
        case 'txn':
          return run(
            state,
            input.steps,
            output === UNKNOWN ? undefined : (output as readonly Value[]),
            initial,
          );
      }
    },
    readOnly: (input) =>
      input.f === 'read' || (input.f === 'txn' && input.steps.every(([kind]) => kind === 'r')),
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : JSON.stringify(output);
      switch (input.f) {
        case 'read':
          return `read ${input.keys.join()} → ${answer}`;
        case 'write':
          return `write ${JSON.stringify(input.values)}`;
        case 'txn':
          return `txn ${input.steps.map((step) => step.join(' ')).join(', ')} → ${answer}`;
      }
    },
    describeState: (state) =>
      Array.from(state, ([key, value]) => `${key}=${String(value)}`)
        .sort()
        .join(', '),
  };
}

function run<Value extends Scalar>(
  state: ReadonlyMap<string, Value>,
  steps: readonly MicroOperation<Value>[],
  answers: readonly (Value | null)[] | undefined,
  initial: Value,
): ReadonlyMap<string, Value>[] {
  const after = new Map(state);
  for (const [at, step] of steps.entries()) {
    if (step[0] === 'w') after.set(step[1], step[2]);
    else if (answers && answers[at] !== (after.get(step[1]) ?? initial)) return [];
  }
  return [after];
}
