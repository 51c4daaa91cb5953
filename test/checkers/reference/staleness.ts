import type { Operation } from '../../../src/history/operation.js';
import { isLinearizable } from './is-linearizable.js';
import { effectiveWrites, precedes, readsOf } from './orders.js';

/**
 * The smallest k by its definition, for one key: of all orders that respect real time that in which the worst read returns the
 * latest value but the fewest. Infinity when a read is impossible.
 */
export function smallestKOf(operations: readonly Operation[]): number {
  const reads = readsOf(operations);
  let best = Infinity;
  for (const writes of effectiveWrites(operations))
    best = smallestFrom([...writes, ...reads], [null], 1, best);
  return best;
}

function smallestFrom(
  left: readonly Operation[],
  values: readonly unknown[],
  worst: number,
  best: number,
): number {
  if (worst >= best) return best;
  if (left.length === 0) return worst;
  for (const next of left) {
    if (left.some((other) => precedes(other, next))) continue;
    const rest = left.filter((other) => other !== next);
    if (next.f === 'write') {
      best = smallestFrom(rest, [...values, next.input], worst, best);
    } else if (values.includes(next.output)) {
      const k = values.length - values.indexOf(next.output);
      best = smallestFrom(rest, values, Math.max(worst, k), best);
    }
  }
  return best;
}

/** Δ by its definition: the first of all conceivable ones with which the history is linearizable. */
export function smallestDeltaOf(operations: readonly Operation[]): number {
  return smallestShift(operations, (operation, delta) => ({
    ...operation,
    index: operation.f === 'read' ? operation.invokedAt - delta : operation.invokedAt,
    completedIndex: operation.completedAt,
  }));
}

/** Γ by its definition. */
export function smallestGammaOf(operations: readonly Operation[]): number {
  return smallestShift(operations, (operation, gamma) => ({
    ...operation,
    index: operation.invokedAt - gamma / 2,
    completedIndex: operation.completedAt + gamma / 2,
  }));
}

/** Linearizability changes only where an end and a beginning meet, and it does not come back. */
function smallestShift(
  operations: readonly Operation[],
  shifted: (operation: Operation, by: number) => Operation,
): number {
  const candidates = new Set([0]);
  for (const { completedAt } of operations) {
    for (const { invokedAt } of operations) {
      if (invokedAt > completedAt) candidates.add(invokedAt - completedAt);
    }
  }
  const sorted = [...candidates].sort((a, b) => a - b);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const by = sorted[middle] as number;
    if (isLinearizable(operations.map((operation) => shifted(operation, by)))) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Infinity;
}
