import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkOperations,
  keyValue,
  type KeyValueInput,
  type KeyValueOutput,
} from '../../../../src/checkers/porcupine/index.js';
import { fail, info, ok, type Subject, testRandom, testUnique, testWords, testWritten } from './subject.js';

const key = fc.constantFrom('x', 'y');
const text = fc.constantFrom('a', 'b', 'c');

const subject: Subject<string | null, Readonly<Record<string, string>>, KeyValueInput, KeyValueOutput> = {
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
  output: ({ f }) => (f === 'get' ? fc.option(text) : f === 'cas' ? fc.boolean() : fc.constant(null)),
};

/** Without appends, of which no register knows, and without deletes, which are rarely unique. */
const registers: typeof subject = {
  ...subject,
  input: fc.oneof(
    fc.record({ f: fc.constantFrom('get' as const, 'get' as const), key }),
    fc.record({ f: fc.constant('put' as const), key, value: text }),
    fc.record({ f: fc.constant('cas' as const), key, expected: fc.option(text), value: text }),
  ),
};

const get = (of: string) => ({ f: 'get', key: of }) as const;
const remove = (of: string) => ({ f: 'delete', key: of }) as const;
const put = (of: string, value: string) => ({ f: 'put', key: of, value }) as const;
const append = (of: string, value: string) => ({ f: 'append', key: of, value }) as const;
const cas = (of: string, expected: string | null, value: string) =>
  ({ f: 'cas', key: of, expected, value }) as const;

describe('a key-value store', () => {
  testWritten(subject.model, {
    accepted: {
      'a key that is not': [ok(get('x'), null, 0, 1)],
      'an append to nothing': [ok(append('x', 'a'), null, 0, 1), ok(get('x'), 'a', 2, 3)],
      'two appends in either order': [
        ok(append('x', 'a'), null, 0, 9),
        ok(append('x', 'b'), null, 0, 9),
        ok(get('x'), 'ba', 10, 11),
      ],
      'a key after it was deleted': [
        ok(put('x', 'a'), null, 0, 1),
        ok(remove('x'), null, 2, 3),
        ok(get('x'), null, 4, 5),
      ],
      'a compare-and-set of nothing': [ok(cas('x', null, 'a'), true, 0, 1), ok(get('x'), 'a', 2, 3)],
      'an unknown delete': [ok(put('x', 'a'), null, 0, 1), info(remove('x'), 2), ok(get('x'), null, 9, 10)],
      'keys that change independently': [
        ok(put('x', 'a'), null, 0, 1),
        ok(get('y'), null, 2, 3),
        ok(get('x'), 'a', 4, 5),
      ],
    },
    rejected: {
      'a stale get': [ok(put('x', 'a'), null, 0, 1), ok(get('x'), null, 2, 3)],
      'a value of another key': [ok(put('x', 'a'), null, 0, 1), ok(get('y'), 'a', 2, 3)],
      'an append that is lost': [
        ok(append('x', 'a'), null, 0, 1),
        ok(append('x', 'b'), null, 2, 3),
        ok(get('x'), 'b', 4, 5),
      ],
      'an append that comes twice': [info(append('x', 'a'), 0), ok(get('x'), 'aa', 2, 3)],
      'a deleted value': [
        ok(put('x', 'a'), null, 0, 1),
        ok(remove('x'), null, 2, 3),
        ok(get('x'), 'a', 4, 5),
      ],
      'two that create a key': [ok(cas('x', null, 'a'), true, 0, 9), ok(cas('x', null, 'b'), true, 0, 9)],
      'a put that failed': [fail(put('x', 'a'), 0, 1), ok(get('x'), 'a', 2, 3)],
    },
  });
  testRandom(subject);
  testUnique(registers, 'zones');
  testWords(subject.model, {
    'x: cas null → "a": true': ok(cas('x', null, 'a'), true, 0, 1),
    'x: get → null': ok(get('x'), null, 0, 1),
    'y: delete': info(remove('y'), 0),
  });

  test('may answer something else than null for a key that is not', () => {
    const verdict = (answer: string | null) =>
      checkOperations(keyValue(''), [ok(get('x'), answer, 0, 1)]).verdict;
    expect(verdict('')).toBe(true);
    expect(verdict(null)).toBe(false);
  });
});
