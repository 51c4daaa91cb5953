import type { Operation } from '../history/operation.js';

/** Beginnings and ends of operations, for checkers that go through a history as it happened. */
export interface EventOrder {
  /** An operation begins. In order with `ended`. */
  readonly began: (operation: Operation) => void;
  /** An operation's completion is recorded; operations of unknown outcome never have one. */
  readonly ended: (operation: Operation) => void;
}

/** Goes through operations, which are in order of invocation, by all their beginnings and ends, in the order in which these happened. */
export function inEventOrder(operations: readonly Operation[], { began, ended }: EventOrder): void {
  // Events are numbered, so the ends need no sorting: each has a place of its own.
  let last = operations.at(-1)?.index ?? -1;
  for (const { completedIndex } of operations) {
    if (completedIndex > last && completedIndex < Infinity) last = completedIndex;
  }
  const endedAt = new Int32Array(last + 1);
  for (const [at, { completedIndex }] of operations.entries()) {
    if (completedIndex < Infinity) endedAt[completedIndex] = at + 1;
  }
  let next = 0;
  for (let event = 0; event <= last; event++) {
    const end = endedAt[event] as number;
    if (end > 0) ended(operations[end - 1] as Operation);
    const operation = operations[next];
    if (operation?.index !== event) continue;
    next++;
    began(operation);
  }
}
