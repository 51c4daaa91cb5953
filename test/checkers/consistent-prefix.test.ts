import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistentPrefix } from '../../src/checkers/consistent-prefix.js';
import { type Draft, m, makeHistory, r, w } from './make-history.js';

const check = (...drafts: readonly Draft[]) =>
  consistentPrefix.check(makeHistory(...drafts), { minEvidence: 1, maxAnomalies: 10 });

describe('consistent-prefix', () => {
  it('rejects an answer without its question, and says why', () => {
    const result = check(
      w(1, 'question', 1, 0, 5),
      r(2, 'question', 1, 10, 15),
      w(2, 'answer', 1, 20, 25),
      m(3, { question: null, answer: 1 }, 30, 35),
    );
    expect(result.anomalies).toEqual([
      {
        kind: 'prefix-violation',
        guarantee: 'consistent-prefix',
        operations: [0, 4, 6],
        relations: [
          { from: 6, to: 0, reason: 'older version' },
          { from: 0, to: 4, reason: 'real time' },
          { from: 4, to: 6, reason: 'reads from' },
        ],
        versionOrder: 'real time',
        facts: { snapshots: 1 },
      },
    ]);
  });

  it('rejects two snapshots that see concurrent writes in opposite orders', () => {
    const result = check(
      w(1, 'x', 1, 0, 100),
      w(2, 'y', 1, 0, 100),
      m(3, { x: 1, y: null }, 10, 20),
      m(4, { x: null, y: 1 }, 10, 20),
    );
    expect(result).toMatchObject({ holds: false, anomalyCount: 1 });
    expect([...(result.anomalies[0]?.operations ?? [])].sort()).toEqual([0, 1, 2, 3]);
    expect(result.anomalies[0]).toMatchObject({ kind: 'long-fork', facts: { snapshots: 2 } });
  });

  it('rejects three snapshots that contradict one another only together', () => {
    const result = check(
      w(1, 'x', 1, 0, 100),
      w(2, 'y', 1, 0, 100),
      w(3, 'z', 1, 0, 100),
      m(4, { x: 1, y: null }, 10, 20),
      m(5, { y: 1, z: null }, 10, 20),
      m(6, { z: 1, x: null }, 10, 20),
    );
    expect(result).toMatchObject({ holds: false, anomalyCount: 1, anomalies: [{ facts: { snapshots: 3 } }] });
  });

  it('rejects a fractured view of one session, however old the rest is', () => {
    expect(
      check(
        w(1, 'x', 1, 0, 5),
        w(1, 'y', 1, 10, 15),
        w(1, 'x', 2, 20, 25),
        w(1, 'y', 2, 30, 35),
        m(2, { x: 1, y: 2 }, 40, 45),
      ).holds,
    ).toBe(false);
  });

  it('accepts any prefix, however old', () => {
    const writes = [w(1, 'x', 1, 0, 5), w(1, 'y', 1, 10, 15), w(1, 'x', 2, 20, 25), w(1, 'y', 2, 30, 35)];
    const prefixes = [
      { x: null, y: null },
      { x: 1, y: null },
      { x: 1, y: 1 },
      { x: 2, y: 1 },
      { x: 2, y: 2 },
    ];
    const reads = prefixes.reverse().map((values, at) => m(2, values, 40 + 10 * at, 45 + 10 * at));
    expect(check(...writes, ...reads)).toMatchObject({ holds: true, evidence: { chances: 4 } });
  });

  it('accepts snapshots of concurrent writes in one order', () => {
    expect(
      check(
        w(1, 'x', 1, 0, 100),
        w(2, 'y', 1, 0, 100),
        m(3, { x: 1, y: null }, 10, 20),
        m(4, { x: 1, y: 1 }, 10, 20),
      ).holds,
    ).toBe(true);
  });

  it('asks nothing of reads of a single key', () => {
    expect(check(w(1, 'x', 1, 0, 5), r(2, 'x', null, 10, 15))).toMatchObject({
      holds: 'unknown',
      evidence: { chances: 0 },
    });
  });

  it('counts each group of contradicting snapshots once, and is quick about a thousand of them', () => {
    const drafts: Draft[] = [];
    for (let at = 0; at < 1000; at++) {
      const t = at * 100;
      drafts.push(w(1, 'x', `x${at}`, t, t + 90), w(2, 'y', `y${at}`, t, t + 90));
      const before = at === 0 ? null : at - 1;
      const old = (key: string) => (before === null ? null : `${key}${before}`);
      drafts.push(m(3, { x: `x${at}`, y: old('y') }, t + 10, t + 20));
      drafts.push(m(4, { x: old('x'), y: `y${at}` }, t + 10, t + 20));
    }
    const began = performance.now();
    const result = check(...drafts);
    expect(result).toMatchObject({ holds: false, anomalyCount: 1000 });
    expect(result.anomalies).toHaveLength(10);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('long forks', () => {
  const keys = ['x', 'y', 'z'];
  /** What some readers saw of keys that are written once each, all the while they read. */
  const arbitrarySights = fc.array(
    fc.record(Object.fromEntries(keys.map((key) => [key, fc.constantFrom(1, null)]))),
    {
      minLength: 2,
      maxLength: 6,
    },
  );

  it('are found wherever two readers each saw what the other missed', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitrarySights, (sights) => {
        const misses = (one: number, other: number): boolean =>
          keys.some((key) => sights[one]?.[key] === null && sights[other]?.[key] === 1);
        const forks = (one: number, other: number): boolean => misses(one, other) && misses(other, one);
        const numbers = [...sights.keys()];
        const forked = numbers.some((one) => numbers.some((other) => forks(one, other)));
        const drafts = sights.map((sight, number) =>
          m(number + 10, sight, 10 * number + 10, 10 * number + 15),
        );
        const writes = keys.map((key, process) => w(process, key, 1, 0, 1000));
        const { holds, anomalies } = check(...writes, ...drafts);
        expect(holds === false).toBe(forked);
        for (const { kind, operations } of anomalies) {
          seen++;
          expect(kind).toBe('long-fork');
          const readers = operations
            .filter((index) => index >= keys.length)
            .map((index) => (index - keys.length) / 2);
          expect(readers).toHaveLength(2);
          expect(forks(readers[0] as number, readers[1] as number)).toBe(true);
          expect(operations).toHaveLength(4);
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 4000) },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it('are no gaps that one reader saw by itself', () => {
    const { anomalies } = check(w(1, 'x', 1, 0, 5), w(2, 'y', 1, 10, 15), m(3, { x: null, y: 1 }, 20, 25));
    expect(anomalies.map(({ kind }) => kind)).toEqual(['prefix-violation']);
  });

  it.each([100, 10_000])('are found among %d operations', (count) => {
    const turns = Array.from({ length: count / 4 }, (_, turn): Draft[] => {
      const at = turn * 100;
      return [
        w(1, `x${turn}`, 1, at, at + 90),
        w(2, `y${turn}`, 1, at, at + 90),
        m(3, { [`x${turn}`]: 1, [`y${turn}`]: null }, at + 10, at + 20),
        m(4, { [`x${turn}`]: turn === 7 ? null : 1, [`y${turn}`]: 1 }, at + 30, at + 40),
      ];
    }).flat();
    const { anomalyCount, anomalies } = check(...turns);
    expect(anomalyCount).toBe(1);
    expect(anomalies).toMatchObject([{ kind: 'long-fork', facts: { snapshots: 2 } }]);
  });
});
