import type { Value } from '../../src/history/event.js';
import type { Change } from './payload.js';
import type { Position } from './replicated-log.js';
import type { RowSource } from './row-source.js';
import type { Row } from './snapshot.js';
import type { Store } from './store.js';

/** The data together with what entries did that a leader has appended and does not show yet. */
export class UnshownRows implements RowSource {
  readonly #store: Store;
  readonly #rows = new Map<string, { readonly row: Row; readonly at: number }>();

  constructor(store: Store) {
    this.#store = store;
  }

  value(key: string): Value {
    return this.row(key)?.value ?? null;
  }

  /** With the position of what gave it its value; undefined where there never was one. */
  row(key: string): Row | undefined {
    return this.#rows.get(key)?.row ?? this.#store.row(key);
  }

  keys(): Iterable<string> {
    return this.#store.keys(this.#rows.keys());
  }

  /** An entry has been appended that does this. */
  add({ term, at }: Position, changes: readonly Change[]): void {
    const own: Row['version'] = [term, at];
    for (const { key, row: value, version = own } of changes) {
      this.#rows.set(key, { row: { value, version }, at });
    }
  }

  /** The store shows everything up to here. */
  shown(at: number): void {
    for (const [key, unshown] of this.#rows) if (unshown.at <= at) this.#rows.delete(key);
  }
}
