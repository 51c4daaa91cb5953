import type { CheckResult, Guarantee } from './checker.js';
import type { Lattice } from './lattice.js';
import type { Staleness } from './staleness/measure-staleness.js';

/** A guarantee that a target claims under its options. */
export interface GuaranteePromise {
  readonly guarantee: Guarantee;
  /** The argument, in a sentence: which options make it so. */
  readonly because: string;
  /** For `write-quorum`: how many replicas hold an acknowledged write. */
  readonly copies?: number;
  /** For `bank-totals`: whether accounts may be overdrawn; by default not. */
  readonly negativeBalances?: boolean;
  /** For `bounded-staleness`: how far behind acknowledged writes a read may be, in milliseconds, in versions, or in both. */
  readonly maxStaleMs?: number;
  readonly maxStaleVersions?: number;
}

/** A guarantee as it was judged. */
export interface Judgement extends CheckResult {
  /** Present when the target promised it. */
  readonly promise?: GuaranteePromise;
}

/** How a run met its faults. */
export interface FaultEvidence {
  readonly kind: string;
  /** Times it was injected. */
  readonly injected: number;
  /** Client operations that were under way while it lasted. */
  readonly operations: number;
}

/** Promises that do not count in a run, because it had a fault that may break them. */
export interface SuspendedPromises {
  /** The kind of fault. */
  readonly fault: string;
  readonly guarantees: readonly Guarantee[];
  /** Why the fault may break them, as a clause that follows "because". */
  readonly because: string;
}

/** The outcome of a run, as stored in `verdict.json`. */
export interface Verdict {
  readonly version: 1;
  /** `false`: a promise was broken. `unknown`: one could not be judged, or the evidence is thin. Else `true`. */
  readonly valid: boolean | 'unknown';
  /** Why it is not `true`, a sentence each. */
  readonly reasons: readonly string[];
  readonly judgements: readonly Judgement[];
  /** The guarantees were only asked for: nobody promised them. */
  readonly asked?: boolean;
  /** What the target promises, but not under the faults of this run. */
  readonly suspended?: readonly SuspendedPromises[];
  /** The strongest guarantees that hold and the weakest that are violated; absent in verdicts of earlier versions. */
  readonly lattice?: Lattice;
  /** How stale reads were; for histories of registers. */
  readonly staleness?: Staleness;
  readonly operations: { readonly ok: number; readonly fail: number; readonly info: number };
  readonly faults: readonly FaultEvidence[];
}
