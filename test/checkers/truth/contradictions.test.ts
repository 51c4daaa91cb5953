import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Anomaly, CheckResult, Guarantee } from '../../../src/checkers/checker.js';
import { checkerOf } from '../../../src/checkers/registry.js';
import { requireTruth } from '../../../src/checkers/truth/contradictions.js';
import type { History } from '../../../src/history/operation.js';
import type { Revelation } from '../../../src/history/revelation.js';
import { arbitraryHistory } from '../arbitrary-history.js';
import { inspect, makeHistory, r, w } from '../make-history.js';

const settings = { minEvidence: 1, maxAnomalies: 20 };

/** Values of x in the replicas' order. */
const ordered = (...values: number[]): Revelation[] =>
  values.map((value, at) => ({
    at,
    node: 'n1',
    life: 1,
    key: 'x',
    version: [at + 1],
    value,
    holds: value,
  }));

const check = (history: History, guarantee: Guarantee) => checkerOf(guarantee).check(history, settings);
const saying = (guarantee: Guarantee, holds: boolean): CheckResult => ({
  guarantee,
  holds,
  anomalies: [],
  anomalyCount: 0,
  evidence: { chances: 1, what: '' },
});

const fresh = makeHistory(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(2, 'x', 2, 20, 25));
const stale = makeHistory(w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(1, 'x', 1, 20, 25));

describe('the verdict must not contradict what the simulation knows', () => {
  test.each(['linearizability', 'regular-register', 'read-your-writes', 'monotonic-reads', 'pram'] as const)(
    '%s is not violated where the replicas’ order proves it',
    (guarantee) => {
      expect(() => requireTruth(fresh, [check(fresh, guarantee)], ordered(1, 2))).not.toThrow();
      expect(() => requireTruth(fresh, [saying(guarantee, false)], ordered(1, 2))).toThrow(
        `${guarantee} is said to be violated, but`,
      );
    },
  );

  test('an order that proves nothing contradicts nothing', () => {
    expect(() => requireTruth(fresh, [saying('linearizability', false)], ordered(2, 1))).not.toThrow();
    expect(() => requireTruth(fresh, [saying('linearizability', false)], ordered(1))).not.toThrow();
    const same = ordered(1, 2).map((one) => ({ ...one, version: [1] }));
    expect(() => requireTruth(fresh, [saying('linearizability', false)], same)).not.toThrow();
  });

  test.each(['linearizability', 'regular-register', 'read-your-writes', 'user-read-your-writes'] as const)(
    'what breaks %s is not overlooked',
    (guarantee) => {
      expect(() => requireTruth(stale, [check(stale, guarantee)], ordered(1, 2))).not.toThrow();
      expect(() => requireTruth(stale, [saying(guarantee, true)], ordered(1, 2))).toThrow(
        `${guarantee} is said to hold, but the read of event 4 breaks it`,
      );
    },
  );

  test('the relations of an anomaly are true of the history', () => {
    const result = check(stale, 'read-your-writes');
    const [anomaly] = result.anomalies as [Anomaly];
    for (const [at, relation] of anomaly.relations.entries()) {
      const turned = { ...relation, from: relation.to, to: relation.from };
      const relations = anomaly.relations.map((one, place) => (place === at ? turned : one));
      expect(() =>
        requireTruth(stale, [{ ...result, anomalies: [{ ...anomaly, relations }] }], ordered(1, 2)),
      ).toThrow(`claims ${relation.reason} from event ${turned.from} to event ${turned.to}, which is not so`);
    }
  });

  test('what replicas say in the end is what they revealed', () => {
    const said = (value: number) => makeHistory(w(1, 'x', 1, 0, 5), inspect('n1', { x: value }, 10, 11));
    expect(() => requireTruth(said(1), [], ordered(1))).not.toThrow();
    expect(() => requireTruth(said(7), [], ordered(1))).toThrow('n1 said that it holds 7 of x');
  });

  test('no order of versions whatever contradicts the checkers', () => {
    const guarantees = [
      'linearizability',
      'regular-register',
      'read-your-writes',
      'user-read-your-writes',
      'monotonic-reads',
      'pram',
    ] as const;
    const shape = {
      keys: ['x'],
      processes: 3,
      maxOperations: 8,
      kinds: ['write', 'write', 'read', 'read', 'read'],
      outcomes: ['ok', 'ok', 'ok', 'info', 'fail'],
    } as const;
    let proven = 0;
    fc.assert(
      fc.property(arbitraryHistory(shape), fc.infiniteStream(fc.nat()), (drafts, random) => {
        const history = makeHistory(
          ...drafts.map((draft) => (draft.process % 3 < 2 ? { ...draft, user: 'ada' } : draft)),
        );
        const values = history.operations
          .filter(({ f, type }) => f === 'write' && type !== 'fail')
          .map(({ input }) => ({ value: input as number, rank: random.next().value as number }))
          // Half of the time nearly in order of invocation, which is what proves something.
          .map((one, at) => (one.rank % 2 ? { ...one, rank: at } : one))
          .sort((a, b) => a.rank - b.rank)
          .map(({ value }) => value);
        const results = guarantees.map((guarantee) => check(history, guarantee));
        requireTruth(history, results, ordered(...values));
        const lies = results.map(({ guarantee }) => saying(guarantee, false));
        try {
          requireTruth(history, lies, ordered(...values));
        } catch {
          proven++;
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 3_000) },
    );
    expect(proven).toBeGreaterThan(300);
  });
});
