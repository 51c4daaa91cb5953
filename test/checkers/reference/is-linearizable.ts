import type { Operation } from '../../../src/history/operation.js';
import { effectiveWrites, orders, precedes, readsOf } from './orders.js';

/** Linearizability of each key by its definition: some order of all operations respects real time and makes every read right. */
export function isLinearizable(operations: readonly Operation[]): boolean {
  const keys = new Set(
    [...readsOf(operations), ...operations.filter(({ f }) => f === 'write')].map(({ key }) => key),
  );
  return [...keys].every((key) => {
    const reads = readsOf(operations).filter((read) => read.key === key);
    for (const writes of effectiveWrites(operations.filter((operation) => operation.key === key))) {
      for (const order of orders([...writes, ...reads], precedes)) if (isLegal(order)) return true;
    }
    return false;
  });
}

function isLegal(order: readonly Operation[]): boolean {
  let value: unknown = null;
  for (const { f, input, output } of order) {
    if (f === 'write') value = input;
    else if (output !== value) return false;
  }
  return true;
}
