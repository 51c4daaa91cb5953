import fc from 'fast-check';
import { describe } from 'vitest';
import { readModifyWrite, type ReadModifyWriteInput } from '../../../../src/checkers/porcupine/index.js';
import { info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const subject: Subject<number, number, ReadModifyWriteInput<number>, number> = {
  model: readModifyWrite<number>(0),
  first: 0,
  perform: (state, input) => [state, input.f === 'swap' ? input.value : state],
  input: fc.oneof(
    fc.constant({ f: 'read' as const }),
    fc.record({ f: fc.constant('swap' as const), value: fc.integer({ min: 1, max: 4 }) }),
  ),
  output: () => fc.nat({ max: 4 }),
};

const read = { f: 'read' } as const;
const swap = (value: number) => ({ f: 'swap', value }) as const;

describe('a read-modify-write register', () => {
  testWritten(subject.model, {
    accepted: {
      'a chain of swaps at once': [ok(swap(1), 2, 0, 9), ok(swap(2), 0, 0, 9), ok(read, 1, 10, 11)],
      'an unknown swap that another one saw': [info(swap(1), 0), ok(swap(2), 1, 5, 6)],
      'an unknown swap that never happened': [info(swap(1), 0), ok(swap(2), 0, 5, 6)],
      'an unknown swap within a chain': [ok(swap(1), 0, 0, 1), info(swap(2), 2), ok(swap(3), 2, 4, 5)],
    },
    rejected: {
      'a lost update': [ok(swap(1), 0, 0, 9), ok(swap(2), 0, 0, 9)],
      'a chain against time': [ok(swap(1), 2, 0, 1), ok(swap(2), 0, 2, 3)],
      'a value that nobody wrote': [ok(swap(1), 7, 0, 1)],
      'a circle': [ok(swap(1), 2, 0, 9), ok(swap(2), 1, 0, 9)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'zones');
  testWords(subject.model, { 'swap 3 → 1': ok(swap(3), 1, 0, 1), 'swap 3 → ?': info(swap(3), 0) });
});
