import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Guarantee } from '../../src/checkers/checker.js';
import { checkerOf } from '../../src/checkers/registry.js';
import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import { arbitraryHistory, type Shape } from './arbitrary-history.js';
import { type Draft, makeHistory, r, w } from './make-history.js';
import { hasConsistentPrefix } from './reference/has-consistent-prefix.js';
import { isLinearizable } from './reference/is-linearizable.js';
import {
  isCausallyConsistent,
  isCausallyConvergent,
  isCausalMemory,
  isPram,
  isSequentiallyConsistent,
  keepsMonotonicWrites,
  keepsWritesFollowReads,
} from './reference/session-models.js';
import {
  isRegular,
  isSafe,
  keepsMonotonicReads,
  keepsReadYourWrites,
  losesNoWrite,
} from './reference/weaker-guarantees.js';

/** `RUNS=50000` for a thorough night. */
const RUNS = Number(process.env['RUNS'] ?? 4000);

const oneKey: Shape = {
  keys: ['x'],
  processes: 3,
  maxOperations: 6,
  kinds: ['write', 'write', 'read', 'read', 'read'],
  outcomes: ['ok', 'ok', 'ok', 'ok', 'info', 'fail'],
};
const twoKeys: Shape = { ...oneKey, keys: ['x', 'y'], maxOperations: 7 };
const snapshots: Shape = {
  ...twoKeys,
  kinds: ['write', 'write', 'write', 'multi-read', 'multi-read', 'read'],
  outcomes: ['ok', 'ok', 'ok', 'ok', 'ok', 'info'],
};
const withFinalReads: Shape = { ...oneKey, kinds: ['write', 'write', 'read', 'final read'] };

/** Moves the final reads behind everything else, where they belong, to processes of their own. */
function finalLast(drafts: readonly Draft[]): Draft[] {
  return drafts.map((draft) =>
    draft.final
      ? {
          ...draft,
          process: draft.process + 1000,
          invoked: draft.invoked + 1000,
          ended: (draft.ended ?? 0) + 1000,
        }
      : draft,
  );
}

/** Of four clients the first two are devices of one user, the third is another's, and the last is nobody's. */
const twoOfAda = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map((draft) => {
    const user = ['ada', 'ada', 'bob'][draft.process % 4];
    return { ...draft, ...(user !== undefined && { user }) };
  });

function holds(guarantee: Guarantee, history: History): boolean {
  return checkerOf(guarantee).check(history, { minEvidence: 1, maxAnomalies: 10 }).holds !== false;
}

/** Compares a checker with the definition, and demands that the histories were of both sorts. */
function compare(
  guarantee: Guarantee,
  shape: Shape,
  reference: (operations: readonly Operation[]) => boolean,
  prepare: (drafts: readonly Draft[]) => readonly Draft[] = (drafts) => drafts,
): void {
  compareOn(guarantee, arbitraryHistory(shape).map(prepare), reference);
}

