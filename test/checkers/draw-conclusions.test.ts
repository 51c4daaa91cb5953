import { describe, expect, it } from 'vitest';
import type { Anomaly, CheckResult, Guarantee } from '../../src/checkers/checker.js';
import { drawConclusions } from '../../src/checkers/draw-conclusions.js';

const result = (guarantee: Guarantee, holds: CheckResult['holds'], chances = 20): CheckResult => ({
  guarantee,
  holds,
  anomalies: [],
  anomalyCount: 0,
  evidence: { chances, what: 'chances' },
  ...(holds === 'unknown' && { why: 'It reached its bound.' }),
});

const anomaly: Anomaly = {
  kind: 'causality-violation',
  guarantee: 'causal-consistency',
  operations: [1, 2],
  relations: [],
  facts: {},
};

describe('what follows from what', () => {
  it('holds where a stronger guarantee does', () => {
    const [, causal] = drawConclusions(
      [result('linearizability', true), result('causal-memory', 'unknown')],
      10,
    );
    expect(causal).toMatchObject({ holds: true, impliedBy: 'linearizability' });
    expect(causal).not.toHaveProperty('why');
  });

  it('does not hold for lack of chances', () => {
    const few = [result('linearizability', true), result('causal-memory', 'unknown', 9)];
    expect(drawConclusions(few, 10)).toEqual(few);
    const none = [result('linearizability', true), result('causal-memory', 'unknown', 0)];
    expect(drawConclusions(none, 0)).toEqual(none);
  });

  it('is violated where a weaker guarantee is, by the same anomalies', () => {
    const broken = { ...result('causal-consistency', false), anomalies: [anomaly], anomalyCount: 3 };
    const [, sequential] = drawConclusions([broken, result('sequential-consistency', 'unknown', 0)], 10);
    expect(sequential).toMatchObject({
      holds: false,
      impliedBy: 'causal-consistency',
      anomalies: [anomaly],
      anomalyCount: 3,
    });
  });

  it('leaves alone what was decided, and what nothing is said about', () => {
    const results = [
      result('linearizability', 'unknown'),
      result('sequential-consistency', true),
      result('durability', false),
      result('consistent-prefix', 'unknown'),
    ];
    expect(drawConclusions(results, 10)).toEqual(results);
  });
});
