import { describe, expect, it } from 'vitest';
import { integrity } from '../../src/checkers/integrity.js';
import { linearizability } from '../../src/checkers/linearizability.js';
import { regularRegister } from '../../src/checkers/regular-register.js';
import { type Draft, inspect, m, makeHistory, r, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 10 };
const regular = (...drafts: readonly Draft[]) => regularRegister.check(makeHistory(...drafts), settings);
const sound = (...drafts: readonly Draft[]) => integrity.check(makeHistory(...drafts), settings);
const linear = (...drafts: readonly Draft[]) => linearizability.check(makeHistory(...drafts), settings);
const MS = 1e6;

describe('regular-register', () => {
  it('rejects a read of an overwritten value, and says for how long it had been stale', () => {
    const result = regular(
      w(1, 'x', 1, 0, 5 * MS),
      w(1, 'x', 2, 10 * MS, 20 * MS),
      w(1, 'x', 3, 30 * MS, 40 * MS),
      r(2, 'x', 1, 45 * MS, 50 * MS),
    );
    expect(result.anomalies).toMatchObject([
      { kind: 'stale-read', operations: [0, 2, 6], facts: { returned: 1, expected: 2, staleForMs: 25 } },
    ]);
  });

  it('accepts a read that a write is under way with', () => {
    expect(regular(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 30), r(2, 'x', 1, 20, 25)).holds).toBe(true);
    expect(regular(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 30), r(2, 'x', 2, 20, 25)).holds).toBe(true);
  });

  it('accepts a value of unknown outcome, however late it takes effect', () => {
    expect(regular(w(1, 'x', 1, 0), w(2, 'x', 2, 10, 15), r(2, 'x', 1, 100, 105)).holds).toBe(true);
  });

  it('shows the smallest and earliest anomalies first, and counts those it leaves out', () => {
    const stale = Array.from({ length: 30 }, (_, at) =>
      r(2, 'x', at % 2 ? 1 : null, 20 + 10 * at, 25 + 10 * at),
    );
    const result = regular(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), ...stale);
    expect(result.anomalyCount).toBe(30);
    expect(result.anomalies).toHaveLength(10);
    expect(result.anomalies.map(({ operations }) => operations.length)).toEqual(new Array(10).fill(2));
    expect(result.anomalies[0]?.operations).toEqual([0, 4]);
  });
});

describe('integrity', () => {
  it('rejects a value that nobody wrote, wherever it shows', () => {
    expect(sound(r(1, 'x', 7, 0, 5)).anomalies[0]).toMatchObject({ kind: 'thin-air-read', operations: [0] });
    expect(sound(m(1, { x: null, y: 7 }, 0, 5)).anomalies[0]).toMatchObject({
      kind: 'thin-air-read',
      key: 'y',
    });
    expect(sound(inspect('n1', { x: 7 }, 0, 5)).anomalies[0]).toMatchObject({ kind: 'thin-air-read' });
    expect(sound(w(1, 'y', 7, 0, 5), r(1, 'x', 7, 10, 15)).holds).toBe(false);
  });

  it('rejects the value of a write that definitely failed', () => {
    const failed: Draft = { ...w(1, 'x', 7, 0, 5), type: 'fail' };
    expect(sound(failed, r(1, 'x', 7, 10, 15)).anomalies[0]).toMatchObject({
      kind: 'failed-write-visible',
      operations: [0, 2],
    });
    expect(sound(failed, inspect('n1', { x: 7 }, 10, 15)).holds).toBe(false);
  });

  it('rejects a read that ended before its value was written', () => {
    expect(sound(r(1, 'x', 7, 0, 5), w(2, 'x', 7, 10, 15)).anomalies[0]).toMatchObject({
      kind: 'read-from-the-future',
      operations: [0, 2],
    });
  });

  it('accepts values of writes under way or of unknown outcome', () => {
    expect(sound(w(1, 'x', 7, 0), r(2, 'x', 7, 3, 5), inspect('n1', { x: 7 }, 10, 15)).holds).toBe(true);
  });

  it('is unknown when nothing but initial values were read', () => {
    expect(sound(w(1, 'x', 7, 0, 1), r(2, 'x', null, 3, 5)).holds).toBe('unknown');
  });

  it('tells a number from its text, and equal objects by their fields in any order', () => {
    expect(sound(w(1, 'x', 7, 0, 5), r(1, 'x', '7', 10, 15)).holds).toBe(false);
    expect(sound(w(1, 'x', { a: 1, b: [2] }, 0, 5), r(1, 'x', { b: [2], a: 1 }, 10, 15)).holds).toBe(true);
    expect(sound(w(1, 'x', { a: 1 }, 0, 5), r(1, 'x', { a: 2 }, 10, 15)).holds).toBe(false);
    expect(sound(w(1, 'x', '{"a":1}', 0, 5), r(1, 'x', { a: 1 }, 10, 15)).holds).toBe(false);
  });

  it('is not misled by keys and values with meanings of their own in JavaScript', () => {
    const hostile = JSON.parse('{"__proto__": 1, "constructor": null, "toString": null}') as never;
    expect(sound(m(1, hostile, 0, 5)).anomalies).toMatchObject([{ key: '__proto__', kind: 'thin-air-read' }]);
    expect(sound(w(1, '__proto__', 1, 0, 5), m(1, hostile, 10, 15)).holds).toBe(true);
    const tricky = JSON.parse('{"__proto__": {"a": 1}}') as never;
    expect(sound(w(1, 'x', tricky, 0, 5), r(1, 'x', {}, 10, 15)).holds).toBe(false);
    expect(sound(w(1, 'x', tricky, 0, 5), r(1, 'x', tricky, 10, 15)).holds).toBe(true);
  });
});

