import { contentsOf, falselyEmpty, type Item, withUnknownTakes } from './container-items.js';
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
 * A dequeue of unknown outcome may have taken any item that is missing, or none. A missing item must be gone before one
 * that was put in after it is taken, and at the moments at which the queue was found empty if it was in before: in both
 * cases the sooner it was in, the sooner it must be gone. So no choice is better than to hand out the missing items in
 * that order.
 *
 * Undefined when a value is enqueued twice.
 */
export function decideQueueOrder<Value extends string | number>(
  operations: readonly TimedOperation<QueueInput<Value>, Value | null>[],
): Decision | undefined {
  const found = contentsOf(operations, (input) => (input.f === 'enqueue' ? input.value : undefined));
  if (!found) return undefined;
  if (!('items' in found)) return violated(found);
  const contents = withUnknownTakes(operations, found);
  const pair = overtaken(contents.items);
  if (pair) return violated([pair.item.put, pair.item.take, pair.by.put, pair.by.take]);
  const conflict = falselyEmpty(operations, contents);
  return conflict ? violated(conflict) : { linearizable: true, method: METHOD };
}

/** An item, and one that was put in after it and taken out before it. */
interface Overtaken {
  readonly item: Item;
  readonly by: Item;
}

function overtaken(items: readonly Item[]): Overtaken | undefined {
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
    if (by && by.takeBy < item.takeFrom) return { item, by };
  }
  return undefined;
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
