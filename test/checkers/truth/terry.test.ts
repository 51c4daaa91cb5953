import { describe, expect, test } from 'vitest';
import type { Guarantee } from '../../../src/checkers/checker.js';
import { checkerOf } from '../../../src/checkers/registry.js';
import type { History } from '../../../src/history/operation.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { makeHistory, r, w } from '../make-history.js';

let at = 0;
/** A node took in a value of a key as a version, and then held some value of it. */
const got = (node: string, key: string, value: number, version: number, holds = value): Revelation => ({
  at: at++,
  node,
  life: 1,
  key,
  version: [version],
  value,
  holds,
});
const check = (guarantee: Guarantee, history: History, ...truth: Revelation[]) =>
  checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 20, truth });

describe('read your writes by the replicas’ order', () => {
  // By real time 2 is newer than 1; by the replicas' clocks it need not be.
  const history = makeHistory(w(2, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(1, 'x', 1, 20, 25));

  test('holds where the replicas count what was read as newer, although real time does not', () => {
    const truth = [got('n1', 'x', 1, 9), got('n1', 'x', 2, 4, 1)];
    expect(check('terry-read-your-writes', history, ...truth).holds).toBe(true);
    expect(check('read-your-writes', history).holds).toBe(false);
  });

  test('is violated where they count it as older', () => {
    const { anomalies } = check(
      'terry-read-your-writes',
      history,
      got('n1', 'x', 1, 4),
      got('n1', 'x', 2, 9),
    );
    expect(anomalies).toMatchObject([
      { kind: 'read-your-writes-violation', versionOrder: 'replicas', operations: [0, 2, 4] },
    ]);
  });

  test('cannot be judged without a simulation', () => {
    const result = checkerOf('terry-read-your-writes').check(history, { minEvidence: 1, maxAnomalies: 1 });
    expect(result).toMatchObject({ holds: 'unknown', anomalies: [] });
  });
});

describe('monotonic reads by the replicas’ order', () => {
  // The writes overlap, so that real time orders nothing.
  const history = makeHistory(
    w(2, 'x', 1, 0, 50),
    w(3, 'x', 2, 0, 50),
    r(1, 'x', 2, 10, 15),
    r(1, 'x', 1, 20, 25),
  );

  test('is violated although real time does not say so', () => {
    const { anomalies } = check('terry-monotonic-reads', history, got('n1', 'x', 1, 4), got('n1', 'x', 2, 9));
    expect(anomalies).toMatchObject([{ kind: 'non-monotonic-read', facts: { returned: 1, expected: 2 } }]);
    expect(check('monotonic-reads', history).holds).toBe(true);
  });

  test('holds in the other order', () => {
    const truth = [got('n1', 'x', 1, 9), got('n1', 'x', 2, 4, 1)];
    expect(check('terry-monotonic-reads', history, ...truth).holds).toBe(true);
  });
});

describe('monotonic writes at replicas', () => {
  const history = makeHistory(w(1, 'x', 1, 0, 5), w(1, 'y', 2, 10, 15), w(2, 'x', 3, 10, 15));

  test('hold when a replica has the first write, or something newer, before the second', () => {
    const first = [got('n1', 'x', 1, 1), got('n1', 'y', 2, 1)];
    expect(check('terry-monotonic-writes', history, ...first).holds).toBe(true);
    const newer = [got('n2', 'x', 3, 2), got('n2', 'y', 2, 1)];
    expect(check('terry-monotonic-writes', history, ...first, ...newer).holds).toBe(true);
  });

  test('are violated by a replica that has the second alone', () => {
    const truth = [got('n1', 'x', 1, 1), got('n2', 'y', 2, 1)];
    expect(check('terry-monotonic-writes', history, ...truth).anomalies).toMatchObject([
      { kind: 'incomplete-replica', key: 'x', operations: [0, 2], facts: { node: 'n2', missing: 1 } },
    ]);
  });

  test('are violated by an order that turns two writes of a session around', () => {
    const turned = makeHistory(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15));
    const truth = [got('n1', 'x', 1, 9), got('n1', 'x', 2, 4, 1)];
    expect(check('terry-monotonic-writes', turned, ...truth).anomalies).toMatchObject([
      { facts: { misplaced: true } },
    ]);
  });

  test('a replica that recovers is seen only once it has recovered everything', () => {
    const life = { node: 'n2', life: 2, at: 99 };
    const before = [got('n1', 'x', 1, 1), got('n1', 'y', 2, 1)];
    const recovered = [
      { ...got('n2', 'y', 2, 1), ...life },
      { ...got('n2', 'x', 1, 1), ...life },
    ];
    expect(check('terry-monotonic-writes', history, ...before, ...recovered).holds).toBe(true);
  });
});

describe('writes follow reads at replicas', () => {
  const history = makeHistory(w(1, 'x', 1, 0, 5), r(2, 'x', 1, 10, 15), w(2, 'y', 2, 20, 25));

  test('hold when a replica has what the session had read', () => {
    const truth = [got('n1', 'x', 1, 1), got('n1', 'y', 2, 1)];
    expect(check('terry-writes-follow-reads', history, ...truth).holds).toBe(true);
  });

  test('are violated by a replica that lacks it', () => {
    const truth = [got('n1', 'x', 1, 1), got('n2', 'y', 2, 1)];
    expect(check('terry-writes-follow-reads', history, ...truth).anomalies).toMatchObject([
      { kind: 'incomplete-replica', key: 'x', operations: [0, 2, 4], facts: { node: 'n2', missing: 1 } },
    ]);
    expect(check('terry-monotonic-writes', history, ...truth).anomalies).toEqual([]);
  });
});
