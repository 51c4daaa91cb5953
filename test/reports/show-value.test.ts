import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showName, showText, showValue } from '../../reports/show-value.js';
import type { Value } from '../../src/history/event.js';
import { hostileStrings } from './hostile-strings.js';

/** Nothing that is not seen, or that changes how other text is seen. */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}|\p{M}{3,}/u;

describe('showValue', () => {
  it.each([
    [17, '17'],
    [null, 'null'],
    [true, 'true'],
    ['text', '"text"'],
    ['say "hi" \\', '"say \\"hi\\" \\\\"'],
    [['a', 1, null], '["a", 1, null]'],
    [{ a: 1, 'b c': [2] }, '{a: 1, "b c": [2]}'],
    [[], '[]'],
    [{}, '{}'],
    ['a\nb', '"a\\nb"'],
    ['\u202eevil', '"\\u202eevil"'],
    ['\u{e0041}', '"\\u{e0041}"'],
  ] as const)('shows %j', (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  it('says how long a text was that it has cut', () => {
    expect(showValue('x'.repeat(1_000_000), 10)).toBe('"xxxxxxxxxx…" (1,000,000 characters)');
  });

  it('says how many items it has left out', () => {
    expect(showValue([1, 2, 3, 4, 5, 6, 7, 8, 9], 10)).toBe('[1, 2, 3, 4, … 5 more]');
  });

  it('does not follow a value into any depth', () => {
    let deep: Value = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(showValue(deep)).toBe('[[[[[[…]]]]]]');
  });

  it('keeps any JSON short and visible', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const shown = showValue(value as Value, 40);
        expect(shown.length).toBeLessThan(400);
        expect(shown).not.toMatch(invisible);
      }),
    );
  });

  it.each(hostileStrings.map((text) => [text.slice(0, 24), text]))('tames %j', (_name, text) => {
    for (const shown of [showValue(text), showName(text), showText(text)]) {
      expect(shown).not.toMatch(invisible);
      expect(shown.length).toBeLessThan(260);
    }
  });

  it('gives different short texts different looks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 5 }),
        fc.string({ unit: 'binary', maxLength: 5 }),
        (a, b) => {
          fc.pre(a !== b);
          expect(showValue(a, 100)).not.toBe(showValue(b, 100));
        },
      ),
      { examples: [['\n', '\\n']] },
    );
  });
});

describe('showName', () => {
  it.each([
    ['x', 'x'],
    ['user:17/name', 'user:17/name'],
    ['été', 'été'],
    ['', '""'],
    ['two words', '"two words"'],
    ['x=1', '"x=1"'],
    ['-o', '"-o"'],
  ])('shows %j as %s', (name, shown) => {
    expect(showName(name)).toBe(shown);
  });
});
