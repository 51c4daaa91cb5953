import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byThemselves } from '../../src/checkers/causal/smallest-witnesses.js';
import type { AnomalyKind, Guarantee } from '../../src/checkers/checker.js';
import { checkerOf } from '../../src/checkers/registry.js';
import type { History } from '../../src/history/operation.js';
import { arbitraryHistory, type Shape } from './arbitrary-history.js';
import { makeHistory, restrict } from './make-history.js';

const shape: Shape = {
  keys: ['x', 'y'],
  processes: 3,
  maxOperations: 14,
  kinds: ['write', 'write', 'read', 'read', 'multi-read', 'multi-read', 'final read'],
  outcomes: ['ok', 'ok', 'ok', 'ok', 'info', 'fail'],
};

/** Guarantees whose anomalies are contradictions between certain operations, so that each of them is needed. */
const checked: readonly Guarantee[] = [
  'read-your-writes',
  'monotonic-reads',
  'consistent-prefix',
  'safe-register',
  'regular-register',
  'integrity',
  'pram',
  'causal-consistency',
  'causal-memory',
  'causal-convergence',
  'sequential-consistency',
  'monotonic-writes',
  'writes-follow-reads',
  'linearizability',
];

/** These involve several keys, so that what a read of several keys says of the others has to go where its write goes. */
const restsOnCausality: ReadonlySet<AnomalyKind> = new Set([
  'causality-violation',
  'disordered-memory',
  'divergent-order',
  'non-sequential',
  'non-monotonic-writes',
  'write-without-its-reads',
]);

function kinds(guarantee: Guarantee, history: History): AnomalyKind[] {
  const { anomalies } = checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 100 });
  return anomalies.map(({ kind }) => kind);
}

describe.each(checked)('witnesses of %s', (guarantee) => {
  it('prove the anomaly by themselves, and need every one of their operations', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryHistory(shape), (drafts) => {
        const history = makeHistory(...drafts);
        const { anomalies } = checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 100 });
        for (const { kind, operations, key } of anomalies) {
          seen++;
          const among = (indexes: readonly number[]): AnomalyKind[] => {
            const chosen = restrict(history, indexes);
            if (!restsOnCausality.has(kind)) return kinds(guarantee, ofKey(chosen, key));
            const operations = byThemselves(chosen.operations);
            return kinds(guarantee, { ...chosen, operations }).filter((one) => restsOnCausality.has(one));
          };
          expect(among(operations)).toEqual([kind]);
          for (const left of operations) {
            const rest = operations.filter((index) => index !== left);
            expect(among(rest), `without ${left}`).not.toContain(kind);
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(20);
  });

  it('name operations that are there, tied by relations among them', () => {
    fc.assert(
      fc.property(arbitraryHistory(shape), (drafts) => {
        const history = makeHistory(...drafts);
        const indexes = new Set(history.operations.map(({ index }) => index));
        const { anomalies } = checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 100 });
        for (const { operations, relations } of anomalies) {
          expect(new Set(operations).size).toBe(operations.length);
          for (const index of operations) expect(indexes).toContain(index);
          for (const { from, to } of relations) {
            expect(operations).toContain(from);
            expect(operations).toContain(to);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** What the history says about one key; a read of several keys is narrowed to it. An anomaly over several keys keeps all. */
function ofKey(history: History, key: string | undefined): History {
  if (key === undefined) return history;
  return {
    ...history,
    operations: history.operations.map((operation) =>
      operation.f === 'multi-read'
        ? {
            ...operation,
            output: Object.fromEntries(
              Object.entries(operation.output as object).filter(([name]) => name === key),
            ),
          }
        : operation,
    ),
  };
}
