import { describe, expect, test } from 'vitest';
import { convergence } from '../../src/checkers/convergence.js';
import { type Draft, inspect, makeHistory, restrict, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 20 };
const check = (...drafts: readonly Draft[]) => convergence.check(makeHistory(...drafts), settings);

describe('convergence', () => {
  test('holds when all replicas hold the same in the end', () => {
    const result = check(
      w(1, 'x', 1, 0, 5),
      inspect('n1', { x: 1 }, 10, 11),
      inspect('n2', { x: 1 }, 12, 13),
    );
    expect(result).toMatchObject({ holds: true, evidence: { chances: 2 } });
  });

  test('is violated by two replicas that differ, and by no fewer operations', () => {
    const history = makeHistory(
      w(1, 'x', 1, 0, 5),
      w(2, 'x', 2, 1, 6),
      inspect('n1', { x: 1 }, 10, 11),
      inspect('n2', { x: 2 }, 12, 13),
      inspect('n3', { x: 1 }, 14, 15),
    );
    const { holds, anomalies } = convergence.check(history, settings);
    expect(holds).toBe(false);
    expect(anomalies).toMatchObject([
      { kind: 'diverged-replicas', key: 'x', facts: { here: 1, there: 2, values: 2, replicas: 3 } },
    ]);
    const { operations } = anomalies[0] ?? { operations: [] };
    expect(operations).toHaveLength(4);
    for (const dropped of operations) {
      const rest = restrict(
        history,
        operations.filter((index) => index !== dropped),
      );
      const kinds = convergence.check(rest, settings).anomalies.map(({ kind }) => kind);
      expect(kinds).not.toContain('diverged-replicas');
    }
  });

  test('is violated by a replica that never heard of a write', () => {
    expect(check(w(1, 'x', 1, 0, 5), inspect('n1', { x: 1 }, 10, 11), inspect('n2', {}, 12, 13)).holds).toBe(
      false,
    );
  });

  test('is violated by a value that nobody wrote, even where all agree on it', () => {
    const { anomalies } = check(
      w(1, 'x', 1, 0, 5),
      inspect('n1', { x: 7 }, 10, 11),
      inspect('n2', { x: 7 }, 12, 13),
    );
    expect(anomalies.map(({ kind }) => kind)).toEqual(['thin-air-read', 'thin-air-read']);
  });

  test('accepts a write of unknown outcome, but not one that certainly failed', () => {
    const held = [inspect('n1', { x: 1 }, 10, 11), inspect('n2', { x: 1 }, 12, 13)];
    expect(check(w(1, 'x', 1, 0), ...held).holds).toBe(true);
    expect(check({ ...w(1, 'x', 1, 0, 5), type: 'fail' }, ...held).anomalies[0]?.kind).toBe(
      'failed-write-visible',
    );
  });

  test('is unknown when a node did not say what it holds, unless others differ already', () => {
    const write = { ...w(1, 'x', 1, 0, 5), node: 'n3' };
    expect(check(write, inspect('n1', { x: 1 }, 10, 11), inspect('n2', { x: 1 }, 12, 13))).toMatchObject({
      holds: 'unknown',
      why: 'Of n3 nobody knows what they hold in the end.',
    });
    expect(check(write, inspect('n1', { x: 1 }, 10, 11), inspect('n2', {}, 12, 13)).holds).toBe(false);
  });
});
