import { describe, expect, test } from 'vitest';
import { stalenessSection } from '../../../reports/page/staleness-section.js';
import { measureStaleness, type Staleness } from '../../../src/checkers/staleness/measure-staleness.js';
import { stream } from '../../../src/plan/stream.js';
import { sampleRun } from '../sample-run.js';

function sectionOf(staleness: Staleness | undefined): string {
  const section = stalenessSection(staleness);
  return section === false ? '' : section.text;
}

describe('staleness in the report', () => {
  test('is left out where it was not measured', () => {
    expect(stalenessSection(undefined)).toBe(false);
  });

  test('needs no picture when nothing is stale', () => {
    const text = sectionOf(sampleRun({ staleEvery: 0 }).verdict.staleness);
    expect(text).toContain('every read returned the latest value');
    expect(text).not.toContain('<svg');
    expect(text).not.toContain('<table');
  });

  test('draws observed beside predicted', () => {
    const { history } = sampleRun({ staleEvery: 9 });
    const { unit: random } = stream('report', 'staleness');
    const quorum = { n: 3, w: 1, r: 1, random };
    const staleness = measureStaleness(history, { maxKeys: 2, quorum }) as Staleness;
    const text = sectionOf(staleness);
    const count = (part: string): number => text.split(part).length - 1;
    expect(count('class="observed"')).toBe(staleness.visibility.length);
    expect(count('class="predicted"')).toBe(staleness.visibility.length);
    expect(text).toContain('the 2 worst of 3');
    expect(text).toMatch(/Predicted for n = 3, w = 1, r = 1: at most 67 % of reads miss the latest write/);
    expect(text).toMatch(/reads stale \([\d.]+ %\), predicted [<\d. ]+%/);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('draws no dots without a prediction', () => {
    const text = sectionOf(sampleRun({ staleEvery: 9 }).verdict.staleness);
    expect(text).toContain('class="observed"');
    expect(text).not.toContain('class="predicted"');
  });

  test('what the system said stays text', () => {
    const run = sampleRun({ staleEvery: 9, keys: ['<script>alert(1)</script>', 'y'] });
    const text = sectionOf(run.verdict.staleness);
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });
});
