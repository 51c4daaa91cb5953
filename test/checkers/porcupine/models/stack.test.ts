import fc from 'fast-check';
import { describe } from 'vitest';
import { stack, type StackInput } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const value = fc.nat({ max: 3 });

const subject: Subject<readonly number[], readonly number[], StackInput<number>, number | null> = {
  model: stack<number>(),
  first: [],
  perform: (state, input) =>
    input.f === 'push' ? [null, [...state, input.value]] : [state.at(-1) ?? null, state.slice(0, -1)],
  input: fc.oneof(fc.record({ f: fc.constant('push' as const), value }), fc.constant({ f: 'pop' as const })),
  output: ({ f }) => (f === 'pop' ? fc.option(value) : fc.constant(null)),
};

const pop = { f: 'pop' } as const;
const push = (item: number) => ({ f: 'push', value: item }) as const;

describe('a stack', () => {
  testWritten(subject.model, {
    accepted: {
      'the last item first': [
        ok(push(1), null, 0, 1),
        ok(push(2), null, 2, 3),
        ok(pop, 2, 4, 5),
        ok(pop, 1, 6, 7),
        ok(pop, null, 8, 9),
      ],
      'the first item first, where the other is pushed late': [
        ok(push(1), null, 0, 1),
        ok(push(2), null, 2, 9),
        ok(pop, 1, 3, 4),
        ok(pop, 2, 10, 11),
      ],
      'an unknown pop that took the last': [
        ok(push(1), null, 0, 1),
        ok(push(2), null, 2, 3),
        info(pop, 4),
        ok(pop, 1, 5, 6),
      ],
    },
    rejected: {
      'the first item first': [
        ok(push(1), null, 0, 1),
        ok(push(2), null, 2, 3),
        ok(pop, 1, 4, 5),
        ok(pop, 2, 6, 7),
      ],
      'an item that comes twice': [ok(push(1), null, 0, 1), ok(pop, 1, 2, 3), ok(pop, 1, 2, 3)],
      'emptiness while an item is in': [ok(push(1), null, 0, 1), ok(pop, null, 2, 3)],
      'an item below another': [ok(push(1), null, 0, 1), ok(push(2), null, 2, 3), ok(pop, 1, 4, 5)],
      'a push that failed': [fail(push(1), 0, 1), ok(pop, 1, 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(subject, 'stack-order');
  testWords(subject.model, { 'push 1': info(push(1), 0), 'pop → null': ok(pop, null, 0, 1) });
});
