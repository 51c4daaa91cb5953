import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Guarantee } from '../../src/checkers/checker.js';
import { checkerOf } from '../../src/checkers/registry.js';
import { type Draft, makeHistory } from './make-history.js';

interface Vector {
  readonly name: string;
  readonly operations: readonly Draft[];
  readonly satisfied: Readonly<Partial<Record<Guarantee, boolean>>>;
}

const file = new URL('../vectors/registers.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] };

describe('the minimal histories', () => {
  it.each(vectors)('$name', ({ operations, satisfied }) => {
    const history = makeHistory(...operations);
    const answers = Object.keys(satisfied).map((guarantee) => {
      const { holds } = checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 10 });
      // Too little evidence is not a violation.
      return [guarantee, holds !== false];
    });
    expect(Object.fromEntries(answers)).toEqual(satisfied);
  });
});
