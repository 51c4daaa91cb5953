import type { Value } from '../event.js';
import type { ForeignEvent } from './foreign-event.js';

/** A value of Jepsen's independent tests: the key, and what the operation is about there. */
export type KeyedValue = readonly [key: Value, value: Value];

/** True for a pair whose first item may be a key. */
export function isKeyedValue(value: Value | undefined): value is KeyedValue {
  return Array.isArray(value) && value.length === 2 && !(typeof value[0] === 'object' && value[0] !== null);
}

/**
 * Tells whether events come from a test of independent keys (`jepsen.independent`), where each value is `[key value]`:
 * all clients invoke with pairs, and some operation, a read, always with `[key nil]`. A history of compare-and-sets alone
 * is none.
 */
export function hasIndependentKeys(events: readonly ForeignEvent[]): boolean {
  const asks = new Map<Value, boolean>();
  for (const { type, process, f, key, value } of events) {
    if (type !== 'invoke' || process === 'nemesis') continue;
    if (!isKeyedValue(value) || (key !== undefined && key !== null)) return false;
    asks.set(f ?? null, value[1] === null && asks.get(f ?? null) !== false);
  }
  return [...asks.values()].includes(true);
}
