import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLog,
  type AppendLogInput,
  checkOperations,
  counter,
  type CounterInput,
  fencedMutex,
  growOnlySet,
  type GrowOnlySetInput,
  keyValue,
  type KeyValueInput,
  type KeyValueOutput,
  type Model,
  multiRegister,
  type MultiRegisterInput,
  type MultiRegisterOutput,
  mutex,
  type MutexInput,
  queue,
  type QueueInput,
  readModifyWrite,
  type ReadModifyWriteInput,
  reentrantMutex,
  register,
  type RegisterInput,
  type RegisterOutput,
  set,
  type SetInput,
  stack,
  type StackInput,
  type TimedOperation,
  unorderedQueue,
} from '../../../../src/checkers/porcupine/index.js';
import { isLinearizable } from '../brute-force.js';
import { accepts, agrees, histories, type Perform, RUNS, runs } from '../random-histories.js';

/** A model with a real object of its kind, and what to ask it. */
interface Subject<State, Real, Input, Output> {
  readonly model: Model<State, Input, Output>;
  readonly first: Real;
  readonly perform: Perform<Real, Input, Output>;
  readonly input: fc.Arbitrary<Input>;
  /** Answers, true or not. */
  readonly output: (input: Input) => fc.Arbitrary<Output>;
}

const value = fc.nat({ max: 3 });
const key = fc.constantFrom('x', 'y');
const nothing = fc.constant(null);

const aRegister: Subject<number, number, RegisterInput<number>, RegisterOutput<number>> = {
  model: register<number>(0),
  first: 0,
  perform(state, input) {
    if (input.f === 'read') return [state, state];
    if (input.f === 'write') return [null, input.value];
    const written = state === input.expected;
    return [written, written ? input.value : state];
  },
  input: fc.oneof(
    fc.constant({ f: 'read' as const }),
    fc.record({ f: fc.constant('write' as const), value }),
    fc.record({ f: fc.constant('cas' as const), expected: value, value }),
  ),
  output: ({ f }) => (f === 'read' ? value : f === 'cas' ? fc.boolean() : nothing),
};

const registers: Subject<
  ReadonlyMap<string, number>,
  Readonly<Record<string, number>>,
  MultiRegisterInput<number>,
  MultiRegisterOutput<number>
