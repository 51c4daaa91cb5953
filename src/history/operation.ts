import type { OperationError, Value } from './event.js';

/** An operation: its invocation and its completion, joined. */
export interface Operation {
  /** Index of the invoking event: the operation's name in verdicts and reports. */
  readonly index: number;
  readonly process: number;
  readonly f: string;
  readonly key?: string;
  /** The argument: the value to write, or `null` for a read. */
  readonly input: Value;
  /** The result; equals `input` for an acknowledged write, `null` where there is none. */
  readonly output: Value;
  /** `info` also for an operation that the history never completes. */
  readonly type: 'ok' | 'fail' | 'info';
  /** Nanoseconds. */
  readonly invokedAt: number;
  /** Nanoseconds; `Infinity` for `info`, which may take effect at any later time. */
  readonly completedAt: number;
  /**
   * Index of the event that completed it; `Infinity` for `info`. What precedes what is decided by indexes: events are
   * recorded in the order in which they happened, and that order also tells apart what happened in one nanosecond.
   */
  readonly completedIndex: number;
  /** Nanoseconds at which the client stopped waiting; `Infinity` if the history ends before. For drawing only. */
  readonly endedAt: number;
  readonly node?: string;
  /** Whose device the process is, where a user has several. */
  readonly user?: string;
  readonly error?: OperationError;
  readonly final?: true;
}

/** A fault as it happened: the nemesis injected it, and later healed it. */
export interface FaultWindow {
  /** The fault's id in the plan. */
  readonly id: string;
  readonly kind: string;
  /** What exactly was done, in the fault's own fields. */
  readonly value: Value;
  /** Nanoseconds. `Infinity` at the end when the history stops before the fault is healed. */
  readonly from: number;
  readonly to: number;
}

/** A recorded run, ready to be judged. Operations are in order of invocation. */
export interface History {
  readonly operations: readonly Operation[];
  readonly faults: readonly FaultWindow[];
  /** Nanoseconds of the last event; 0 for an empty history. */
  readonly endedAt: number;
  /** How many events (lines) it was built from. */
  readonly events: number;
}
