import type { TimedOperation } from './operation.js';

/** Stands for the output of an operation whose outcome nobody knows. */
export const UNKNOWN: unique symbol = Symbol('unknown outcome');

/** What an operation returned, or `UNKNOWN`. */
export type Outcome<Output> = Output | typeof UNKNOWN;

/** A value that is told from others by itself. */
export type Scalar = string | number | boolean | null;

/** What a method that is faster than the search has found. */
export interface Decision {
  readonly linearizable: boolean;
  /** The method's name, for the result. */
  readonly method: string;
  /** Positions of a few operations that contradict each other. */
  readonly conflict?: readonly number[];
}

/**
 * A sequential specification: what a single-threaded object of this kind may answer.
 *
 * States are values: `step` never changes one, it returns new ones.
 */
export interface Model<State, Input, Output> {
  readonly name: string;
  /** The state before the first operation. */
  init(): State;
  /**
   * The states in which the object may be after it was given `input` in `state` and answered `output`. Empty: it cannot
   * answer so. More than one: the specification is nondeterministic. For `UNKNOWN`, the states after any answer.
   */
  step(state: State, input: Input, output: Outcome<Output>): readonly State[];
  /** Equal states have equal hashes. Without it a state is told by its contents, which must be plain values. */
  hash?(state: State): string | number;
  /** Tells states of equal hash apart; without it equal hashes are equal states. */
  equal?(a: State, b: State): boolean;
  /** The part of the object that an operation is about; parts are independent (P-compositionality). */
  partition?(input: Input): string;
  /** True for operations that never change a state: they are taken as soon as they fit. */
  readOnly?(input: Input, output: Outcome<Output>): boolean;
  /**
   * True for operations that are always allowed and after which the state does not depend on the one before, like a
   * plain write: one may have taken effect unseen just before another.
   */
  overwrites?(input: Input, output: Outcome<Output>): boolean;
  /**
   * Positions of operations of unknown outcome that may be taken not to have happened, since nobody could have seen
   * them. The operations are those of one partition, without failed ones.
   */
  unseen?(operations: readonly TimedOperation<Input, Output>[]): readonly number[];
  /**
   * A faster exact method for histories that allow one; undefined where it does not apply. The operations are those of
   * one partition, without failed ones.
   */
  decide?(operations: readonly TimedOperation<Input, Output>[]): Decision | undefined;
  /**
   * The values that an operation is about, where all operations about a value can be left out of a linearizable history
   * and what remains is linearizable still: a queue without one of its items. None: the operation has to stay.
   */
  values?(input: Input, output: Outcome<Output>): readonly Scalar[];
  /** An operation in a few words: `write 3`. */
  describeOperation?(input: Input, output: Outcome<Output>): string;
  describeState?(state: State): string;
}
