import { expect, test } from 'vitest';
import { seedOutcome, thinEvidence } from '../../src/campaign/evidence.js';
import { NOT_LOOKED_FOR } from '../../src/checkers/judge.js';
import type { Judgement, Verdict } from '../../src/checkers/verdict.js';

const promise = { guarantee: 'durability', because: 'it is' } as const;
const judgement = (chances: number, more: Partial<Judgement> = {}): Judgement => ({
  guarantee: 'durability',
  holds: 'unknown',
  anomalies: [],
  anomalyCount: 0,
  evidence: { chances, what: 'looks' },
  promise,
  ...more,
});
const verdict = (valid: Verdict['valid'], ...judgements: readonly Judgement[]): Verdict => ({
  version: 1,
  valid,
  reasons: [],
  judgements,
  operations: { ok: 1, fail: 0, info: 0 },
  faults: [{ kind: 'kill', injected: 1, operations: 0 }],
});

test('thin evidence alone makes no seed unknown, but is told', () => {
  const { valid, evidence } = seedOutcome(verdict('unknown', judgement(3)), 10);
  expect(valid).toBe(true);
  expect(evidence).toEqual({
    durability: { met: 3, needed: 10 },
    'operations under kill': { met: 0, needed: 1 },
  });
  expect(thinEvidence(evidence)).toEqual(['durability', 'operations under kill']);
});

test('what could not be judged although there was evidence stays unknown, and what was broken false', () => {
  expect(seedOutcome(verdict('unknown', judgement(30)), 10).valid).toBe('unknown');
  expect(seedOutcome(verdict(false, judgement(30, { holds: false })), 10).valid).toBe(false);
});

test('what the workload cannot show, or nobody promised, is no evidence', () => {
  const blind = judgement(0, { evidence: { chances: 0, what: NOT_LOOKED_FOR } });
  const { promise: _, ...unpromised } = judgement(3, { guarantee: 'integrity' });
  const { evidence, valid } = seedOutcome(verdict('unknown', blind, unpromised), 10);
  expect(Object.keys(evidence)).toEqual(['operations under kill']);
  expect(valid).toBe('unknown');
});