function compareOn(
  guarantee: Guarantee,
  histories: fc.Arbitrary<readonly Draft[]>,
  reference: (operations: readonly Operation[]) => boolean,
): void {
  const count = { satisfied: 0, violated: 0 };
  fc.assert(
    fc.property(histories, (drafts) => {
      const history = makeHistory(...drafts);
      const expected = reference(history.operations);
      count[expected ? 'satisfied' : 'violated']++;
      expect(holds(guarantee, history)).toBe(expected);
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(count.satisfied, count.violated)).toBeGreaterThan(RUNS / 100);
}

/** Some write x, others read x and write y, and others read both, each after the ones before: what is missed is never yet to come. */
const relays: fc.Arbitrary<Draft[]> = fc
  .array(
    fc.record({
      stage: fc.nat({ max: 2 }),
      client: fc.nat({ max: 1 }),
      kind: fc.nat({ max: 1 }),
      pick: fc.nat({ max: 5 }),
    }),
    { minLength: 8, maxLength: 16 },
  )
  .map((steps) => {
    const written = { x: [null] as Value[], y: [null] as Value[] };
    const at = new Map<number, number>();
    const ordered = [...steps].sort((a, b) => a.stage - b.stage);
    return ordered.map(({ stage, client, kind, pick }, number) => {
      const process = stage * 2 + client;
      const invoked = at.get(process) ?? stage * 100 + client;
      at.set(process, invoked + 4);
      if (stage === 0 || (stage === 1 && kind === 0)) {
        const key = stage === 0 ? 'x' : 'y';
        written[key].push(number + 1);
        return w(process, key, number + 1, invoked, invoked + 2);
      }
      const key = stage === 1 || kind === 0 ? 'x' : 'y';
      return r(process, key, written[key][pick % written[key].length] ?? null, invoked, invoked + 2);
    });
  });

describe('checkers agree with the definitions tried out by brute force', () => {
  it('linearizability, one key', () => compare('linearizability', oneKey, isLinearizable));
  it('linearizability, two keys', () => compare('linearizability', twoKeys, isLinearizable));
  it('linearizability, reads of several keys', () => compare('linearizability', snapshots, isLinearizable));
  it('regular-register', () => compare('regular-register', oneKey, (all) => isRegular(all)));
  it('safe-register', () => compare('safe-register', oneKey, isSafe));
  it('read-your-writes', () =>
    compare('read-your-writes', { ...oneKey, processes: 2 }, (all) => keepsReadYourWrites(all)));
  it('user-read-your-writes', () =>
    compare(
      'user-read-your-writes',
      { ...oneKey, processes: 4 },
      (all) => keepsReadYourWrites(all, ({ user, process }) => user ?? process),
      twoOfAda,
    ));
  it('monotonic-reads', () => compare('monotonic-reads', { ...oneKey, processes: 2 }, keepsMonotonicReads));
  it('durability', () => compare('durability', withFinalReads, losesNoWrite, finalLast));

  it.each([
    ['pram', isPram],
    ['causal-consistency', isCausallyConsistent],
    ['causal-memory', isCausalMemory],
    ['causal-convergence', isCausallyConvergent],
    ['sequential-consistency', isSequentiallyConsistent],
  ] as const)('%s: one key, two keys, and reads of several keys', (guarantee, reference) => {
    compare(guarantee, oneKey, reference);
    compare(guarantee, twoKeys, reference);
    compare(guarantee, { ...snapshots, maxOperations: 5 }, reference);
  });

  it.each([
    ['monotonic-writes', keepsMonotonicWrites],
    ['writes-follow-reads', keepsWritesFollowReads],
  ] as const)('%s: writes handed on from client to client', (guarantee, reference) => {
    compareOn(guarantee, relays, reference);
  });

  it('consistent-prefix: what it reports is a violation, and it reports most', () => {
    const count = { violated: 0, reported: 0 };
    fc.assert(
      fc.property(arbitraryHistory(snapshots), (drafts) => {
        const history = makeHistory(...drafts);
        const expected = hasConsistentPrefix(history.operations);
        const reported = !holds('consistent-prefix', history);
        if (!expected) count.violated++;
        if (reported) count.reported++;
        if (reported) expect(expected).toBe(false);
      }),
      { numRuns: RUNS },
    );
    expect(count.violated).toBeGreaterThan(RUNS / 100);
    expect(count.reported / count.violated).toBeGreaterThan(0.8);
  });

  it('consistent-prefix is exact where no two writes overlap', () => {
    compare('consistent-prefix', { ...snapshots, processes: 2 }, (operations) => {
      const writes = operations.filter(({ f }) => f === 'write');
      fc.pre(
        writes.every((a) =>
          writes.every((b) => a === b || a.completedIndex < b.index || b.completedIndex < a.index),
        ),
      );
      return hasConsistentPrefix(operations);
    });
  });
});

describe('what follows from what', () => {
  it('a linearizable history keeps every guarantee that follows from it', () => {
    fc.assert(
      fc.property(arbitraryHistory(twoKeys), (drafts) => {
        const history = makeHistory(...twoOfAda(drafts));
        fc.pre(holds('linearizability', history));
        for (const guarantee of [
          'read-your-writes',
          'user-read-your-writes',
          'monotonic-reads',
          'regular-register',
          'integrity',
          'monotonic-writes',
          'writes-follow-reads',
          'pram',
          'causal-consistency',
          'causal-convergence',
          'sequential-consistency',
        ] as const) {
          expect(holds(guarantee, history), guarantee).toBe(true);
        }
      }),
      { numRuns: RUNS, maxSkipsPerRun: 1000 },
    );
  });
});
