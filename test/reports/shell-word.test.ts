import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from '../../reports/shell-word.js';

test.each([
  ['SL9b-late', 'SL9b-late'],
  ["RL1'-seeded", `"RL1'-seeded"`],
  ['two words', `'two words'`],
  [`it's "$HOME"`, `'it'\\''s "$HOME"'`],
  ['', `''`],
])('%j is typed as %s', (word, typed) => {
  expect(shellWord(word)).toBe(typed);
});

test('a shell reads back the very words', () => {
  const word = fc.string({ unit: fc.constantFrom(...`a1 '"$\`\\!*;&|<>()#~\n-`) });
  fc.assert(
    fc.property(fc.array(word, { minLength: 20, maxLength: 40 }), (words) => {
      const read = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], {
        encoding: 'utf8',
      });
      expect(read).toBe(words.map((one) => `${one}\0`).join(''));
    }),
    { numRuns: 20 },
  );
});
