import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOlder } from '../../../src/checkers/register.js';
import { registersOf } from '../../../src/checkers/registers.js';
import { type Distributions, distributions } from '../../../src/checkers/staleness/distributions.js';
import { arbitraryHistory } from '../arbitrary-history.js';
import { type Draft, makeHistory, r, w } from '../make-history.js';

const MS = 1e6;

function of(...drafts: readonly Draft[]): Distributions {
  const scaled = drafts.map((draft) => ({
    ...draft,
    invoked: draft.invoked * MS,
    ...(draft.ended !== undefined && { ended: draft.ended * MS }),
  }));
  return distributions(registersOf(makeHistory(...scaled)));
}

describe('staleness as clients feel it', () => {
  test('counts the newer writes that a read missed, and for how long', () => {
    const { reads, stale, missed, staleForMs } = of(
      w(1, 'x', 1, 0, 5),
      w(1, 'x', 2, 10, 15),
      w(1, 'x', 3, 20, 25),
      r(2, 'x', 1, 30, 35),
      r(2, 'x', 2, 40, 45),
      r(2, 'x', 3, 50, 55),
    );
    expect({ reads, stale }).toEqual({ reads: 3, stale: 2 });
    expect(missed).toEqual([
      { from: 0, to: 0, reads: 1 },
      { from: 1, to: 1, reads: 1 },
      { from: 2, to: 2, reads: 1 },
    ]);
    expect(staleForMs).toEqual({ p50: 15, p90: 15, p99: 15, max: 15 });
  });

  test('sorts reads by how long before them the newest write was acknowledged', () => {
    const { visibility } = of(
      w(1, 'x', 1, 0, 10),
      r(2, 'x', null, 10.3, 11),
      r(3, 'x', 1, 10.45, 11),
      r(2, 'x', null, 13, 14),
      r(3, 'x', 1, 110, 111),
    );
    expect(visibility.map(({ fromMs, toMs, reads, stale }) => [fromMs, toMs, reads, stale])).toEqual([
      [0.2, 0.5, 2, 1],
      [2, 5, 1, 1],
      [100, 200, 1, 0],
    ]);
    expect(visibility[0]?.meanMs).toBeCloseTo(0.375, 9);
  });

  test('does not count a write that overlaps, nor one of unknown outcome', () => {
    const overlapping = of(w(1, 'x', 1, 0, 20), w(2, 'x', 2, 5, 10), r(3, 'x', 1, 30, 35));
    expect(overlapping.stale).toBe(0);
    const unknown = of(w(1, 'x', 1, 0, 5), w(2, 'x', 2, 10), r(3, 'x', 1, 30, 35));
    expect(unknown.stale).toBe(0);
    // What was returned may have been written at any time, even after the newer one.
    const late = of(w(1, 'x', 1, 0), w(2, 'x', 2, 10, 15), r(3, 'x', 1, 30, 35));
    expect(late.stale).toBe(0);
  });

  test('leaves out final reads, and those of impossible values', () => {
    const { reads } = of(
      w(1, 'x', 1, 0, 5),
      r(2, 'x', 9, 10, 15),
      { ...r(3, 'x', null, 20, 25), final: true },
      r(4, 'x', 1, 30, 35),
    );
    expect(reads).toBe(1);
  });

  test('groups large numbers', () => {
    const writes = Array.from({ length: 30 }, (_, at) => w(1, 'x', at + 1, 10 * at, 10 * at + 5));
    const { missed } = of(...writes, r(2, 'x', null, 500, 505), r(2, 'x', 21, 510, 515));
    expect(missed).toEqual([
      { from: 9, to: 9, reads: 1 },
      { from: 20, to: 49, reads: 1 },
    ]);
  });

  test('agrees with counting one by one', () => {
    const histories = arbitraryHistory({
      keys: ['x', 'y'],
      processes: 3,
      maxOperations: 14,
      kinds: ['write', 'read', 'multi-read'],
      outcomes: ['ok', 'ok', 'ok', 'info', 'fail'],
    }).map((drafts) => makeHistory(...drafts));
    fc.assert(
      fc.property(histories, (history) => {
        const registers = registersOf(history);
        const counts = new Map<number, number>();
        let [withNewest, stale] = [0, 0];
        for (const { operation, register, version } of registers.reads) {
          if (!version) continue;
          const before = register.versions.filter(({ acknowledged }) => acknowledged < operation.index);
          const missed = before.filter((newer) => isOlder(version, newer)).length;
          counts.set(missed, (counts.get(missed) ?? 0) + 1);
          if (before.length > 0) withNewest++;
          if (missed > 0) stale++;
        }
        const found = distributions(registers);
        expect(new Map(found.missed.map(({ from, reads }) => [from, reads]))).toEqual(
          new Map([...counts].sort(([a], [b]) => a - b)),
        );
        const sum = (pick: (bucket: Distributions['visibility'][number]) => number): number =>
          found.visibility.reduce((total, bucket) => total + pick(bucket), 0);
        expect(sum(({ reads }) => reads)).toBe(withNewest);
        expect(sum((bucket) => bucket.stale)).toBe(stale);
        expect(found.stale).toBe(stale);
      }),
      { numRuns: 2000 },
    );
  });
});
