import type { Value } from '../history/event.js';
import type { Operation } from '../history/operation.js';
import { HistoryError } from '../history/pair.js';
import { fieldsOf } from './fields-of.js';

/** Asks a replica for its own state, whatever kinds of objects it holds. */
export const INSPECT = 'inspect';

/** What a replica said about its own state in the final phase. */
export interface Inspection {
  readonly operation: Operation;
  readonly node: string | undefined;
  /** By key; keys that the replica never heard of are absent. */
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * The acknowledged inspections of the final phase, in order of invocation.
 * @throws HistoryError when a result has not the form that it must have
 */
export function inspectionsOf(operations: readonly Operation[]): Inspection[] {
  return operations
    .filter(({ f, type, final }) => f === INSPECT && type === 'ok' && final)
    .map((operation) => ({ operation, node: operation.node, values: valuesIn(operation) }));
}

function valuesIn(operation: Operation): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [key, entry] of Object.entries(fieldsOf(operation))) {
    if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, 'value')) {
      throw new HistoryError(
        operation.index + 1,
        `expected the result of this inspect to give {"value": …} for every key, but for ${JSON.stringify(key)} it gives ${JSON.stringify(entry)}.`,
      );
    }
    values.set(key, (entry as { readonly value: Value }).value);
  }
  return values;
}
