import type { Operation } from '../../src/history/operation.js';
import { groupBy } from '../group-by.js';
import type { PagePoints } from './page-columns.js';
import { thinned } from './thinned.js';

/**
 * For every read of a register that returned what an acknowledged write had certainly overwritten: for how long it had
 * been so when the read began. Keys to which a value was written twice are left out. `of` is the read's position.
 */
export function staleReads(operations: readonly Operation[]): PagePoints {
  const ofKey = groupBy(
    operations.map((operation, position) => ({ operation, position })),
    ({ operation }) => operation.key,
  );
  const points = [...ofKey].flatMap(([key, all]) => {
    if (key === undefined || !all.every(({ operation: { f } }) => f === 'read' || f === 'write')) return [];
    const writes = all.filter(({ operation: { f, type } }) => f === 'write' && type !== 'fail');
    const overwritten = overwrittenAt(writes.map(({ operation }) => operation));
    if (!overwritten) return [];
    return all.flatMap(({ operation: { f, type, output, invokedAt, final }, position }) => {
      if (f !== 'read' || type !== 'ok' || final) return [];
      const since = overwritten.get(JSON.stringify(output));
      return since !== undefined && since < invokedAt
        ? [[invokedAt, invokedAt - since, position] as const]
        : [];
    });
  });
  return thinned(points.sort(([a], [b]) => a - b));
}

/** For each value the moment from which on something newer was certainly there; undefined when a value is written twice. */
function overwrittenAt(writes: readonly Operation[]): ReadonlyMap<string, number> | undefined {
  const sorted = [...writes].sort((a, b) => a.invokedAt - b.invokedAt);
  const doneFrom: number[] = [];
  for (let at = sorted.length - 1, least = Infinity; at >= 0; at--) {
    doneFrom[at] = least = Math.min(least, (sorted[at] as Operation).completedAt);
  }
  const times = new Map<string, number>([['null', doneFrom[0] ?? Infinity]]);
  for (const { input, completedAt } of sorted) {
    const name = JSON.stringify(input);
    if (times.has(name)) return undefined;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as Operation).invokedAt <= completedAt) low = middle + 1;
      else high = middle;
    }
    times.set(name, doneFrom[low] ?? Infinity);
  }
  return times;
}
