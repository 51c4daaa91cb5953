import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membersAtHead } from '../../src/store/json-head.js';

describe('the members at the head of an object', () => {
  it('are those that JSON.parse finds, as far as the text goes, however it is laid out', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 2, '\t'),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (object, space, share) => {
          const text = JSON.stringify(object, undefined, space);
          const all = JSON.parse(text) as Record<string, unknown>;
          const whole = membersAtHead(text);
          expect({ ...whole }).toEqual({ ...all });
          const head = membersAtHead(text.slice(0, Math.floor(text.length * share))) ?? {};
          for (const [name, value] of Object.entries(head)) expect(value).toEqual(all[name]);
          const names = Object.keys(head);
          // In the order of the text, none left out before one that is there. Numbers as names come first in objects.
          if (Object.keys(all).every((name) => !/^\d+$/.test(name))) {
            expect(names).toEqual(Object.keys(all).slice(0, names.length));
          }
        },
      ),
    );
  });

  it('leave out what may go on', () => {
    expect({ ...membersAtHead('{"a": 12') }).toEqual({});
    expect({ ...membersAtHead('{"a": 12, "b": "x') }).toEqual({ a: 12 });
    expect({ ...membersAtHead('{"a": [1, {"b": "}"}], "c": {"d": 1}') }).toEqual({ a: [1, { b: '}' }] });
  });

  it('are not those of what is no object', () => {
    expect(membersAtHead('[1]')).toBeUndefined();
    expect(membersAtHead('')).toBeUndefined();
    expect({ ...membersAtHead('{nonsense}') }).toEqual({});
  });
});
