import fc from 'fast-check';
import { describe } from 'vitest';
import { set, type SetInput } from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testWords, testWritten } from './subject.js';

const subject: Subject<boolean, readonly number[], SetInput<number>, boolean | null> = {
  model: set<number>(),
  first: [],
  perform(state, { f, value }) {
    const isIn = state.includes(value);
    if (f === 'contains') return [isIn, state];
    // Of odd elements it does not say whether anything has changed.
    if (f === 'add') return [value % 2 ? null : !isIn, isIn ? state : [...state, value]];
    return [value % 2 ? null : isIn, state.filter((other) => other !== value)];
  },
  input: fc.record({
    f: fc.constantFrom('add' as const, 'remove' as const, 'contains' as const),
    value: fc.nat({ max: 1 }),
  }),
  output: ({ f }) => (f === 'contains' ? fc.boolean() : fc.option(fc.boolean())),
};

const add = (value: number) => ({ f: 'add', value }) as const;
const remove = (value: number) => ({ f: 'remove', value }) as const;
const contains = (value: number) => ({ f: 'contains', value }) as const;

describe('a set', () => {
  testWritten(subject.model, {
    accepted: {
      'an element that is in': [ok(add(1), true, 0, 1), ok(contains(1), true, 2, 3)],
      'an element that was in already': [ok(add(1), null, 0, 1), ok(add(1), false, 2, 3)],
      'two removes of which one found it': [
        ok(add(1), true, 0, 1),
        ok(remove(1), true, 2, 9),
        ok(remove(1), false, 2, 9),
      ],
      'an unknown remove that takes effect late': [
        ok(add(1), true, 0, 1),
        info(remove(1), 2),
        ok(contains(1), true, 3, 4),
        ok(contains(1), false, 5, 6),
      ],
    },
    rejected: {
      'an element that is lost': [ok(add(1), null, 0, 1), ok(contains(1), false, 2, 3)],
      'an element that comes back': [
        ok(add(1), null, 0, 1),
        info(remove(1), 2),
        ok(contains(1), false, 3, 4),
        ok(contains(1), true, 5, 6),
      ],
      'two adds that both changed it': [ok(add(1), true, 0, 9), ok(add(1), true, 0, 9)],
      'an element that nobody added': [ok(add(1), true, 0, 1), ok(contains(2), true, 2, 3)],
      'an add that failed': [fail(add(1), 0, 1), ok(contains(1), true, 2, 3)],
    },
  });
  testRandom(subject);
  testWords(subject.model, {
    'add 4': ok(add(4), null, 0, 1),
    'remove 4 → false': ok(remove(4), false, 0, 1),
    'contains 4 → ?': info(contains(4), 0),
  });
});
