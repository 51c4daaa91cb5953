import { type Model, type Scalar, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';

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

/** What registers hold, but for those that hold what they held at first: so each content has one state. */
type Registers<Value> = ReadonlyMap<string, Value>;

/** Registers that are read and written together, each of them `initial` at first. Every operation is one step. */
export function multiRegister<Value extends Scalar>(
  initial: Value,
): Model<Registers<Value>, MultiRegisterInput<Value>, MultiRegisterOutput<Value>> {
  return {
    name: 'multi-register',
    init: () => new Map(),
    step(state, input, output) {
      switch (input.f) {
        case 'read': {
          if (output === UNKNOWN) return [state];
          const read = output as Readonly<Record<string, Value>>;
          return input.keys.every((key) => read[key] === valueOf(state, key, initial)) ? [state] : [];
        }
        case 'write':
          return [written(state, Object.entries(input.values), initial)];
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
    unseen,
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

function valueOf<Value>(state: Registers<Value>, key: string, initial: Value): Value {
  return state.has(key) ? (state.get(key) as Value) : initial;
}

function written<Value>(
  state: Registers<Value>,
  entries: readonly (readonly [string, Value])[],
  initial: Value,
): Registers<Value> {
  const after = new Map(state);
  for (const [key, value] of entries) {
    if (value === initial) after.delete(key);
    else after.set(key, value);
  }
  return after;
}

function run<Value extends Scalar>(
  before: Registers<Value>,
  steps: readonly MicroOperation<Value>[],
  answers: readonly (Value | null)[] | undefined,
  initial: Value,
): Registers<Value>[] {
  let state = before;
  for (const [at, step] of steps.entries()) {
    if (step[0] === 'w') state = written(state, [[step[1], step[2]]], initial);
    else if (answers && answers[at] !== valueOf(state, step[1], initial)) return [];
  }
  return [state];
}

/** The operations of unknown outcome of which nobody read anything that they write. */
function unseen<Value extends Scalar>(
  operations: readonly TimedOperation<MultiRegisterInput<Value>, MultiRegisterOutput<Value>>[],
): number[] {
  const seen = new Map<string, Set<unknown>>();
  const see = (key: string, value: unknown): void => {
    const values = seen.get(key);
    if (values) values.add(value);
    else seen.set(key, new Set([value]));
  };
  for (const { input, output, outcome } of operations) {
    if (outcome !== 'ok' || input.f === 'write') continue;
    if (input.f === 'read')
      for (const key of input.keys) see(key, (output as Readonly<Record<string, Value>>)[key]);
    else
      for (const [at, [kind, key]] of input.steps.entries())
        if (kind === 'r') see(key, (output as readonly Value[])[at]);
  }
  return [...operations.keys()].filter((position) => {
    const { input, outcome } = operations[position] as (typeof operations)[number];
    if (outcome !== 'info' || input.f === 'read') return false;
    const writes =
      input.f === 'write'
        ? Object.entries(input.values)
        : input.steps.flatMap((step) => (step[0] === 'w' ? [[step[1], step[2]] as const] : []));
    return !writes.some(([key, value]) => seen.get(key)?.has(value));
  });
}
