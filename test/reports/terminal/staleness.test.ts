import { describe, expect, test } from 'vitest';
import { renderVerdict } from '../../../reports/terminal.js';
import { sampleRun } from '../sample-run.js';

function section(staleEvery: number): string {
  const text = renderVerdict(sampleRun({ staleEvery }), { colour: false });
  return text.split('\n\n').find((part) => part.startsWith('Staleness')) ?? '';
}

describe('staleness on the terminal', () => {
  test('a fresh history takes a line', () => {
    expect(section(0).split('\n')).toEqual([
      'Staleness',
      '  k = 1, Δ = 0, Γ = 0: every read returned the latest value.',
    ]);
  });

  test('a stale one says how stale, how often, and when', () => {
    const text = section(9);
    expect(text).toMatch(/^ {2}k = 3 +every read returned one of the 3 latest values/m);
    expect(text).toMatch(/^ {2}Δ = \d+ ms/m);
    expect(text).toMatch(/^ {2}Γ = \d+ ms/m);
    expect(text).toMatch(/\d+ of \d+ reads \([\d.]+ %\) missed newer writes/);
    expect(text).toMatch(/^ {4}10–20 ms +█+·+ +\d+ % +of \d+ reads$/m);
  });
});
