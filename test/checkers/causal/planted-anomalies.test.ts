import { describe, expect, it } from 'vitest';
import { laggingHistory } from '../../../bench/histories/lagging-history.js';
import type { Guarantee } from '../../../src/checkers/checker.js';
import { checkerOf } from '../../../src/checkers/registry.js';
import type { Value } from '../../../src/history/event.js';
import type { History, Operation } from '../../../src/history/operation.js';

/** `[session, f, key, value]`: what a session did, one after the other. */
type Step = readonly [session: string, f: 'write' | 'read', key: string, value: Value];

interface Planted {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly broken: readonly Guarantee[];
  readonly kept: readonly Guarantee[];
  /** Of the first guarantee that is broken. */
  readonly kind: string;
}

const planted: readonly Planted[] = [
  {
    name: 'a write that its own session does not see',
    steps: [
      ['a', 'write', 'own', 'mine'],
      ['a', 'read', 'own', null],
    ],
    broken: ['pram', 'causal-consistency', 'causal-convergence', 'read-your-writes'],
    kept: ['monotonic-writes', 'writes-follow-reads'],
    kind: 'causality-violation',
  },
  {
    name: 'the writes of a session out of order',
    steps: [
      ['a', 'write', 'first', 1],
      ['a', 'write', 'second', 2],
      ['b', 'read', 'second', 2],
      ['b', 'read', 'first', null],
    ],
    broken: ['monotonic-writes', 'pram', 'causal-consistency'],
    kept: ['writes-follow-reads', 'read-your-writes'],
    kind: 'non-monotonic-writes',
  },
  {
    name: 'an answer without its question',
    steps: [
      ['a', 'write', 'question', 'when?'],
      ['b', 'read', 'question', 'when?'],
      ['b', 'write', 'answer', 'now'],
      ['c', 'read', 'answer', 'now'],
      ['c', 'read', 'question', null],
    ],
    broken: ['writes-follow-reads', 'causal-consistency', 'causal-convergence'],
    kept: ['pram', 'monotonic-writes', 'read-your-writes'],
    kind: 'write-without-its-reads',
  },
  {
    name: 'concurrent writes in two orders',
    steps: [
      ['a', 'write', 'z', 'a'],
      ['b', 'write', 'z', 'b'],
      ['a', 'read', 'z', 'b'],
      ['b', 'read', 'z', 'a'],
    ],
    broken: ['causal-convergence', 'sequential-consistency'],
    kept: ['causal-consistency', 'monotonic-writes', 'writes-follow-reads'],
    kind: 'divergent-order',
  },
  {
    name: 'two sessions that each miss the other',
    steps: [
      ['a', 'write', 'left', 1],
      ['b', 'write', 'right', 1],
      ['a', 'read', 'right', null],
      ['b', 'read', 'left', null],
    ],
    broken: ['sequential-consistency'],
    kept: ['causal-consistency', 'causal-convergence', 'pram'],
    kind: 'non-sequential',
  },
];

/** The history with some operations of new sessions behind it, one after the other. */
function withSteps(history: History, steps: readonly Step[]): History {
  const operations = [...history.operations];
  const first = 2 * operations.length;
  for (const [at, [session, f, key, value]] of steps.entries()) {
    const index = first + 2 * at;
    const added: Operation = {
      index,
      process: 1_000 + session.charCodeAt(0),
      f,
      key,
      input: f === 'write' ? value : null,
      output: value,
      type: 'ok',
      invokedAt: index,
      completedAt: index + 1,
      completedIndex: index + 1,
      endedAt: index + 1,
    };
    operations.push(added);
  }
  return { ...history, operations };
}

const settings = { minEvidence: 1, maxAnomalies: 5 };

describe.each([100, 1_000, 10_000, 100_000])('among %i operations', (operations) => {
  const history = laggingHistory({ seed: 'planted', operations, keys: 20, sessions: 10, maxLag: 20 });

  it('nothing is found where nothing is wrong', () => {
    for (const guarantee of [
      'pram',
      'causal-convergence',
      'sequential-consistency',
      'monotonic-writes',
    ] as const) {
      expect(checkerOf(guarantee).check(history, settings).holds, guarantee).toBe(true);
    }
  });

  it.each(planted)('$name', ({ steps, broken, kept, kind }) => {
    const wrong = withSteps(history, steps);
    for (const guarantee of kept) {
      expect(checkerOf(guarantee).check(wrong, settings).anomalyCount, guarantee).toBe(0);
    }
    for (const guarantee of broken) {
      const { holds, anomalies } = checkerOf(guarantee).check(wrong, settings);
      expect(holds, guarantee).toBe(false);
      const planted = new Set(wrong.operations.slice(operations).map(({ index }) => index));
      expect(
        anomalies[0]?.operations.every((index) => planted.has(index)),
        guarantee,
      ).toBe(true);
    }
    const [first] = checkerOf(broken[0] as Guarantee).check(wrong, settings).anomalies;
    expect(first?.kind).toBe(kind);
  });
});
