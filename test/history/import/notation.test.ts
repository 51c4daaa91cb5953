import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotationReader, type Notation } from '../../../src/history/import/notation.js';

const read = (text: string, notation: Notation = 'edn') => {
  const reader = new NotationReader(text, notation);
  const forms = [];
  while (reader.peek() !== '') forms.push(reader.read());
  return forms;
};

describe('EDN', () => {
  test.each([
    ['nil true false', [null, true, false]],
    [':read "read" read :a/b', ['read', 'read', 'read', 'a/b']],
    ['0 -7 +7 007 1.5 -2e3 1.5M 12N 1/2', [0, -7, 7, 7, 1.5, -2000, 1.5, 12, '1/2']],
    // A double would make these two equal.
    [
      '9007199254740993 9007199254740992 -9007199254740993N',
      ['9007199254740993', '9007199254740992', '-9007199254740993'],
    ],
    ['##NaN ##Inf ##-Inf 1e999', ['NaN', 'Inf', '-Inf', '1e999']],
    ['[1 (2 #{3}) [] ()]', [[1, [2, [3]], [], []]]],
    ['{:a 1, "b" [2] 3 nil, nil 4, [5 :c] 6}', [{ a: 1, b: [2], 3: null, null: 4, '[5,"c"]': 6 }]],
    [
      String.raw`"a\"b\\c\n\t\u0041" "" \a \newline \space \u0041 \{ \"`,
      ['a"b\\c\n\tA', '', 'a', '\n', ' ', 'A', '{', '"'],
    ],
    [
      '#inst "2020-01-01" #jepsen.history.Op{:f :read} #a #b 1 #object[x 0x1 "y"]',
      ['2020-01-01', { f: 'read' }, 1, ['x', '0x1', 'y']],
    ],
    [
      '#<ConnectException java.net: <refused> x> 1 #"a+b"',
      ['#<ConnectException java.net: <refused> x>', 1, 'a+b'],
    ],
    ['1 #_2 #_ #_ 3 4 #_[5 {:a 6}] 7 ; 8 "\n9;', [1, 7, 9]],
    ['[1;2\n3]', [[1, 3]]],
    ['', []],
    ['\uFEFF 1', [1]],
  ])('%s', (text, forms) => expect(read(text)).toEqual(forms));

  test.each([
    ['[1 2', /Line 1: the file ends inside the "\[" of line 1: is it all there\? Expected "\]"/],
    ['[1\n 2)', /Line 2: "\)" cannot end the "\[" of line 1; expected "\]"/],
    ['{:a 1\n :b}', /Line 2: the map has no value for "b"/],
    ['{:a 1\n :b', /Line 2: the file ends inside the "\{" of line 1/],
    [')', /Line 1: "\)" ends nothing here/],
    ['1 "two', /Line 1: the file ends inside the text that begins in line 1/],
    [String.raw`"\u12"`, /four hexadecimal digits/],
    ['#tag', /Line 1: .*/],
    ['#<never', /"#<"/],
    ['['.repeat(100_000), /nested more than 500 deep/],
    ['#_'.repeat(100_000), /nested more than 500 deep/],
  ])('refuses %s', (text, error) => {
    expect(() => {
      const forms = read(text);
      if (forms.length === 0) throw new Error('Line 1: nothing');
    }).toThrow(error);
  });

  test('a hostile name of an entry is but a name', () => {
    const [map] = read('{:__proto__ {:x 1}}') as [Record<string, unknown>];
    expect(Object.keys(map)).toEqual(['__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test('garbage is read or refused, and nothing else happens', () => {
    const soup = fc.string({ unit: fc.constantFrom(...'[](){}#_"\\:;,<> \n1a-.N/^\'') });
    fc.assert(
      fc.property(soup, fc.constantFrom('edn' as const, 'json' as const), (text, notation) => {
        try {
          read(text, notation);
        } catch (error) {
          expect(error).toHaveProperty('name', 'HistoryError');
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(read(text, 'json')).toEqual([rounded(JSON.parse(text))]);
      }),
      { numRuns: 5_000 },
    );
  });

  /** Whole numbers that are not exact as doubles are texts here. */
  const rounded = (value: unknown): unknown => {
    if (typeof value === 'number') {
      return /^-?\d+$/.test(JSON.stringify(value)) && !Number.isSafeInteger(value)
        ? JSON.stringify(value)
        : value;
    }
    if (Array.isArray(value)) return value.map(rounded);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rounded(item)]));
  };

  test.each([
    ['{"a" 1}', /expected ":" after "a", but found "1}"/],
    ['{"a":}', /the map has no value for "a"/],
    ['[one]', /expected JSON, but found "one"/],
    ['{"a":1', /the file ends inside the "\{" of line 1/],
  ])('refuses %s', (text, error) => expect(() => read(text, 'json')).toThrow(error));
});
