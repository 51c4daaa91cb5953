import type { AnomalyKind, CheckSettings, Guarantee } from '../../../src/checkers/checker.js';
import type { Value } from '../../../src/history/event.js';
import { m, r, w } from '../make-history.js';
import type { RegisterPlanting } from './registers-history.js';

/** What is planted, and what it is to be called. */
export interface Planting extends RegisterPlanting {
  readonly guarantee: Guarantee;
  readonly settings?: Partial<CheckSettings>;
  /** Guarantees that it does not touch. */
  readonly kept?: readonly Guarantee[];
}

const everywhere = (held: { readonly [key: string]: Value }) => ({ n1: held, n2: held, n3: held });
const reveal = (node: string, key: string, version: number, holds = version) => ({
  node,
  life: 1,
  key,
  version: [version],
  value: version,
  holds,
});

/** Anomalies of registers, as few operations as prove each. */
export const registerPlantings = {
  'read-your-writes-violation': {
    guarantee: 'read-your-writes',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(1, 'x', 1, 20, 25)],
    kept: ['monotonic-reads', 'monotonic-writes'],
  },
  'user-write-missed': {
    guarantee: 'user-read-your-writes',
    drafts: [
      w(1, 'x', 1, 0, 5),
      { ...w(1, 'x', 2, 10, 15), user: 'ada' },
      { ...r(2, 'x', 1, 20, 25), user: 'ada' },
    ],
    kept: ['read-your-writes', 'monotonic-reads', 'sequential-consistency'],
  },
  'non-monotonic-read': {
    guarantee: 'monotonic-reads',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(2, 'x', 2, 20, 25), r(2, 'x', 1, 30, 35)],
    kept: ['read-your-writes', 'monotonic-writes'],
  },
  'prefix-violation': {
    guarantee: 'consistent-prefix',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'y', 1, 10, 15), m(2, { x: null, y: 1 }, 20, 25)],
    kept: ['read-your-writes', 'integrity'],
  },
  'long-fork': {
    guarantee: 'consistent-prefix',
    drafts: [
      w(1, 'x', 1, 0, 90),
      w(2, 'y', 1, 0, 90),
      m(3, { x: 1, y: null }, 10, 15),
      m(4, { x: null, y: 1 }, 20, 25),
    ],
    kept: ['read-your-writes', 'monotonic-reads', 'causal-consistency', 'regular-register'],
  },
  'stale-read': {
    guarantee: 'regular-register',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), r(2, 'x', 1, 20, 25)],
    kept: ['read-your-writes', 'monotonic-reads', 'sequential-consistency'],
  },
  'too-stale-read': {
    guarantee: 'bounded-staleness',
    settings: { maxStaleVersions: 1 },
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15), w(1, 'x', 3, 20, 25), r(2, 'x', 1, 30, 35)],
    kept: ['read-your-writes', 'monotonic-reads', 'sequential-consistency'],
  },
  'lost-write': {
    guarantee: 'durability',
    drafts: [w(1, 'x', 1, 0, 5), w(2, 'x', 2, 10, 15)],
    holds: everywhere({ x: 1 }),
    kept: ['convergence', 'integrity', 'monotonic-reads'],
  },
  'thin-air-read': {
    guarantee: 'integrity',
    drafts: [w(1, 'x', 1, 0, 5), r(2, 'x', 99, 10, 15)],
    kept: ['monotonic-writes', 'safe-register'],
  },
  'failed-write-visible': {
    guarantee: 'integrity',
    drafts: [{ ...w(1, 'x', 1, 0, 5), type: 'fail' }, r(2, 'x', 1, 10, 15)],
    kept: ['monotonic-writes'],
  },
  'read-from-the-future': {
    guarantee: 'integrity',
    drafts: [r(2, 'x', 1, 10, 15), w(1, 'x', 1, 20, 25)],
    kept: ['monotonic-writes'],
  },
  'under-replicated-write': {
    guarantee: 'write-quorum',
    settings: { copies: 3 },
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'x', 2, 10, 15)],
    holds: { ...everywhere({ x: 2 }), n3: { x: 1 } },
    kept: ['durability', 'integrity'],
  },
  'diverged-replicas': {
    guarantee: 'convergence',
    drafts: [w(1, 'x', 1, 0, 20), w(2, 'x', 2, 10, 25)],
    holds: { ...everywhere({ x: 2 }), n3: { x: 1 } },
    kept: ['durability', 'integrity'],
  },
  'unequal-replicas': {
    guarantee: 'strong-eventual-consistency',
    drafts: [w(1, 'x', 1, 0, 20), w(2, 'x', 2, 10, 25)],
    truth: [reveal('n1', 'x', 1), reveal('n2', 'x', 2), reveal('n1', 'x', 2), reveal('n2', 'x', 1)],
    kept: ['linearizability'],
  },
  'incomplete-replica': {
    guarantee: 'terry-monotonic-writes',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'y', 2, 10, 15)],
    truth: [reveal('n1', 'x', 1), reveal('n1', 'y', 2), reveal('n2', 'y', 2)],
    kept: ['linearizability', 'strong-eventual-consistency', 'terry-writes-follow-reads'],
  },
  'stuck-operation': {
    guarantee: 'liveness',
    drafts: [{ process: 1, f: 'read', key: 'x', value: null, invoked: 0, node: 'n1' }],
    kept: ['linearizability', 'causal-consistency'],
  },
  'new-old-inversion': {
    guarantee: 'linearizability',
    drafts: [w(1, 'x', 1, 0, 90), r(2, 'x', 1, 10, 20), r(3, 'x', null, 30, 40)],
    kept: ['regular-register', 'monotonic-reads', 'sequential-consistency'],
  },
  'non-linearizable': {
    guarantee: 'linearizability',
    drafts: [
      w(1, 'x', 1, 0, 90),
      w(2, 'x', 2, 0, 90),
      r(3, 'x', 1, 10, 15),
      r(4, 'x', 2, 20, 25),
      r(5, 'x', 1, 30, 35),
    ],
    kept: ['regular-register', 'monotonic-reads'],
  },
  'non-monotonic-writes': {
    guarantee: 'monotonic-writes',
    drafts: [w(1, 'x', 1, 0, 5), w(1, 'y', 2, 10, 15), r(2, 'y', 2, 20, 25), r(2, 'x', null, 30, 35)],
    kept: ['writes-follow-reads', 'read-your-writes'],
  },
  'write-without-its-reads': {
    guarantee: 'writes-follow-reads',
    drafts: [
      w(1, 'x', 1, 0, 5),
      r(2, 'x', 1, 10, 15),
      w(2, 'y', 2, 20, 25),
      r(3, 'y', 2, 30, 35),
      r(3, 'x', null, 40, 45),
    ],
    kept: ['pram', 'monotonic-writes', 'read-your-writes'],
  },
  'causality-violation': {
    guarantee: 'pram',
    drafts: [w(1, 'x', 1, 0, 5), r(1, 'x', null, 10, 15)],
    kept: ['monotonic-writes', 'writes-follow-reads'],
  },
  'disordered-memory': {
    guarantee: 'causal-memory',
    drafts: [
      w(1, 'z', 1, 0, 1),
      w(1, 'x', 1, 2, 3),
      w(1, 'y', 1, 4, 5),
      w(2, 'x', 2, 0, 1),
      r(2, 'z', null, 2, 3),
      r(2, 'y', 1, 6, 7),
      r(2, 'x', 2, 8, 9),
    ],
    kept: ['causal-convergence', 'causal-consistency', 'pram'],
  },
  'divergent-order': {
    guarantee: 'causal-convergence',
    drafts: [w(1, 'x', 1, 0, 10), w(2, 'x', 2, 0, 10), r(1, 'x', 2, 20, 30), r(2, 'x', 1, 20, 30)],
    kept: ['causal-memory', 'causal-consistency', 'monotonic-writes', 'writes-follow-reads'],
  },
  'non-sequential': {
    guarantee: 'sequential-consistency',
    drafts: [w(1, 'x', 1, 0, 10), w(2, 'y', 1, 0, 10), r(1, 'y', null, 20, 30), r(2, 'x', null, 20, 30)],
    kept: ['causal-memory', 'causal-convergence', 'pram'],
  },
} satisfies { readonly [kind in AnomalyKind]?: Planting };
