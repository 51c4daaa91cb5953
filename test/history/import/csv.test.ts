import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../src/history/import/csv.js';

const read = (text: string) => [...readCsv(text)].map(({ line, fields }) => [line, fields]);

describe('CSV', () => {
  test('cells are numbers, JSON, texts or nothing', () => {
    expect(
      read('a,b,c\n1,two,\r\n-1.5,"[1,2]","say ""hi"", then"\n\n007,true,12345678901234567890\n'),
    ).toEqual([
      [2, { a: 1, b: 'two', c: null }],
      [3, { a: -1.5, b: [1, 2], c: 'say "hi", then' }],
      [5, { a: '007', b: true, c: '12345678901234567890' }],
    ]);
  });

  test('what separates the names separates the cells', () => {
    expect(read('a;b\n1,5;x')).toEqual([[2, { a: '1,5', b: 'x' }]]);
    expect(read('\uFEFFa\tb\n1\t2')).toEqual([[2, { a: 1, b: 2 }]]);
  });

  test('lines are counted through quoted cells', () => {
    expect(read('a,b\n"x\ny",1\nz,2')).toEqual([
      [2, { a: 'x\ny', b: 1 }],
      [4, { a: 'z', b: 2 }],
    ]);
  });

  test('a short row lacks its last cells', () => {
    expect(read('a,b\n1')).toEqual([[2, { a: 1 }]]);
  });

  test.each([
    ['a,b\n1,2,3', /Line 2: the row has 3 cells, but the first row names 2 columns: a, b/],
    ['a,b\n"1,2', /Line 2: the file ends inside a quoted cell/],
    ['a,b\n"1"x,2', /Line 2: expected "," or the end of the line after a quoted cell, but found "x"/],
  ])('refuses %j', (text, error) => expect(() => read(text)).toThrow(error));
});
