import { contentsOf, falselyEmpty } from './container-items.js';
import type { Decision } from './model.js';
import type { QueueInput } from './models/queue.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'bag';

/**
 * Decides a queue without order whose enqueued values are unique in O(n log n): each value is dequeued at most once and
 * not before it was enqueued, and no dequeue finds nothing while at each moment some value certainly was inside. These
 * suffice: a value that need not be inside at a moment can be enqueued later or dequeued earlier, whatever others do.
 *
 * Undefined when a value is enqueued twice, or when dequeues of unknown outcome and missing values stand beside dequeues
 * that found nothing.
 */
export function decideBag<Value extends string | number>(
  operations: readonly TimedOperation<QueueInput<Value>, Value | null>[],
): Decision | undefined {
  const contents = contentsOf(operations, (input) => (input.f === 'enqueue' ? input.value : undefined));
  if (!contents) return undefined;
  if (!('items' in contents)) return { linearizable: false, method: METHOD, conflict: contents };
  const { items, empty, unknown } = contents;
  const mayHelp = unknown.length > 0 && items.some(({ takeFrom }) => takeFrom === Infinity);
  if (empty.length > 0 && mayHelp) return undefined;
  const conflict = falselyEmpty(operations, contents);
  if (!conflict) return { linearizable: true, method: METHOD };
  return { linearizable: false, method: METHOD, conflict: conflict.filter((at) => at >= 0) };
}
