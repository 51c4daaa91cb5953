import fc from 'fast-check';
import { describe } from 'vitest';
import {
  register,
  type RegisterInput,
  type RegisterOutput,
} from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testWords, testWritten } from './subject.js';

const value = fc.nat({ max: 3 });

const subject: Subject<number, number, RegisterInput<number>, RegisterOutput<number>> = {
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
  output: ({ f }) => (f === 'read' ? value : f === 'cas' ? fc.boolean() : fc.constant(null)),
};

const read = { f: 'read' } as const;
const write = (written: number) => ({ f: 'write', value: written }) as const;
const cas = (expected: number, written: number) => ({ f: 'cas', expected, value: written }) as const;

describe('a register', () => {
  testWritten(subject.model, {
    accepted: {
      'the first value': [ok(read, 0, 0, 1)],
      'a read of a write under way': [ok(write(1), null, 0, 9), ok(read, 1, 1, 2)],
      'an old value while a write is under way': [ok(write(1), null, 0, 9), ok(read, 0, 1, 2)],
      'an unknown write that takes effect late': [info(write(1), 0), ok(read, 0, 1, 2), ok(read, 1, 3, 4)],
      'an unknown write that never takes effect': [info(write(1), 0), ok(read, 0, 1, 2)],
      'a compare-and-set that finds another value': [ok(cas(1, 2), false, 0, 1), ok(read, 0, 2, 3)],
    },
    rejected: {
      'a stale read': [ok(write(1), null, 0, 1), ok(read, 0, 2, 3)],
      'a value that flickers': [ok(write(1), null, 0, 9), ok(read, 1, 1, 2), ok(read, 0, 3, 4)],
      'a read of a write that failed': [fail(write(1), 0, 1), ok(read, 1, 2, 3)],
      'a read of a write that comes later': [ok(read, 1, 0, 1), info(write(1), 2)],
      'two compare-and-sets of one value': [ok(cas(0, 1), true, 0, 9), ok(cas(0, 2), true, 0, 9)],
    },
  });
  testRandom(subject);
  testWords(subject.model, {
    'read → 3': ok(read, 3, 0, 1),
    'read → ?': info(read, 0),
    'cas 1 → 2: false': ok(cas(1, 2), false, 0, 1),
  });
});
