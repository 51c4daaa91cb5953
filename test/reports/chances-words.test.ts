import { describe, expect, it } from 'vitest';
import { chancesWords } from '../../reports/chances-words.js';
import { NOT_LOOKED_FOR } from '../../src/checkers/judge.js';

describe('chancesWords', () => {
  it('counts the chances, unless nobody looked for any', () => {
    expect(chancesWords({ chances: 1204, what: 'reads of the key' })).toBe('1,204 reads of the key');
    expect(chancesWords({ chances: 0, what: 'reads of the key' })).toBe('0 reads of the key');
    expect(chancesWords({ chances: 0, what: NOT_LOOKED_FOR })).toBe('not looked for');
  });
});
