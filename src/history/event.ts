/** Anything JSON can hold: what clients write and read, and what the nemesis says it did. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/**
 * - `invoke`: the operation begins.
 * - `ok`: it took effect.
 * - `fail`: it certainly did not take effect.
 * - `info`: unknown; it may take effect at any time after its invocation, or never. Its process is retired.
 */
export type EventType = 'invoke' | 'ok' | 'fail' | 'info';

/** Processes from here on ask the nodes of a quorum while others are broken: no client gets so far by retiring. */
export const QUORUM_READERS = 2_000_000_000;

/** The process name under which faults are recorded; all of its events are `info`. */
export const NEMESIS = 'nemesis';

/** The kind under which the nemesis records that a replica ended by itself. */
export const REPLICA_CRASH = 'replica-crash';

/** Why an operation did not end in `ok`: a stable `kind` for programs and a `text` for people. */
export interface OperationError {
  readonly kind: string;
  readonly text?: string;
}

/** One line of `history.jsonl`: an operation begins or ends, or the nemesis acts. */
export interface HistoryEvent {
  /** Position in the history, from 0 without gaps. */
  readonly index: number;
  /** A client's number (never reused after an `info`), or `nemesis`. */
  readonly process: number | typeof NEMESIS;
  readonly type: EventType;
  /** What the operation does: `read`, `write`, `multi-read`, …; for the nemesis `inject` or `heal`. */
  readonly f: string;
  /** The register the operation is about; absent for operations over several keys. */
  readonly key?: string;
  /** Invocation: the argument (`null` for a read). Completion: the result. */
  readonly value: Value;
  /** Nanoseconds since the run began, by the controller's own monotonic clock. */
  readonly time: number;
  /** The node the client spoke to. */
  readonly node?: string;
  /** Whose device the client is, where a user has several. */
  readonly user?: string;
  readonly error?: OperationError;
  /** True for operations of the final phase: faults healed, writes done. */
  readonly final?: true;
}
