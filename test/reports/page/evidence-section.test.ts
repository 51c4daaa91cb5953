import { describe, expect, test } from 'vitest';
import { evidenceSection } from '../../../reports/page/evidence-section.js';
import { NOT_LOOKED_FOR } from '../../../src/checkers/judge.js';
import type { Judgement } from '../../../src/checkers/verdict.js';
import { sampleRun } from '../sample-run.js';

/** What a report says of how often promises could have been seen to fail. */
function said(promised: readonly (readonly [Judgement['guarantee'], number, string?])[]): string[] {
  const run = sampleRun({ staleEvery: 0 });
  const judgements = promised.map(([guarantee, chances, what = 'reads of a key']) => ({
    ...(run.verdict.judgements[0] as Judgement),
    guarantee,
    promise: { guarantee, because: 'the test says so' },
    evidence: { chances, what },
  }));
  const { text } = evidenceSection({ ...run, verdict: { ...run.verdict, judgements } });
  const [, row = ''] = /Could have been seen to fail<\/dt>([\s\S]*?)<\/dd>/.exec(text) ?? [];
  return [...row.matchAll(/<span>([^<]*)<\/span>/g)].map(([, words = '']) => words);
}

describe('how often promises could have been seen to fail', () => {
  test('is said in words of few, the thinnest evidence first', () => {
    expect(
      said([
        ['durability', 12],
        ['liveness', 3],
      ]),
    ).toEqual(['Liveness: 3 reads of a key', 'Durability: 12 reads of a key']);
  });

  test('is said in figures of many, which each have their words below', () => {
    expect(
      said([
        ['durability', 12],
        ['liveness', 3],
        ['consistent-prefix', 0, NOT_LOOKED_FOR],
        ['monotonic-reads', 2000],
        ['integrity', 7],
      ]),
    ).toEqual([
      `Consistent prefix: ${NOT_LOOKED_FOR}`,
      'Liveness 3',
      'Integrity 7',
      'Durability 12',
      'Monotonic reads 2,000',
    ]);
  });
});
