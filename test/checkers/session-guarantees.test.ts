import { describe, expect, it } from 'vitest';
import { monotonicReads } from '../../src/checkers/monotonic-reads.js';
import { readYourWrites } from '../../src/checkers/read-your-writes.js';
import { userReadYourWrites } from '../../src/checkers/user-read-your-writes.js';
import { type Draft, m, makeHistory, r, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 10 };
const ryw = (...drafts: readonly Draft[]) => readYourWrites.check(makeHistory(...drafts), settings);
const of = (user: string, draft: Draft): Draft => ({ ...draft, user });
const userRyw = (...drafts: readonly Draft[]) => userReadYourWrites.check(makeHistory(...drafts), settings);
const mr = (...drafts: readonly Draft[]) => monotonicReads.check(makeHistory(...drafts), settings);

describe('read-your-writes', () => {
  it('rejects a read of an older value after an own write, and says what was expected', () => {
    expect(ryw(w(1, 'x', 1, 0, 5), w(2, 'x', 2, 10, 15), r(2, 'x', 1, 20, 25)).anomalies).toEqual([
      {
        kind: 'read-your-writes-violation',
        guarantee: 'read-your-writes',
        key: 'x',
        operations: [0, 2, 4],
        relations: [
          { from: 0, to: 2, reason: 'real time' },
          { from: 2, to: 4, reason: 'session order' },
          { from: 0, to: 4, reason: 'reads from' },
          { from: 4, to: 2, reason: 'older version' },
        ],
        versionOrder: 'real time',
        facts: { returned: 1, expected: 2 },
      },
    ]);
  });

  it('rejects it in a read of several keys too', () => {
    expect(ryw(w(1, 'x', 1, 0, 5), m(1, { x: null, y: null }, 10, 15)).holds).toBe(false);
  });

  it('accepts what another session does not see', () => {
    expect(ryw(w(1, 'x', 1, 0, 5), r(2, 'x', null, 10, 15))).toMatchObject({
      holds: 'unknown',
      evidence: { chances: 0 },
    });
  });

  it('accepts a newer or concurrent value of another session', () => {
    expect(ryw(w(1, 'x', 1, 0, 5), w(2, 'x', 2, 3, 8), r(1, 'x', 2, 10, 15)).holds).toBe(true);
  });

  it('asks nothing of a write of unknown outcome', () => {
    expect(ryw({ ...w(1, 'x', 1, 0, 5), type: 'info' }, r(2, 'x', null, 10, 15)).holds).toBe('unknown');
  });

  it('tells operations of one moment apart by their order', () => {
    expect(ryw(w(1, 'x', 1, 0, 5), r(1, 'x', null, 5.5, 5.5)).holds).toBe(false);
  });
});

describe('user-read-your-writes', () => {
  it('rejects a read on one device of something older than was acknowledged on another', () => {
    expect(
      userRyw(
        w(1, 'x', 1, 0, 5),
        of('ada', w(2, 'x', 2, 10, 15)),
        of('ada', r(3, 'x', 1, 20, 25)),
        of('bob', r(4, 'x', 1, 20, 25)),
      ).anomalies,
    ).toEqual([
      {
        kind: 'user-write-missed',
        guarantee: 'user-read-your-writes',
        key: 'x',
        operations: [0, 2, 4],
        relations: [
          { from: 0, to: 2, reason: 'real time' },
          { from: 2, to: 4, reason: 'real time' },
          { from: 0, to: 4, reason: 'reads from' },
          { from: 4, to: 2, reason: 'older version' },
        ],
        versionOrder: 'real time',
        facts: { user: 'ada', returned: 1, expected: 2 },
      },
    ]);
  });

  it('rejects it on the same device too, and of a process that is nobody’s', () => {
    const alone = [w(1, 'x', 1, 0, 5), r(1, 'x', null, 10, 15)] as const;
    expect(userRyw(of('ada', alone[0]), of('ada', alone[1])).anomalies).toMatchObject([
      { relations: [{ from: 0, to: 2, reason: 'session order' }, {}], facts: { user: 'ada' } },
    ]);
    expect(userRyw(...alone).anomalies).toMatchObject([{ facts: { user: 1 } }]);
  });

  it('accepts a read that began before the other device had its answer', () => {
    expect(userRyw(of('ada', w(1, 'x', 1, 0, 10)), of('ada', r(2, 'x', null, 5, 15)))).toMatchObject({
      holds: 'unknown',
      evidence: { chances: 0 },
    });
  });

  it('accepts the writes of two devices at once in either order', () => {
    const [one, other] = [of('ada', w(1, 'x', 1, 0, 10)), of('ada', w(2, 'x', 2, 5, 15))];
    for (const value of [1, 2])
      expect(userRyw(one, other, of('ada', r(3, 'x', value, 20, 25))).holds).toBe(true);
  });

  it('knows the newest of all devices, whichever had its answer last', () => {
    const writes = [of('ada', w(1, 'x', 1, 0, 40)), w(3, 'x', 2, 0, 5), of('ada', w(2, 'x', 3, 10, 15))];
    expect(userRyw(...writes, of('ada', r(1, 'x', 2, 50, 55))).holds).toBe(false);
  });

  it('is about histories with users', () => {
    const suits = (...drafts: readonly Draft[]) => userReadYourWrites.suits?.(makeHistory(...drafts));
    expect(suits(w(1, 'x', 1, 0, 5))).toBe(false);
    expect(suits(w(1, 'x', 1, 0, 5), of('ada', r(2, 'x', 1, 10, 15)))).toBe(true);
  });
});

describe('monotonic-reads', () => {
  it('rejects a read that goes back behind any earlier one', () => {
    const result = mr(
      w(1, 'x', 1, 0, 5),
      w(1, 'x', 2, 10, 15),
      r(2, 'x', 2, 20, 25),
      r(2, 'x', 1, 30, 35),
      r(2, 'x', null, 40, 45),
    );
    expect(result).toMatchObject({ holds: false, anomalyCount: 2, evidence: { chances: 2 } });
    expect(result.anomalies.map(({ operations }) => operations)).toEqual([
      [2, 4, 8],
      [0, 2, 4, 6],
    ]);
  });

  it('accepts that two sessions see different versions', () => {
    expect(
      mr(w(1, 'x', 1, 0, 5), r(2, 'x', 1, 10, 15), r(3, 'x', null, 20, 25), r(2, 'x', 1, 30, 35)).holds,
    ).toBe(true);
  });

  it('accepts going from one concurrent write to the other, whose order nobody knows', () => {
    const writes = [w(1, 'x', 1, 0, 9), w(2, 'x', 2, 0, 9)];
    expect(mr(...writes, r(3, 'x', 1, 10, 15), r(3, 'x', 2, 20, 25)).holds).toBe(true);
    expect(mr(...writes, r(3, 'x', 2, 10, 15), r(3, 'x', 1, 20, 25), r(3, 'x', 1, 30, 35)).holds).toBe(true);
  });

  it('rejects going back to what was read before, whatever the order is', () => {
    const result = mr(
      w(1, 'x', 1, 0, 9),
      w(2, 'x', 2, 0),
      r(3, 'x', 2, 10, 15),
      r(3, 'x', 1, 20, 25),
      r(3, 'x', 2, 30, 35),
    );
    expect(result).toMatchObject({
      holds: false,
      anomalies: [{ operations: [1, 0, 3, 5, 7], versionOrder: 'session order' }],
    });
  });

  it('has no chance to fail while a session has only read the initial value', () => {
    expect(mr(r(1, 'x', null, 0, 5), r(1, 'x', null, 10, 15)).evidence.chances).toBe(0);
  });
});
