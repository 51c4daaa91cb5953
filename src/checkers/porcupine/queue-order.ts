import { contentsOf, falselyEmpty, type Item } from './container-items.js';
import type { Decision } from './model.js';
import type { QueueInput } from './models/queue.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'queue-order';

const violated = (conflict: readonly number[]): Decision => ({
  linearizable: false,
  method: METHOD,
  conflict: [...new Set(conflict.filter((at) => at >= 0))].sort((a, b) => a - b),
});

/**
 * Decides a first-in first-out queue whose enqueued values are unique in O(n log n) (Gibbons, Bruno and Phillips,
 * "Post-mortem verification of FIFO queues", SPAA 2002; Henzinger, Sezgin and Vafeiadis, "Aspect-oriented
 * linearizability proofs", CONCUR 2013): no value is dequeued that was not enqueued, or twice, or before; none overtakes
 * another; and no dequeue finds the queue empty while at each moment some value certainly was in it.
 *
 * A dequeue of unknown outcome may have taken any value that is missing, or none: the values that others overtook are
 * given to those called early enough. Undefined when a value is enqueued twice, or when dequeues of unknown outcome and
 * missing values stand beside dequeues that found nothing.
 */
export function decideQueueOrder<Value extends string | number>(
  operations: readonly TimedOperation<QueueInput<Value>, Value | null>[],
): Decision | undefined {
  const contents = contentsOf(operations, (input) => (input.f === 'enqueue' ? input.value : undefined));
  if (!contents) return undefined;
  if (!('items' in contents)) return violated(contents);
  const { items, empty, unknown } = contents;
  const isMissing = ({ takeFrom }: Item): boolean => takeFrom === Infinity;
  if (unknown.length > 0 && empty.length > 0 && items.some(isMissing)) return undefined;

  const missing: Overtaken[] = [];
  for (const { item, by } of overtaken(items)) {
    if (!isMissing(item) || unknown.length === 0) return violated([item.put, item.take, by.put, by.take]);
    missing.push({ item, by });
  }
  // Each needs a dequeue of its own, called before the one that overtook it returned.
  missing.sort((a, b) => a.by.takeBy - b.by.takeBy);
  const calls = unknown.map((at) => (operations[at] as { readonly call: number }).call).sort((a, b) => a - b);
  for (const [at, { item, by }] of missing.entries()) {
    if ((calls[at] ?? Infinity) > by.takeBy) return violated([item.put, by.put, by.take]);
  }
  const conflict = falselyEmpty(operations, contents);
  return conflict ? violated(conflict) : { linearizable: true, method: METHOD };
}

/** An item, and one that was put in after it and taken out before it. */
interface Overtaken {
  readonly item: Item;
  readonly by: Item;
}

function* overtaken(items: readonly Item[]): Generator<Overtaken> {
  const byPut = [...items].sort((a, b) => a.putFrom - b.putFrom);
  // Of those put in from each place on, the one that was out first.
  const firstOut = new Int32Array(byPut.length);
  for (let at = byPut.length - 1, first = at; at >= 0; at--) {
    if ((byPut[at] as Item).takeBy < (byPut[first] as Item).takeBy) first = at;
    firstOut[at] = first;
  }
  const puts = Float64Array.from(byPut, ({ putFrom }) => putFrom);
  for (const item of byPut) {
    const by = byPut[firstOut[firstAfter(puts, item.putBy)] ?? -1];
    if (by && by.takeBy < item.takeFrom) yield { item, by };
  }
}

/** The first place in sorted times whose time is after the one given. */
function firstAfter(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
