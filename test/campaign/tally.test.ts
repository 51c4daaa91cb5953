import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeedReport } from '../../src/campaign/seed-task.js';
import { emptyTally, merged, type Tally, verdictOf, withReport } from '../../src/campaign/tally.js';

const report = (more: Partial<SeedReport> = {}): SeedReport => ({
  number: 0,
  cell: 'a',
  seed: 's-0',
  valid: true,
  failures: [],
  evidence: {},
  hash: 'h',
  operations: 10,
  simulatedMs: 100,
  wallMs: 5,
  faults: { kill: 2 },
  probes: {},
  ...more,
});
const broken = { guarantee: 'linearizability', kind: 'stale-read', shape: 'write 0a, read 1a' } as const;
const tallyOf = (...reports: readonly SeedReport[]): Tally => reports.reduce(withReport, emptyTally);

describe('a tally', () => {
  it('counts outcomes by cell', () => {
    const tally = tallyOf(report(), report({ valid: 'unknown' }), report({ cell: 'b', valid: false }));
    expect(tally.cells).toEqual({
      a: { valid: 1, unknown: 1, invalid: 0, evidence: {} },
      b: { valid: 0, unknown: 0, invalid: 1, evidence: {} },
    });
    expect(tally).toMatchObject({ seeds: 3, operations: 30, simulatedMs: 300 });
  });

  it('keeps of failures that look alike the smallest and the fastest seed', () => {
    const failing = (number: number, operations: number, simulatedMs: number): SeedReport =>
      report({ number, seed: `s-${number}`, valid: false, failures: [broken], operations, simulatedMs });
    const { failures } = tallyOf(failing(7, 20, 50), failing(3, 10, 90), failing(5, 10, 70));
    expect(Object.values(failures)).toEqual([
      {
        cell: 'a',
        failure: broken,
        seeds: 3,
        first: 3,
        smallest: { number: 3, seed: 's-3', operations: 10, simulatedMs: 90 },
        fastest: { number: 7, seed: 's-7', operations: 20, simulatedMs: 50 },
      },
    ]);
  });

  it('sums up evidence, and is unknown only where all of it together is too thin', () => {
    const seen = (met: number) => report({ evidence: { linearizability: { met, needed: 10 } } });
    expect(verdictOf(tallyOf(seen(4), seen(5)))).toBe('unknown');
    const enough = tallyOf(seen(4), seen(5), seen(1));
    expect(verdictOf(enough)).toBe(true);
    expect(enough.cells['a']?.evidence).toEqual({ linearizability: { met: 10, needed: 10 } });
    expect(merged(tallyOf(seen(4)), tallyOf(seen(5), seen(1)))).toEqual(enough);
  });

  it('tells crashes apart by what they say, but for numbers', () => {
    const crash = (text: string): SeedReport => report({ valid: false, crash: text });
    const { failures } = tallyOf(crash('parted at 17'), crash('parted at 99'), crash('hung'));
    expect(Object.values(failures).map(({ crash: text, seeds }) => [text, seeds])).toEqual([
      ['parted at 17', 2],
      ['hung', 1],
    ]);
  });

  it('is false before it is unknown, and worth nothing where a canary went unreported', () => {
    expect(verdictOf(emptyTally)).toBe('unknown');
    expect(verdictOf(tallyOf(report()))).toBe(true);
    expect(verdictOf(tallyOf(report(), report({ valid: 'unknown' })))).toBe('unknown');
    expect(
      verdictOf(tallyOf(report({ valid: 'unknown' }), report({ valid: false, failures: [broken] }))),
    ).toBe(false);
    const unseen = report({ canary: true });
    expect(verdictOf(tallyOf(report(), unseen))).toBe(false);
    const seen = report({ canary: true, valid: false, failures: [broken] });
    expect(verdictOf(tallyOf(report(), unseen, seen))).toBe(true);
    expect(tallyOf(seen).failures).toEqual({});
  });

  it('is the same in whatever order seeds end, and however they are dealt out', () => {
    const reports = fc.uniqueArray(
      fc.record({
        number: fc.nat({ max: 50 }),
        cell: fc.constantFrom('a', 'b'),
        valid: fc.constantFrom(true, false, 'unknown' as const),
        operations: fc.nat({ max: 5 }),
        simulatedMs: fc.nat({ max: 5 }),
        shape: fc.constantFrom('one', 'two'),
        canary: fc.boolean(),
      }),
      { selector: ({ number }) => number, maxLength: 12 },
    );
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (drafts, order) => {
        const all = drafts.map(({ shape, canary, valid, ...draft }) =>
          report({
            ...draft,
            valid,
            seed: `s-${draft.number}`,
            failures: valid === false ? [{ ...broken, shape }] : [],
            probes: { rare: draft.operations },
            ...(canary && { canary: true }),
          }),
        );
        const shuffled = all
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const half = shuffled.length >> 1;
        const expected = tallyOf(...all);
        expect(tallyOf(...shuffled)).toEqual(expected);
        expect(merged(tallyOf(...shuffled.slice(0, half)), tallyOf(...shuffled.slice(half)))).toEqual(
          expected,
        );
      }),
      { numRuns: 500 },
    );
  });
});
