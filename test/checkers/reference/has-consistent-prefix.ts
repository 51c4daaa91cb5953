import type { Operation } from '../../../src/history/operation.js';
import { effectiveWrites, isPossible, orders, precedes, readsOf } from './orders.js';

/**
 * Consistent prefix by its definition: some order of all writes makes every read of several keys the state after one of its
 * prefixes. The order respects real time, in which a write has taken effect once it was acknowledged or read.
 */
export function hasConsistentPrefix(operations: readonly Operation[]): boolean {
  const reads = readsOf(operations).filter((read) => isPossible(read, operations));
  const sees = (read: Operation, write: Operation): boolean =>
    read.key === write.key && read.output === write.input;
  const tookEffectBefore = (a: Operation, b: Operation): boolean =>
    precedes(a, b) || reads.some((read) => sees(read, a) && precedes(read, b));

  const snapshots = operations
    .filter(({ f, type }) => f === 'multi-read' && type === 'ok')
    .map(({ index }) => reads.filter((read) => read.index === index));
  for (const writes of effectiveWrites(operations)) {
    // What somebody read did take effect.
    if (!reads.every((read) => read.output === null || writes.some((write) => sees(read, write)))) continue;
    for (const order of orders(writes, tookEffectBefore)) {
      const states = statesOf(order);
      const fits = (snapshot: readonly Operation[]): boolean =>
        states.some((state) => snapshot.every(({ key, output }) => (state.get(key) ?? null) === output));
      if (snapshots.every(fits)) return true;
    }
  }
  return false;
}

/** The state after each prefix of an order of writes. */
function statesOf(order: readonly Operation[]): ReadonlyMap<string | undefined, unknown>[] {
  const states = [new Map<string | undefined, unknown>()];
  for (const { key, input } of order) states.push(new Map(states.at(-1)).set(key, input));
  return states;
}
