import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { staleReads } from '../../../reports/page/stale-reads.js';
import type { Operation } from '../../../src/history/operation.js';
import { type Draft, makeHistory, r, w } from '../../checkers/make-history.js';

/** For each stale read how long its value had been overwritten, by looking at every pair of writes. */
function slowly(operations: readonly Operation[]): number[] {
  return operations
    .filter(({ f, type }) => f === 'read' && type === 'ok')
    .flatMap((read) => {
      const writes = operations.filter(
        ({ f, type, key }) => f === 'write' && type !== 'fail' && key === read.key,
      );
      const own = writes.find(({ input }) => input === read.output);
      if (!own && read.output !== null) return [];
      const newer = writes.filter((write) => !own || write.invokedAt > own.completedAt);
      const since = Math.min(...newer.map(({ completedAt }) => completedAt));
      return since < read.invokedAt ? [read.invokedAt - since] : [];
    });
}

describe('staleReads', () => {
  it('says for how long what was read had been overwritten', () => {
    const { operations } = makeHistory(
      w(1, 'x', 1, 0, 100),
      w(1, 'x', 2, 200, 300),
      w(1, 'x', 3, 400, 500),
      r(2, 'x', 1, 350, 360),
      r(2, 'x', 1, 600, 700),
      r(2, 'x', 3, 800, 900),
      r(3, 'x', null, 150, 160),
    );
    const { at, ns, of } = staleReads(operations);
    expect(at).toEqual([150, 350, 600]);
    expect(ns).toEqual([50, 50, 300]);
    expect(of.map((position) => operations[position]?.invokedAt)).toEqual(at);
  });

  it('says nothing of keys to which a value was written twice', () => {
    const { operations } = makeHistory(
      w(1, 'x', 1, 0, 100),
      w(1, 'x', 1, 200, 300),
      r(2, 'x', null, 400, 500),
    );
    expect(staleReads(operations).at).toEqual([]);
  });

  it('finds what a slow search finds', () => {
    const span = fc.record({
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 20 }),
    });
    const write = fc.tuple(span, fc.constantFrom('ok', 'fail', 'info'));
    const read = fc.tuple(span, fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(write, { maxLength: 6 }), fc.array(read, { maxLength: 6 }), (writes, reads) => {
        const drafts: Draft[] = [
          ...writes.map(([{ from, length }, type], at) =>
            type === 'ok'
              ? w(at, 'x', at + 1, from, from + length)
              : type === 'fail'
                ? { ...w(at, 'x', at + 1, from, from + length), type: 'fail' as const }
                : w(at, 'x', at + 1, from),
          ),
          ...reads.map(([{ from, length }, value], at) =>
            r(100 + at, 'x', value === 0 ? null : value, from, from + length),
          ),
        ];
        const { operations } = makeHistory(...drafts);
        expect([...staleReads(operations).ns].sort()).toEqual(slowly(operations).sort());
      }),
    );
  });
});