> = {
  model: multiRegister<number>(0),
  first: { x: 0, y: 0 },
  perform(state, input) {
    if (input.f === 'read')
      return [Object.fromEntries(input.keys.map((one) => [one, state[one] ?? 0])), state];
    if (input.f === 'write') return [null, { ...state, ...input.values }];
    const after = { ...state };
    const answers = input.steps.map((step) => {
      if (step[0] === 'r') return after[step[1]] ?? 0;
      after[step[1]] = step[2];
      return null;
    });
    return [answers, after];
  },
  input: fc.oneof(
    fc.record({ f: fc.constant('read' as const), keys: fc.constantFrom(['x'], ['x', 'y']) }),
    fc.record({ f: fc.constant('write' as const), values: fc.dictionary(key, value, { minKeys: 1 }) }),
    fc.record({
      f: fc.constant('txn' as const),
      steps: fc.array(
        fc.oneof(fc.tuple(fc.constant('r' as const), key), fc.tuple(fc.constant('w' as const), key, value)),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ),
  output(input) {
    if (input.f === 'read') return fc.record(Object.fromEntries(input.keys.map((one) => [one, value])));
    if (input.f === 'write') return nothing;
    return fc.tuple(...input.steps.map(([kind]) => (kind === 'r' ? value : nothing)));
  },
};

const text = fc.constantFrom('a', 'b', 'c');

const aStore: Subject<string | null, Readonly<Record<string, string>>, KeyValueInput, KeyValueOutput> = {
  model: keyValue(),
  first: {},
  perform(state, input) {
    const before = state[input.key] ?? null;
    const { [input.key]: _, ...rest } = state;
    switch (input.f) {
      case 'get':
        return [before, state];
      case 'put':
        return [null, { ...state, [input.key]: input.value }];
      case 'append':
        return [null, { ...state, [input.key]: (before ?? '') + input.value }];
      case 'delete':
        return [null, rest];
      case 'cas':
        return before === input.expected ? [true, { ...state, [input.key]: input.value }] : [false, state];
    }
  },
  input: fc.oneof(
    fc.record({ f: fc.constantFrom('get' as const, 'get' as const, 'delete' as const), key }),
    fc.record({ f: fc.constantFrom('put' as const, 'append' as const), key, value: text }),
    fc.record({ f: fc.constant('cas' as const), key, expected: fc.option(text), value: text }),
  ),
  output: ({ f }) => (f === 'get' ? fc.option(text) : f === 'cas' ? fc.boolean() : nothing),
};

const aCounter: Subject<number, number, CounterInput, number | null> = {
  model: counter,
  first: 0,
  perform: (state, input) =>
    input.f === 'read'
      ? [state, state]
      : [input.f === 'add' ? null : state + input.amount, state + input.amount],
  input: fc.oneof(
    fc.record({
      f: fc.constantFrom('add' as const, 'add-and-get' as const),
      amount: fc.constantFrom(-1, 1, 2),
    }),
    fc.constant({ f: 'read' as const }),
  ),
  output: ({ f }) => (f === 'add' ? nothing : fc.integer({ min: -1, max: 3 })),
};

const aSet: Subject<boolean, readonly number[], SetInput<number>, boolean | null> = {
  model: set<number>(),
  first: [],
  perform(state, { f, value: element }) {
    const isIn = state.includes(element);
    if (f === 'contains') return [isIn, state];
    if (f === 'add') return [element % 2 ? null : !isIn, isIn ? state : [...state, element]];
    return [element % 2 ? null : isIn, state.filter((other) => other !== element)];
  },
  input: fc.record({
    f: fc.constantFrom('add' as const, 'remove' as const, 'contains' as const),
    value: fc.nat({ max: 1 }),
  }),
  output: ({ f }) => (f === 'contains' ? fc.boolean() : fc.option(fc.boolean())),
};

const aGrowOnlySet: Subject<
  ReadonlySet<number>,
  readonly number[],
  GrowOnlySetInput<number>,
  readonly number[] | null
> = {
  model: growOnlySet<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'read' ? [[...state].reverse(), state] : [null, [...new Set([...state, input.value])]],
  input: fc.oneof(fc.record({ f: fc.constant('add' as const), value }), fc.constant({ f: 'read' as const })),
  output: ({ f }) => (f === 'read' ? fc.subarray([0, 1, 2, 3]) : nothing),
};

const aQueue: Subject<readonly number[], readonly number[], QueueInput<number>, number | null> = {
  model: queue<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'enqueue' ? [null, [...state, input.value]] : [state[0] ?? null, state.slice(1)],
  input: fc.oneof(
    fc.record({ f: fc.constant('enqueue' as const), value }),
    fc.constant({ f: 'dequeue' as const }),
  ),
  output: ({ f }) => (f === 'dequeue' ? fc.option(value) : nothing),
};

const aBag: typeof aQueue = {
  ...aQueue,
  model: unorderedQueue<number>(),
  perform(state, input) {
    if (input.f === 'enqueue') return [null, [...state, input.value]];
    const at = Math.floor(state.length / 2);
    return [state[at] ?? null, state.toSpliced(at, 1)];
  },
};

const aStack: Subject<readonly number[], readonly number[], StackInput<number>, number | null> = {
  model: stack<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'push' ? [null, [...state, input.value]] : [state.at(-1) ?? null, state.slice(0, -1)],
  input: fc.oneof(fc.record({ f: fc.constant('push' as const), value }), fc.constant({ f: 'pop' as const })),
  output: ({ f }) => (f === 'pop' ? fc.option(value) : nothing),
};

const lockInput: fc.Arbitrary<MutexInput> = fc.record({
  f: fc.constantFrom('acquire' as const, 'release' as const),
  client: fc.nat({ max: 1 }),
});

const aMutex: Subject<boolean, boolean, MutexInput, null> = {
  model: mutex,
  first: false,
  perform: (isHeld, { f }) => (isHeld === (f === 'release') ? [null, !isHeld] : undefined),
  input: lockInput,
  output: () => nothing,
};

const aReentrantMutex: Subject<unknown, readonly number[], MutexInput, null> = {
  model: reentrantMutex,
  first: [],
  perform(holds, { f, client }) {
    if (holds.length > 0 && holds[0] !== client) return undefined;
    if (f === 'acquire') return [null, [...holds, client as number]];
    return holds.length > 0 ? [null, holds.slice(1)] : undefined;
  },
  input: lockInput,
  output: () => nothing,
};

const aFencedMutex: Subject<
  unknown,
  { readonly holder: number | null; readonly token: number },
  MutexInput,
  number | null
> = {
  model: fencedMutex,
  first: { holder: null, token: 0 },
  perform({ holder, token }, { f, client = 0 }) {
    if (f === 'release') return holder === client ? [null, { holder: null, token }] : undefined;
    return holder === null ? [token + 1, { holder: client as number, token: token + 1 }] : undefined;
  },
  input: lockInput,
  output: ({ f }) => (f === 'acquire' ? fc.option(fc.integer({ min: 1, max: 3 })) : nothing),
};

const aLog: Subject<
  readonly number[],
  readonly number[],
  AppendLogInput<number>,
  readonly number[] | number | null
> = {
  model: appendLog<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'append'
      ? [input.value % 2 ? null : state.length, [...state, input.value]]
      : [state.slice(input.from ?? 0), state],
  input: fc.oneof(
    fc.record({ f: fc.constant('append' as const), value }),
    fc.constant({ f: 'read' as const }),
    fc.record({ f: fc.constant('read' as const), from: fc.nat({ max: 1 }) }),
  ),
  output: ({ f }) => (f === 'read' ? fc.array(value, { maxLength: 3 }) : fc.option(fc.nat({ max: 3 }))),
};

const aSwapRegister: Subject<number, number, ReadModifyWriteInput<number>, number> = {
  model: readModifyWrite<number>(0),
  first: 0,
  perform: (state, input) => [state, input.f === 'swap' ? input.value : state],
  input: fc.oneof(
    fc.constant({ f: 'read' as const }),
    fc.record({ f: fc.constant('swap' as const), value: fc.integer({ min: 1, max: 4 }) }),
  ),
  output: () => fc.nat({ max: 4 }),
};

// Each has its own types; what is done with them is the same.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnySubject = Subject<any, any, any, any>;

const subjects: readonly (readonly [string, AnySubject])[] = [
  ['register', aRegister],
  ['multi-register', registers],
  ['counter', aCounter],
  ['set', aSet],
  ['grow-only set', aGrowOnlySet],
  ['queue', aQueue],
  ['unordered queue', aBag],
  ['stack', aStack],
  ['mutex', aMutex],
  ['reentrant mutex', aReentrantMutex],
  ['fenced mutex', aFencedMutex],
  ['append log', aLog],
  ['read-modify-write', aSwapRegister],
];

/** All parts of an object together: what brute force judges where the engine judges them one by one. */
function whole<State, Input, Output>(
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

describe.each(subjects)('a %s', (_, { model, first, perform, input, output }) => {
  if (!model.partition) {
    test('agrees with brute force on random answers', () => {
      const seen = agrees(model, histories(input, output));
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 100);
    });

    test('agrees with brute force on what really ran, but for a few lies', () => {
      expect(agrees(model, runs(first, perform, input, output)).true).toBeGreaterThan(RUNS / 100);
    });
  }

  test('accepts what really ran', () => {
    accepts(model, runs(first, perform, input, output, { maxLength: 60, lies: false }));
  });
});

describe.each([
  ['key-value store', aStore],
  ['set', aSet],
] as readonly (readonly [string, AnySubject])[])(
  'a %s, part by part,',
  (_, { model, first, perform, input, output }) => {
    test('agrees with brute force on the whole', () => {
      const product = whole(model);
      const seen = { true: 0, false: 0 };
      const expectSame = (history: readonly TimedOperation<unknown, unknown>[]): void => {
        const expected = isLinearizable(product, history);
        seen[`${expected}`]++;
        expect(checkOperations(model, history).verdict).toBe(expected);
      };
      fc.assert(fc.property(histories(input, output), expectSame), { numRuns: RUNS });
      fc.assert(fc.property(runs(first, perform, input, output), expectSame), { numRuns: RUNS });
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 50);
    });
  },
);

test('a store accepts what really ran', () => {
  accepts(
    aStore.model,
    runs(aStore.first, aStore.perform, aStore.input, aStore.output, { maxLength: 60, lies: false }),
  );
});

test.each([
  ['grow-only set', aGrowOnlySet.model, 'set-order', (at: number) => ({ f: 'add', value: at })],
  ['append log', aLog.model, 'log-order', (at: number) => ({ f: 'append', value: at })],
  ['unordered queue', aBag.model, 'bag', (at: number) => ({ f: 'enqueue', value: at })],
  ['read-modify-write', aSwapRegister.model, 'zones', (at: number) => ({ f: 'swap', value: at + 1 })],
  ['key-value', aStore.model, 'zones', (at: number) => ({ f: 'put', key: 'x', value: String(at) })],
] as const)('a %s with unique values is decided without a search', (name, model, method, input) => {
  const history = Array.from({ length: 50 }, (_, at) => ({
    input: input(at),
    output: name === 'read-modify-write' ? at : null,
    call: at,
    return: at + 0.5,
    outcome: 'ok' as const,
  }));
  const result = checkOperations(model as Model<unknown, unknown, unknown>, history);
  expect(result.partitions).toMatchObject([{ verdict: true, method }]);
});

describe('unique values', () => {
  /** Each value once: a second use of one is left out. */
  const unique = <Input, Output>(
    arbitrary: fc.Arbitrary<TimedOperation<Input, Output>[]>,
  ): fc.Arbitrary<TimedOperation<Input, Output>[]> =>
    arbitrary.map((history) => {
      const taken = new Set<unknown>([0]);
      return history.filter(({ input }) => {
        const written = (input as { readonly value?: unknown }).value;
        if (written === undefined) return true;
        if (taken.has(written)) return false;
        taken.add(written);
        return true;
      });
    });

  test.each([
    ['grow-only set', aGrowOnlySet],
    ['append log', aLog],
    ['unordered queue', aBag],
    ['queue', aQueue],
    ['stack', aStack],
    ['read-modify-write', aSwapRegister],
  ] as readonly (readonly [string, AnySubject])[])(
    'of a %s: brute force, search and the fast method agree',
    (_, { model, first, perform, input, output }) => {
      const seen = agrees(model, unique(histories(input, output)));
      agrees(model, unique(runs(first, perform, input, output)));
      expect(Math.min(seen.true, seen.false)).toBeGreaterThan(RUNS / 100);
    },
  );
});

describe('words', () => {
  test.each([
    [counter.describeOperation?.({ f: 'add-and-get', amount: 2 }, 5), 'add 2 → 5'],
    [mutex.describeOperation?.({ f: 'acquire', client: 3 }, null), 'acquire by 3'],
    [fencedMutex.describeOperation?.({ f: 'acquire', client: 3 }, 7), 'acquire by 3 → token 7'],
    [aLog.model.describeOperation?.({ f: 'append', value: 4 }, 2), 'append 4 → 2'],
    [aLog.model.describeOperation?.({ f: 'read' }, [4]), 'read → [4]'],
    [aSet.model.describeOperation?.({ f: 'add', value: 4 }, null), 'add 4'],
    [aGrowOnlySet.model.describeOperation?.({ f: 'read' }, [2, 1]), 'read → {1, 2}'],
    [registers.model.describeState?.(new Map([['y', 1]])), 'y=1'],
    [
      aStore.model.describeOperation?.({ f: 'cas', key: 'x', expected: null, value: 'a' }, true),
      'x: cas null → "a": true',
    ],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected);
  });
});
