import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerOperations } from '../../src/checkers/define-register-checker.js';
import { judge } from '../../src/checkers/judge.js';
import { latticeOf, requireConsistency, weakerThan } from '../../src/checkers/lattice.js';
import { checkers } from '../../src/checkers/registry.js';
import { arbitraryHistory, type Shape } from './arbitrary-history.js';
import { inspect, makeHistory, r, w } from './make-history.js';

const shape: Shape = {
  keys: ['x', 'y'],
  processes: 3,
  maxOperations: 8,
  kinds: ['write', 'write', 'read', 'read', 'read', 'multi-read'],
  outcomes: ['ok', 'ok', 'ok', 'ok', 'info', 'fail'],
};

describe('the lattice', () => {
  it('knows what follows through others', () => {
    expect([...weakerThan('linearizability')]).toEqual(
      expect.arrayContaining(['causal-convergence', 'causal-consistency', 'pram', 'read-your-writes']),
    );
    expect(weakerThan('durability').size).toBe(0);
  });

  it('names the strongest that hold and the weakest that fail', () => {
    const lattice = latticeOf([
      { guarantee: 'pram', holds: true },
      { guarantee: 'causal-consistency', holds: true },
      { guarantee: 'causal-convergence', holds: true },
      { guarantee: 'sequential-consistency', holds: false },
      { guarantee: 'linearizability', holds: false },
      { guarantee: 'durability', holds: 'unknown' },
    ]);
    expect(lattice).toEqual({
      strongestHeld: ['causal-convergence'],
      weakestBroken: ['sequential-consistency'],
    });
  });

  it('bears a linearizable history whose replicas hold what no read has shown and nobody may have written', () => {
    const failed = { ...w(1, 'x', 1, 0, 5), type: 'fail' as const };
    const seen = [w(1, 'x', 2, 6, 9), r(2, 'x', 2, 10, 15)];
    const history = makeHistory(failed, ...seen, inspect('n1', { x: 1 }, 20, 25));
    const { judgements } = judge(history, {
      promises: [],
      guarantees: ['integrity', 'linearizability'],
      minEvidence: 1,
      maxAnomalies: 3,
    });
    expect(judgements).toMatchObject([
      { guarantee: 'integrity', holds: false },
      { guarantee: 'linearizability', holds: true },
    ]);
  });

  it('does not bear a contradiction', () => {
    expect(() =>
      requireConsistency([
        { guarantee: 'sequential-consistency', holds: true },
        { guarantee: 'pram', holds: false },
      ]),
    ).toThrow('sequential-consistency holds, yet pram');
  });

  it('is never contradicted by the checkers', () => {
    const ofRegisters = checkers.filter(({ operations }) => operations === registerOperations);
    const guarantees = ofRegisters.map(({ guarantee }) => guarantee);
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryHistory(shape), (drafts) => {
        const options = { promises: [], guarantees, minEvidence: 1, maxAnomalies: 3 };
        const users = drafts.map((draft) => ({ ...draft, user: draft.process % 3 < 2 ? 'ada' : 'bob' }));
        const { lattice } = judge(makeHistory(...users), options);
        for (const guarantee of lattice?.strongestHeld ?? []) seen.add(guarantee);
      }),
      { numRuns: 3_000 },
    );
    for (const guarantee of ['linearizability', 'sequential-consistency', 'user-read-your-writes']) {
      expect([...seen]).toContain(guarantee);
    }
  });
});
