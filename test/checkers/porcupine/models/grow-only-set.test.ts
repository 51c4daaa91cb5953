import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  growOnlySet,
  type GrowOnlySetInput,
} from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const subject: Subject<
  ReadonlySet<number>,
  readonly number[],
  GrowOnlySetInput<number>,
  readonly number[] | null
> = {
  model: growOnlySet<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'read' ? [[...state].reverse(), state] : [null, [...new Set([...state, input.value])]],
  input: fc.oneof(
    fc.record({ f: fc.constant('add' as const), value: fc.nat({ max: 3 }) }),
    fc.constant({ f: 'read' as const }),
  ),
  output: ({ f }) => (f === 'read' ? fc.subarray([0, 1, 2, 3]) : fc.constant(null)),
};

const read = { f: 'read' } as const;
const add = (value: number) => ({ f: 'add', value }) as const;

describe('a grow-only set', () => {
  testWritten(subject.model, {
    accepted: {
      'elements in any order': [ok(add(1), null, 0, 1), ok(add(2), null, 2, 3), ok(read, [2, 1], 4, 5)],
      'some of the adds under way': [
        ok(add(1), null, 0, 9),
        ok(add(2), null, 0, 9),
        ok(read, [2], 1, 2),
        ok(read, [1, 2], 3, 4),
      ],
      'an unknown add that is read late': [info(add(1), 0), ok(read, [], 1, 2), ok(read, [1], 3, 4)],
      'an element that was added twice': [ok(add(1), null, 0, 1), info(add(1), 2), ok(read, [1], 3, 4)],
    },
    rejected: {
      'an element that is lost': [ok(add(1), null, 0, 1), ok(read, [], 2, 3)],
      'an element that goes again': [info(add(1), 0), ok(read, [1], 1, 2), ok(read, [], 3, 4)],
      'reads that disagree on what came first': [
        ok(add(1), null, 0, 9),
        ok(add(2), null, 0, 9),
        ok(read, [1], 0, 9),
        ok(read, [2], 0, 9),
      ],
      'an element without one that was added before': [
        ok(add(1), null, 0, 1),
        ok(add(2), null, 2, 9),
        ok(read, [2], 3, 4),
      ],
      'an add that failed': [fail(add(1), 0, 1), ok(read, [1], 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'set-order');
  testWords(subject.model, { 'read → {1, 2}': ok(read, [2, 1], 0, 1), 'add 3': info(add(3), 0) });

  test('costs nothing for adds that nobody saw', () => {
    const unknown = Array.from({ length: 1_000 }, (_, at) => info(add(at + 10), at));
    // Added twice, so that it has to search.
    const history = [...unknown, ok(add(1), null, 5, 6), ok(add(1), null, 7, 8), ok(read, [1], 9, 10)];
    const { verdict, partitions } = checkOperations(subject.model, history);
    expect(verdict).toBe(true);
    expect(partitions[0]?.configurations).toBeLessThan(10);
  });
});
