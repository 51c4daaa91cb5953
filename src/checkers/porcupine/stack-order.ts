import { contentsOf, falselyEmpty, type Item, withUnknownTakes } from './container-items.js';
import type { Decision } from './model.js';
import type { StackInput } from './models/stack.js';
import type { TimedOperation } from './operation.js';
import { popsSuffice } from './unknown-pops.js';

const METHOD = 'stack-order';
const MOST_IN_CONFLICT = 8;

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
 *    can be pushed later or popped earlier. So the items between two such moments are judged by themselves, and an item
 *    that can come and go just then is left out.
 * 2. Between two such moments that are next to each other the stack is never empty, so some item lies at the bottom all
 *    the time. If there is none that can, the history is illegal. All that can are left out: they can be put below
 *    whatever order the others have.
 * 3. A pop that finds the stack empty needs a moment of the first kind.
 *
 * O(n) for each level of items that lie on each other, O(n²) at worst. Pops of unknown outcome: see `popsSuffice`.
 * Undefined when a value is pushed twice, or when it stays open which items were taken by pops of unknown outcome.
 */
export function decideStackOrder<Value extends string | number>(
  operations: readonly TimedOperation<StackInput<Value>, Value | null>[],
): Decision | undefined {
  const contents = contentsOf(operations, (input) => (input.f === 'push' ? input.value : undefined));
  if (!contents) return undefined;
  if (!('items' in contents)) return violated(contents);
  const conflictOf = (items: readonly Item[]): readonly number[] | undefined =>
    falselyEmpty(operations, { ...contents, items }) ?? withoutBottom(items);
  const items = [...contents.items].sort((a, b) => a.putBy - b.putBy);
  const conflict = conflictOf(items);
  if (!conflict) return { linearizable: true, method: METHOD };
  // What a queue without order may not do, a stack may not either; perhaps what helps there is enough.
  const popped = withUnknownTakes(operations, { ...contents, items });
  const falsely = falselyEmpty(operations, popped);
  if (falsely) return violated(falsely);
  if (conflictOf(popped.items) === undefined) return { linearizable: true, method: METHOD };
  const calls = contents.unknown.map((at) => (operations[at] as { readonly call: number }).call);
  const linearizable = popsSuffice(items, calls, (tried) => conflictOf(tried) === undefined);
  if (linearizable === undefined) return undefined;
  return linearizable ? { linearizable, method: METHOD } : violated(conflict);
}

/** The operations on items of which none can lie at the bottom, or no operations if these are many. */
function withoutBottom(items: readonly Item[]): number[] | undefined {
  const left = [items];
  for (let part = left.pop(); part; part = left.pop()) {
    for (const { from, until, members } of filledSpans(part)) {
      const others = members.filter(({ putFrom, takeBy }) => putFrom > from || takeBy < until);
      if (others.length === members.length)
        return others.length > MOST_IN_CONFLICT ? [] : others.flatMap(({ put, take }) => [put, take]);
      if (others.length > 1) left.push(others);
    }
  }
  return undefined;
}

/** A time during which some item certainly is inside at each moment, and the items that cannot be elsewhere. */
interface FilledSpan {
  readonly from: number;
  until: number;
  readonly members: Item[];
}

/** @param items of which those that certainly are inside are sorted by `putBy`; so are those of each span */
function filledSpans(items: readonly Item[]): FilledSpan[] {
  const spans: FilledSpan[] = [];
  const passing: Item[] = [];
  let last: FilledSpan | undefined;
  for (const item of items) {
    const { putBy, takeFrom } = item;
    if (putBy >= takeFrom) {
      passing.push(item);
    } else if (last && putBy < last.until) {
      last.until = Math.max(last.until, takeFrom);
      last.members.push(item);
    } else {
      // Two that only touch leave a moment between them.
      last = { from: putBy, until: takeFrom, members: [item] };
      spans.push(last);
    }
  }
  for (const item of passing) {
    const earliest = Math.max(item.putFrom, item.takeFrom);
    const span = spans[spanAt(spans, earliest)];
    if (span && earliest > span.from && Math.min(item.putBy, item.takeBy) < span.until)
      span.members.push(item);
  }
  return spans;
}

/** The last span that begins at a time or before; -1 when there is none. */
function spanAt(spans: readonly FilledSpan[], time: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as FilledSpan).from <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
