import { describe, expect, it } from 'vitest';
import { writeQuorum } from '../../src/checkers/write-quorum.js';
import { type Draft, inspect, makeHistory, w } from './make-history.js';

const check = (copies: number | undefined, ...drafts: readonly Draft[]) =>
  writeQuorum.check(makeHistory(...drafts), {
    minEvidence: 1,
    maxAnomalies: 10,
    ...(copies !== undefined && { copies }),
  });

const acknowledged = [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15)];

describe('write-quorum', () => {
  it('rejects a write that fewer replicas hold than promised', () => {
    const result = check(
      2,
      ...acknowledged,
      inspect('n1', { x: 2 }, 20, 25),
      inspect('n2', { x: 1 }, 30, 35),
      inspect('n3', {}, 40, 45),
    );
    expect(result.holds).toBe(false);
    expect(result.anomalies).toMatchObject([
      {
        kind: 'under-replicated-write',
        key: 'x',
        operations: [2, 0, 6, 8],
        facts: { written: 2, copies: 2, held: 1, asked: 3 },
      },
    ]);
  });

  it('accepts a write that as many replicas hold as promised', () => {
    expect(
      check(
        2,
        ...acknowledged,
        inspect('n1', { x: 2 }, 20, 25),
        inspect('n2', { x: 2 }, 30, 35),
        inspect('n3', {}, 40, 45),
      ),
    ).toMatchObject({ holds: true, evidence: { chances: 3 } });
  });

  it('accepts replicas that hold something not certainly older', () => {
    const concurrent = [w(1, 'x', 1, 0, 20), w(2, 'x', 2, 0, 20)];
    expect(
      check(2, ...concurrent, inspect('n1', { x: 2 }, 30, 35), inspect('n2', { x: 1 }, 40, 45)).holds,
    ).toBe(true);
  });

  it('does not take a failed write that is held all the same for an old one', () => {
    const failed: Draft = { ...w(2, 'x', 3, 0, 5), type: 'fail' };
    const held = [inspect('n1', { x: 3 }, 20, 25), inspect('n2', { x: 3 }, 30, 35)];
    expect(check(2, failed, w(1, 'x', 2, 10, 15), ...held).holds).toBe(true);
  });

  it('counts a node that was asked twice once, by its latest answer', () => {
    expect(
      check(1, ...acknowledged, inspect('n1', { x: 1 }, 20, 25), inspect('n1', { x: 2 }, 30, 35)).holds,
    ).toBe(true);
    expect(
      check(2, ...acknowledged, inspect('n1', { x: 2 }, 20, 25), inspect('n1', { x: 2 }, 30, 35)).holds,
    ).toBe(false);
  });

  it('is unknown unless every replica was asked', () => {
    const onN2: Draft = { ...w(2, 'x', 3, 16, 17), node: 'n2' };
    const result = check(2, ...acknowledged, onN2, inspect('n1', {}, 20, 25));
    expect(result).toMatchObject({ holds: 'unknown', why: expect.stringContaining('n2') as string });
    expect(check(2, ...acknowledged)).toMatchObject({
      holds: 'unknown',
      why: 'No replica was asked in the final phase what it holds.',
    });
  });

  it('is unknown while nobody says how many copies there must be', () => {
    expect(check(undefined, ...acknowledged, inspect('n1', { x: 2 }, 20, 25)).holds).toBe('unknown');
  });
});
