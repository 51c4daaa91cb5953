import type { Value } from '../history/event.js';
import type { History } from '../history/operation.js';
import type { Revelation } from '../history/revelation.js';

/** The guarantees that can be promised and checked. */
export const guarantees = [
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
  'user-read-your-writes',
  'consistent-prefix',
  'safe-register',
  'regular-register',
  'bounded-staleness',
  'durability',
  'convergence',
  'strong-eventual-consistency',
  'liveness',
  'terry-read-your-writes',
  'terry-monotonic-reads',
  'terry-monotonic-writes',
  'terry-writes-follow-reads',
  'integrity',
  'write-quorum',
  'pram',
  'causal-consistency',
  'causal-memory',
  'causal-convergence',
  'sequential-consistency',
  'linearizability',
  'mutual-exclusion',
  'fencing',
  'counter-bounds',
  'counter-total',
  'bank-totals',
  'set-full',
  'set-recency',
  'no-resurrection',
  'log-prefix',
  'total-queue',
  'unique-ids',
  'own-row',
] as const;

export type Guarantee = (typeof guarantees)[number];

/** Why one operation of an anomaly is tied to another. */
export type Reason =
  | 'session order'
  | 'reads from'
  | 'real time'
  /** The first operation's value is older than the second's in the version order. */
  | 'older version'
  | 'same read'
  /** A read had both writes in its past, and returned the second: that one must come later. */
  | 'conflict';

/** A step in the argument that an anomaly is one: both ends are `Operation.index`. */
export interface Relation {
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
}

/** The kinds of contradiction that the checkers know. */
export type AnomalyKind =
  | 'read-your-writes-violation'
  | 'user-write-missed'
  | 'non-monotonic-read'
  | 'prefix-violation'
  | 'long-fork'
  | 'stale-read'
  | 'too-stale-read'
  | 'lost-write'
  | 'thin-air-read'
  | 'failed-write-visible'
  | 'read-from-the-future'
  | 'under-replicated-write'
  | 'diverged-replicas'
  | 'unequal-replicas'
  | 'incomplete-replica'
  | 'stuck-operation'
  | 'new-old-inversion'
  | 'non-monotonic-writes'
  | 'write-without-its-reads'
  | 'causality-violation'
  | 'disordered-memory'
  | 'divergent-order'
  | 'non-sequential'
  | 'non-linearizable'
  | 'two-holders'
  | 'token-not-growing'
  | 'stale-token-accepted'
  | 'counter-out-of-bounds'
  | 'lost-increment'
  | 'surplus-increment'
  | 'wrong-total'
  | 'negative-balance'
  | 'lost-element'
  | 'duplicate-element'
  | 'unexpected-element'
  | 'stale-element'
  | 'resurrected-element'
  | 'diverged-log'
  | 'lost-item'
  | 'duplicate-item'
  | 'unexpected-item'
  | 'duplicate-id'
  | 'foreign-row';

/** A contradiction between the history and a guarantee, as data: words are made where it is shown. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly guarantee: Guarantee;
  readonly key?: string;
  /** The operations that prove it (`Operation.index`), in the order in which the story is told. */
  readonly operations: readonly number[];
  readonly relations: readonly Relation[];
  /** Where the version order that the argument rests on comes from, if it rests on one. */
  readonly versionOrder?: 'real time' | 'session order' | 'causality' | 'replicas';
  /** Further figures for the telling, such as `staleForMs` or `copies`. */
  readonly facts: { readonly [name: string]: Value };
}

/** What one checker found. */
export interface CheckResult {
  readonly guarantee: Guarantee;
  /** `true` only together with `evidence.chances` > 0. */
  readonly holds: boolean | 'unknown';
  /** At most `maxAnomalies` of them, the smallest and earliest first. */
  readonly anomalies: readonly Anomaly[];
  /** How many there are in all. */
  readonly anomalyCount: number;
  readonly evidence: {
    /** How often the guarantee could have been seen to fail. */
    readonly chances: number;
    /** What such a chance is, in a few words: "reads after an own acknowledged write". */
    readonly what: string;
  };
  /** Further figures of the whole history, such as how many elements were lost. */
  readonly facts?: { readonly [name: string]: Value };
  /** Why the answer is `unknown`. */
  readonly why?: string;
  /** The guarantee from whose answer this one follows, where its own checker could not tell. */
  readonly impliedBy?: Guarantee;
}

/** What the judge tells a checker beside the history. */
export interface CheckSettings {
  /** Fewer chances than this, and a guarantee that was not seen to fail is `unknown`. */
  readonly minEvidence: number;
  readonly maxAnomalies: number;
  /** Copies that an acknowledged write must have (`write-quorum`). */
  readonly copies?: number;
  /** What the replicas revealed, in order, where a simulation recorded it. */
  readonly truth?: readonly Revelation[];
  /** Whether accounts may be overdrawn (`bank-totals`); by default not. */
  readonly negativeBalances?: boolean;
  /** For how long at most, in milliseconds, what a read returns may have been overwritten (`bounded-staleness`). */
  readonly maxStaleMs?: number;
  /** By how many acknowledged writes at most what a read returns may have been overwritten (`bounded-staleness`). */
  readonly maxStaleVersions?: number;
}

/** Judges one guarantee. Pure: no clock, no I/O, no cluster. */
export interface Checker {
  readonly guarantee: Guarantee;
  /** One line for `splitbrain list checkers`. */
  readonly summary: string;
  /** Names of the operations that it knows (`Operation.f`); absent when it judges operations of any name. */
  readonly operations?: readonly string[];
  /** Whether a history of such operations is of its kind, where other objects have operations of the same names. */
  readonly suits?: (history: History) => boolean;
  check(history: History, settings: CheckSettings): CheckResult;
}
