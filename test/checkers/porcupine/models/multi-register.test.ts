import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  type MicroOperation,
  multiRegister,
  type MultiRegisterInput,
  type MultiRegisterOutput,
} from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testWords, testWritten } from './subject.js';

type Value = number | null;

// null is a value like others.
const value = fc.constantFrom<Value[]>(0, 1, 2, null);
const key = fc.constantFrom('x', 'y');

const subject: Subject<
  ReadonlyMap<string, Value>,
  Readonly<Record<string, Value>>,
  MultiRegisterInput<Value>,
  MultiRegisterOutput<Value>
> = {
  model: multiRegister<Value>(0),
  first: { x: 0, y: 0 },
  perform(state, input) {
    if (input.f === 'read')
      return [Object.fromEntries(input.keys.map((one) => [one, state[one] as Value])), state];
    if (input.f === 'write') return [null, { ...state, ...input.values }];
    const after = { ...state };
    const answers = input.steps.map((step) => {
      if (step[0] === 'r') return after[step[1]] as Value;
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
    if (input.f === 'write') return fc.constant(null);
    return fc.tuple(...input.steps.map(([kind]) => (kind === 'r' ? value : fc.constant(null))));
  },
};

const read = (...keys: string[]) => ({ f: 'read', keys }) as const;
const write = (values: Record<string, Value>) => ({ f: 'write', values }) as const;
const txn = (...steps: MicroOperation<Value>[]) => ({ f: 'txn', steps }) as const;

describe('several registers', () => {
  testWritten(subject.model, {
    accepted: {
      'both values of a write': [
        ok(write({ x: 1, y: 2 }), null, 0, 1),
        ok(read('x', 'y'), { x: 1, y: 2 }, 2, 3),
      ],
      'null where null was written': [ok(write({ x: null }), null, 0, 1), ok(read('x'), { x: null }, 2, 3)],
      'a transaction that reads what it wrote': [
        ok(txn(['r', 'x'], ['w', 'x', 1], ['r', 'x']), [0, null, 1], 0, 1),
      ],
      'an unknown write that is read in full': [
        info(write({ x: 1, y: 1 }), 0),
        ok(read('x', 'y'), { x: 1, y: 1 }, 5, 6),
      ],
    },
    rejected: {
      'half a write': [ok(write({ x: 1, y: 2 }), null, 0, 9), ok(read('x', 'y'), { x: 1, y: 0 }, 0, 9)],
      'half a write of unknown outcome': [
        info(write({ x: 1, y: 1 }), 0),
        ok(read('x', 'y'), { x: 1, y: 0 }, 5, 6),
      ],
      'half a write, read one by one': [
        ok(write({ x: 1, y: 1 }), null, 0, 9),
        ok(read('x'), { x: 1 }, 1, 2),
        ok(read('y'), { y: 0 }, 3, 4),
      ],
      'the first value where null was written': [
        ok(write({ x: null }), null, 0, 1),
        ok(read('x'), { x: 0 }, 2, 3),
      ],
      'write skew': [
        ok(txn(['r', 'x'], ['w', 'y', 1]), [0, null], 0, 9),
        ok(txn(['r', 'y'], ['w', 'x', 1]), [0, null], 0, 9),
      ],
      'a transaction that does not read what it wrote': [ok(txn(['w', 'x', 1], ['r', 'x']), [null, 0], 0, 1)],
      'a write that failed': [fail(write({ x: 1 }), 0, 1), ok(read('x'), { x: 1 }, 2, 3)],
    },
  });
  testRandom(subject);
  testWords(subject.model, {
    'read x,y → {"x":1,"y":null}': ok(read('x', 'y'), { x: 1, y: null }, 0, 1),
    'txn r x, w x 1 → ?': info(txn(['r', 'x'], ['w', 'x', 1]), 0),
  });

  test('costs nothing for writes that nobody saw', () => {
    const unknown = Array.from({ length: 2_000 }, (_, at) => info(write({ x: at + 10 }), at));
    const history = [...unknown, ok(write({ x: 1 }), null, 5, 6), ok(read('x', 'y'), { x: 1, y: 0 }, 7, 8)];
    const { verdict, partitions } = checkOperations(subject.model, history);
    expect(verdict).toBe(true);
    expect(partitions[0]?.configurations).toBeLessThan(10);
  });
});
