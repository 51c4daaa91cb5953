import fc from 'fast-check';
import { describe } from 'vitest';
import { counter, type CounterInput } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testWords, testWritten } from './subject.js';

const subject: Subject<number, number, CounterInput, number | null> = {
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
  output: ({ f }) => (f === 'add' ? fc.constant(null) : fc.integer({ min: -1, max: 3 })),
};

const read = { f: 'read' } as const;
const add = (amount: number) => ({ f: 'add', amount }) as const;
const addAndGet = (amount: number) => ({ f: 'add-and-get', amount }) as const;

describe('a counter', () => {
  testWritten(counter, {
    accepted: {
      'a sum': [ok(add(2), null, 0, 1), ok(add(-1), null, 2, 3), ok(read, 1, 4, 5)],
      'some of the adds under way': [
        ok(add(1), null, 0, 9),
        ok(add(2), null, 0, 9),
        ok(add(4), null, 0, 9),
        ok(read, 5, 1, 2),
        ok(read, 7, 3, 4),
      ],
      'an unknown add that counts later': [info(add(1), 0), ok(read, 0, 1, 2), ok(read, 1, 3, 4)],
      'different sums answered': [ok(addAndGet(1), 2, 0, 9), ok(addAndGet(1), 1, 0, 9)],
    },
    rejected: {
      'an add that is lost': [ok(add(1), null, 0, 1), ok(add(1), null, 2, 3), ok(read, 1, 4, 5)],
      'an add that counts twice': [info(add(1), 0), ok(read, 2, 2, 3)],
      'a sum that goes back': [ok(add(1), null, 0, 9), ok(read, 1, 1, 2), ok(read, 0, 3, 4)],
      'two reads that disagree on what came first': [
        ok(add(1), null, 0, 9),
        ok(add(2), null, 0, 9),
        ok(read, 1, 1, 2),
        ok(read, 2, 3, 4),
      ],
      'the same sum answered twice': [ok(addAndGet(1), 1, 0, 9), ok(addAndGet(1), 1, 0, 9)],
      'an add that failed': [fail(add(1), 0, 1), ok(read, 1, 2, 3)],
    },
  });
  testRandom(subject);
  testWords(counter, { 'add 2 → 5': ok(addAndGet(2), 5, 0, 1), 'add -1': ok(add(-1), null, 0, 1) });
});
