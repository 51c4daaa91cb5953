import type { Value } from '../../src/history/event.js';

/** The data as whoever carries out a statement finds them. */
export interface RowSource {
  /** Null where there is no row. */
  value(key: string): Value;
  /** All keys, in the order in which the storage engine comes upon their rows. */
  keys(): Iterable<string>;
}

/** The first row that a scan comes upon whose key and value are such; undefined where there is none. */
export function firstRow(
  rows: RowSource,
  isWanted: (key: string, value: Value) => boolean,
): string | undefined {
  for (const key of rows.keys()) {
    const value = rows.value(key);
    if (value !== null && isWanted(key, value)) return key;
  }
  return undefined;
}

/** Whether two rows hold the same. */
export function sameValue(one: Value, other: Value): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
