import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTakenBack, parseTakenBack } from '../../src/replica/taken-back.js';

test('what is said is read again, whatever keys and values are, also behind a partition’s name', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.nat(), fc.nat(), (key, json, at, term) => {
      // -0 is 0 in JSON.
      const write = { key, value: JSON.parse(JSON.stringify(json)) as unknown, at, term };
      const line = formatTakenBack(write);
      expect(parseTakenBack(line)).toEqual(write);
      expect(parseTakenBack(`partition 3: ${line}`)).toEqual(write);
    }),
  );
  expect(formatTakenBack({ key: 'x', value: 2, at: 5, term: 1 })).toBe(
    'takes back "x" = 2, place 5 of term 1',
  );
});

test.each(['takes back 2 entries from 5 of term 1 on', 'takes back "x" = , place 5 of term 1', ''])(
  'another line: %s',
  (line) => {
    expect(parseTakenBack(line)).toBeUndefined();
  },
);
