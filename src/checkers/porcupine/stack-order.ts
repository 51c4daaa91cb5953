import { contentsOf, falselyEmpty, type Item } from './container-items.js';
import type { Decision } from './model.js';
import type { StackInput } from './models/stack.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'stack-order';

const violated = (conflict: readonly number[]): Decision => ({
  linearizable: false,
  method: METHOD,
  conflict: [...new Set(conflict.filter((at) => at >= 0))].sort((a, b) => a - b),
});

/**
 * Decides a last-in first-out stack whose pushed values are unique, by making it smaller (the idea of Lee and Mathur's
 * decrease and conquer, OOPSLA 2025, with steps of our own). An item certainly is inside between the return of its push
 * and the call of its pop.
 *
 * 1. At a moment at which no item certainly is inside, the stack may be taken to be empty: whatever an order has there
 *    can be pushed later or popped earlier. So the items before and after that moment are judged by themselves.
 * 2. Where there is no such moment the stack is never empty, so some item lies at the bottom all the time: pushed before
 *    anything else must have happened, and popped after everything else has begun. Any such item can be left out; if
 *    there is none the history is illegal.
 * 3. A pop that finds the stack empty needs a moment of the first kind.
 *
 * O(n²) when many items lie on each other, near-linear when the stack often runs empty. Undefined when a value is pushed
 * twice, or when pops of unknown outcome may have taken items that are missing.
 */
export function decideStackOrder<Value extends string | number>(
  operations: readonly TimedOperation<StackInput<Value>, Value | null>[],
): Decision | undefined {
  const contents = contentsOf(operations, (input) => (input.f === 'push' ? input.value : undefined));
  if (!contents) return undefined;
  if (!('items' in contents)) return violated(contents);
  const { items, unknown } = contents;
  if (unknown.length > 0 && items.some(({ takeFrom }) => takeFrom === Infinity)) return undefined;
  const conflict = falselyEmpty(operations, contents);
  if (conflict) return violated(conflict);

  const parts = [[...items].sort((a, b) => a.putBy - b.putBy)];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { firstEnd, lastCall } = span(part);
    // All can happen at one moment, each push with its pop.
    if (firstEnd >= lastCall) continue;
    const moment = emptyMoment(part, firstEnd, lastCall);
    if (moment !== undefined) {
      parts.push(...split(part, moment));
      continue;
    }
    const bottom = part.findIndex(({ putFrom, takeBy }) => putFrom <= firstEnd && takeBy >= lastCall);
    if (bottom < 0) return violated(part.length > 8 ? [] : part.flatMap(({ put, take }) => [put, take]));
    part.splice(bottom, 1);
    parts.push(part);
  }
  return { linearizable: true, method: METHOD };
}

/** The first return and the last call among the operations on some items. */
function span(items: readonly Item[]): { firstEnd: number; lastCall: number } {
  let [firstEnd, lastCall] = [Infinity, -Infinity];
  for (const { putFrom, putBy, takeFrom, takeBy } of items) {
    firstEnd = Math.min(firstEnd, putBy, takeBy);
    lastCall = Math.max(lastCall, putFrom, takeFrom);
  }
  return { firstEnd, lastCall };
}

/** A moment between two others at which none of the items, sorted by `putBy`, certainly is inside. */
function emptyMoment(items: readonly Item[], after: number, before: number): number | undefined {
  let until = after;
  let isFilled = false;
  for (const { putBy, takeFrom } of items) {
    if (putBy >= takeFrom || takeFrom <= after) continue;
    if (putBy > until && !isFilled) return putBy;
    // Two that only touch leave a moment between them.
    if (putBy >= until && isFilled) break;
    isFilled = true;
    until = Math.max(until, takeFrom);
  }
  if (isFilled) return until < before ? until : undefined;
  return before === Infinity ? after + 1 : (after + before) / 2;
}

/** The items on both sides of a moment at which the stack is empty; those that can come and go just then are left out. */
function split(items: readonly Item[], moment: number): Item[][] {
  const [left, right]: [Item[], Item[]] = [[], []];
  for (const item of items) {
    const { putFrom, putBy, takeFrom, takeBy } = item;
    if (putBy < takeFrom) (moment >= takeFrom ? left : right).push(item);
    else if (moment < takeFrom || moment < putFrom) right.push(item);
    else if (moment > putBy || moment > takeBy) left.push(item);
  }
  return [left, right];
}
