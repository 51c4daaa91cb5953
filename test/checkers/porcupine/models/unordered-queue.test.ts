import fc from 'fast-check';
import { describe } from 'vitest';
import { type QueueInput, unorderedQueue } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const inputs = (max: number) =>
  fc.oneof(
    fc.record({ f: fc.constant('enqueue' as const), value: fc.nat({ max }) }),
    fc.constant({ f: 'dequeue' as const }),
  );

const subject: Subject<readonly number[], readonly number[], QueueInput<number>, number | null> = {
  model: unorderedQueue<number>(),
  first: [],
  perform(state, input) {
    if (input.f === 'enqueue') return [null, [...state, input.value]];
    const at = Math.floor(state.length / 2);
    return [state[at] ?? null, state.toSpliced(at, 1)];
  },
  input: inputs(3),
  // Enough for takes to tell of, yet not unique: it has to search.
  longInput: inputs(40),
  output: ({ f }) => (f === 'dequeue' ? fc.option(fc.nat({ max: 3 })) : fc.constant(null)),
};

const dequeue = { f: 'dequeue' } as const;
const enqueue = (item: number) => ({ f: 'enqueue', value: item }) as const;

describe('an unordered queue', () => {
  testWritten(subject.model, {
    accepted: {
      'items in another order': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 2, 3),
        ok(dequeue, 2, 4, 5),
        ok(dequeue, 1, 6, 7),
      ],
      'equal items': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(1), null, 2, 3),
        ok(dequeue, 1, 4, 5),
        ok(dequeue, 1, 6, 7),
      ],
      'emptiness after an unknown dequeue': [
        ok(enqueue(1), null, 0, 1),
        info(dequeue, 2),
        ok(dequeue, null, 5, 6),
      ],
      'emptiness between two items': [
        ok(enqueue(1), null, 0, 1),
        ok(dequeue, 1, 2, 9),
        ok(dequeue, null, 2, 9),
        ok(enqueue(2), null, 3, 9),
      ],
    },
    rejected: {
      'an item that comes twice': [ok(enqueue(1), null, 0, 1), ok(dequeue, 1, 2, 3), ok(dequeue, 1, 2, 3)],
      'emptiness while an item is in': [ok(enqueue(1), null, 0, 1), ok(dequeue, null, 2, 3)],
      'emptiness while always some item is in': [
        ok(enqueue(1), null, 0, 1),
        ok(dequeue, null, 2, 9),
        ok(enqueue(2), null, 3, 4),
        ok(dequeue, 1, 5, 6),
      ],
      'emptiness of two items after one unknown dequeue': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 0, 1),
        info(dequeue, 2),
        ok(dequeue, null, 5, 6),
      ],
      'an item before it is enqueued': [ok(dequeue, 1, 0, 1), ok(enqueue(1), null, 2, 3)],
      'an enqueue that failed': [fail(enqueue(1), 0, 1), ok(dequeue, 1, 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'bag');
  testWords(subject.model, { 'enqueue 1': info(enqueue(1), 0), 'dequeue → ?': info(dequeue, 0) });
});
