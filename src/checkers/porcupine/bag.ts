import { contentsOf, falselyEmpty, withUnknownTakes } from './container-items.js';
import type { Decision } from './model.js';
import type { QueueInput } from './models/queue.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'bag';

/**
 * Decides a queue without order whose enqueued values are unique in O(n log n): each value is dequeued at most once and
 * not before it was enqueued, and no dequeue finds nothing while at each moment some value certainly was inside. These
 * suffice: a value that need not be inside at a moment can be enqueued later or dequeued earlier, whatever others do.
 *
 * Dequeues of unknown outcome may have taken missing values, those enqueued first before others. Undefined when a value
 * is enqueued twice.
 */
export function decideBag<Value extends string | number>(
  operations: readonly TimedOperation<QueueInput<Value>, Value | null>[],
): Decision | undefined {
  const found = contentsOf(operations, (input) => (input.f === 'enqueue' ? input.value : undefined));
  if (!found) return undefined;
  if (!('items' in found)) return { linearizable: false, method: METHOD, conflict: found };
  const conflict = falselyEmpty(operations, withUnknownTakes(operations, found));
  if (!conflict) return { linearizable: true, method: METHOD };
  return { linearizable: false, method: METHOD, conflict: conflict.filter((at) => at >= 0) };
}
