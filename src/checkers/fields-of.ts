import type { Value } from '../history/event.js';
import type { Operation } from '../history/operation.js';
import { HistoryError } from '../history/pair.js';

/**
 * The result of an operation that answers something for every key.
 * @throws HistoryError when it is no object
 */
export function fieldsOf({ f, output, index }: Operation): { readonly [key: string]: Value } {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) {
    throw new HistoryError(
      index + 1,
      `expected the result of this ${f} to be an object with an entry for every key, but it is ${JSON.stringify(output)}.`,
    );
  }
  return output as { readonly [key: string]: Value };
}
