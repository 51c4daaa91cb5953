import { describe, expect, it } from 'vitest';
import { guaranteeWords, inSentence } from '../../reports/guarantee-words.js';

describe('inSentence', () => {
  it('leaves names that are all capitals as they are', () => {
    expect(inSentence(guaranteeWords.pram.title)).toBe('PRAM');
    expect(inSentence(guaranteeWords['causal-memory'].title)).toBe('causal memory');
  });
});
