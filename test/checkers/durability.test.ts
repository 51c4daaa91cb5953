import { describe, expect, it } from 'vitest';
import { durability } from '../../src/checkers/durability.js';
import { type Draft, inspect, makeHistory, r, w } from './make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 10 };
const check = (...drafts: readonly Draft[]) => durability.check(makeHistory(...drafts), settings);
const final = (draft: Draft): Draft => ({ ...draft, final: true });
const at = (node: string, draft: Draft): Draft => ({ ...draft, node });

describe('durability', () => {
  it('rejects a write that every replica has forgotten', () => {
    const result = check(
      at('n1', w(1, 'x', 1, 0, 5)),
      at('n2', w(1, 'x', 2, 10, 15)),
      inspect('n1', { x: 1 }, 20, 25),
      inspect('n2', {}, 30, 35),
      final(at('n1', r(3, 'x', 1, 40, 45))),
    );
    expect(result).toMatchObject({ holds: false, anomalyCount: 1 });
    expect(result.anomalies[0]).toMatchObject({
      kind: 'lost-write',
      key: 'x',
      operations: [0, 2, 4],
      facts: { lost: 2, remains: 1, looks: 3 },
    });
  });

  it('rejects a write that is lost though older writes of its key are gone with it, once', () => {
    expect(check(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), final(r(3, 'x', null, 20, 25)))).toMatchObject({
      holds: false,
      anomalyCount: 1,
      anomalies: [{ facts: { lost: 2 } }],
    });
  });

  it('accepts a write that one replica still holds', () => {
    expect(check(w(1, 'x', 1, 0, 5), inspect('n1', {}, 10, 15), inspect('n2', { x: 1 }, 11, 16)).holds).toBe(
      true,
    );
  });

  it('accepts that one of two concurrent writes is left', () => {
    expect(check(w(1, 'x', 1, 0, 10), w(2, 'x', 2, 0, 10), final(r(3, 'x', 1, 20, 25))).holds).toBe(true);
  });

  it('accepts that a write of unknown outcome took the place of a later one', () => {
    expect(check(w(1, 'x', 1, 0), w(2, 'x', 2, 10, 15), final(r(3, 'x', 1, 20, 25))).holds).toBe(true);
  });

  it('does not ask for writes of unknown outcome, nor for failed ones', () => {
    const failed: Draft = { ...w(2, 'x', 2, 10, 15), type: 'fail' };
    expect(check(w(1, 'x', 1, 0), failed, final(r(3, 'x', null, 20, 25)))).toMatchObject({
      holds: 'unknown',
      evidence: { chances: 0 },
    });
  });

  it('is unknown without a look at the end', () => {
    expect(check(w(1, 'x', 1, 0, 5), r(1, 'x', 1, 10, 15))).toMatchObject({ holds: 'unknown' });
  });

  it('is unknown where a replica that may hold the write did not answer', () => {
    const result = check(at('n2', w(1, 'x', 1, 0, 5)), inspect('n1', {}, 10, 15));
    expect(result.holds).toBe('unknown');
    expect(result.why).toContain('n2');
  });

  it('does not judge a write by looks taken before it had ended', () => {
    expect(check(final(r(2, 'x', null, 0, 5)), w(1, 'x', 1, 10, 15))).toMatchObject({ holds: 'unknown' });
  });
});
