import fc from 'fast-check';
import { describe } from 'vitest';
import { queue, type QueueInput } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const inputs = (max: number, { takes = 1 } = {}) =>
  fc.oneof(fc.record({ f: fc.constant('enqueue' as const), value: fc.nat({ max }) }), {
    weight: takes,
    arbitrary: fc.constant({ f: 'dequeue' as const }),
  });

const subject: Subject<readonly number[], readonly number[], QueueInput<number>, number | null> = {
  model: queue<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'enqueue' ? [null, [...state, input.value]] : [state[0] ?? null, state.slice(1)],
  input: inputs(3),
  // Not all unique, so it has to search. Each item that stays in leaves its order open: most are taken soon.
  longInput: inputs(200, { takes: 3 }),
  output: ({ f }) => (f === 'dequeue' ? fc.option(fc.nat({ max: 3 })) : fc.constant(null)),
};

const dequeue = { f: 'dequeue' } as const;
const enqueue = (item: number) => ({ f: 'enqueue', value: item }) as const;

describe('a queue', () => {
  testWritten(subject.model, {
    accepted: {
      'items in their order': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 2, 3),
        ok(dequeue, 1, 4, 5),
        ok(dequeue, 2, 6, 7),
      ],
      'items enqueued at once, in either order': [
        ok(enqueue(1), null, 0, 9),
        ok(enqueue(2), null, 0, 9),
        ok(dequeue, 2, 10, 11),
        ok(dequeue, 1, 12, 13),
      ],
      'emptiness while an enqueue is under way': [ok(enqueue(1), null, 0, 9), ok(dequeue, null, 1, 2)],
      'an unknown dequeue that took the first': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 2, 3),
        info(dequeue, 4),
        ok(dequeue, 2, 5, 6),
      ],
      'an unknown enqueue between': [
        ok(enqueue(1), null, 0, 1),
        info(enqueue(2), 2),
        ok(enqueue(3), null, 3, 4),
        ok(dequeue, 1, 5, 6),
        ok(dequeue, 3, 7, 8),
      ],
    },
    rejected: {
      'an item that overtakes another': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 2, 3),
        ok(dequeue, 2, 4, 5),
        ok(dequeue, 1, 6, 7),
      ],
      'an item that comes twice': [ok(enqueue(1), null, 0, 1), ok(dequeue, 1, 2, 3), ok(dequeue, 1, 2, 3)],
      'emptiness while an item is in': [ok(enqueue(1), null, 0, 1), ok(dequeue, null, 2, 3)],
      'an item before it is enqueued': [ok(dequeue, 1, 0, 1), ok(enqueue(1), null, 2, 3)],
      'an item that is skipped': [
        ok(enqueue(1), null, 0, 1),
        ok(enqueue(2), null, 2, 3),
        ok(dequeue, 2, 4, 5),
      ],
      'an enqueue that failed': [fail(enqueue(1), 0, 1), ok(dequeue, 1, 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'queue-order');
  testWords(subject.model, { 'enqueue 1': info(enqueue(1), 0), 'dequeue → null': ok(dequeue, null, 0, 1) });
});