describe('linearizability', () => {
  const anomalies = (...drafts: readonly Draft[]) =>
    linear(...drafts).anomalies.map(({ kind, operations }) => [kind, operations]);

  it('rejects a stale read', () => {
    expect(anomalies(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(2, 'x', 1, 20, 25))).toEqual([
      ['stale-read', [0, 2, 4]],
    ]);
  });

  it('rejects a new value followed by an old one while the write is under way', () => {
    expect(anomalies(w(1, 'x', 1, 0, 90), r(2, 'x', 1, 10, 20), r(3, 'x', null, 30, 40))).toEqual([
      ['new-old-inversion', [0, 1, 3]],
    ]);
  });

  it('rejects two readers that see concurrent writes in opposite orders', () => {
    expect(
      anomalies(
        w(1, 'x', 1, 0, 100),
        w(2, 'x', 2, 0, 100),
        r(3, 'x', 1, 10, 15),
        r(3, 'x', 2, 20, 25),
        r(3, 'x', 1, 30, 35),
      ),
    ).toEqual([['non-linearizable', [0, 1, 2, 4, 6]]]);
  });

  it('rejects a value of unknown outcome that shows, hides and shows again', () => {
    expect(
      anomalies(w(1, 'x', 1, 0), r(2, 'x', 1, 10, 15), w(3, 'x', 2, 20, 25), r(2, 'x', 1, 30, 35)),
    ).toEqual([['stale-read', [0, 1, 3, 5]]]);
  });

  it('accepts a write of unknown outcome that takes effect late, or never', () => {
    expect(
      linear(w(1, 'x', 1, 0), w(2, 'x', 2, 10, 15), r(2, 'x', 2, 20, 25), r(2, 'x', 1, 30, 35)).holds,
    ).toBe(true);
    expect(linear(w(1, 'x', 1, 0), w(2, 'x', 2, 10, 15), r(2, 'x', 2, 20, 25)).holds).toBe(true);
  });

  it('judges each key by itself', () => {
    const storeBuffer = [w(1, 'x', 1, 0, 5), w(2, 'y', 2, 0, 5), r(1, 'y', 2, 10, 15), r(2, 'x', 1, 10, 15)];
    expect(linear(...storeBuffer).holds).toBe(true);
    expect(linear(...storeBuffer, r(3, 'y', null, 20, 25)).anomalies[0]?.key).toBe('y');
  });
});
