import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOf } from '../../../reports/page/lanes.js';
import { type Draft, makeHistory, w } from '../../checkers/make-history.js';
import { sampleRun } from '../sample-run.js';

describe('lanesOf', () => {
  it('keeps the processes of one client in one row', () => {
    const { history, plan } = sampleRun({ clients: 4 });
    const { laneOf, lanes } = lanesOf(history, plan);
    expect(new Set(history.operations.map(({ process }) => process)).size).toBeGreaterThan(7);
    expect(lanes.filter(({ final }) => !final)).toHaveLength(4);
    for (const [at, { process, final }] of history.operations.entries()) {
      if (!final) expect(laneOf[at]).toBe(process % 4);
    }
  });

  it('never lets two operations of a row overlap, however many processes there are', () => {
    const drafts = fc.array(fc.record({ at: fc.nat(300), length: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 1,
      maxLength: 150,
    });
    fc.assert(
      fc.property(drafts, (list) => {
        const operations = list.map(({ at, length }, number): Draft =>
          w(number, 'x', number, at, at + length),
        );
        const history = makeHistory(...operations);
        const { laneOf, lanes } = lanesOf(history);
        expect(lanes.length).toBeLessThanOrEqual(list.length);
        const free: number[] = [];
        for (const [at, { invokedAt, endedAt }] of history.operations.entries()) {
          const lane = laneOf[at] as number;
          expect(invokedAt).toBeGreaterThanOrEqual(free[lane] ?? 0);
          free[lane] = endedAt;
        }
      }),
    );
  });
});
