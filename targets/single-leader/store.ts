import type { Value } from '../../src/history/event.js';
import type { Host } from '../../src/replica/host.js';
import type { Entry, Position } from './replicated-log.js';
import { BEGINNING } from './replicated-log.js';

/** A row with the position of the entry that gave it its value. */
export interface Row {
  readonly value: Value;
  readonly version: readonly [term: number, at: number];
}

/** The data: what a beginning of the log makes of it. */
export class Store {
  readonly #host: Host;
  readonly #rows = new Map<string, Row>();
  #applied: Position = BEGINNING;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The last entry that was applied. */
  get applied(): Position {
    return this.#applied;
  }

  value(key: string): Value {
    return this.#rows.get(key)?.value ?? null;
  }

  /** Every row, by key. */
  all(): Record<string, Row> {
    return Object.fromEntries(this.#rows);
  }

  /** Applies the entry that follows. */
  apply({ term, at, payload }: Entry): void {
    this.#applied = { term, at };
    if (payload.kind !== 'rows') return;
    for (const { key, row } of payload.changes) {
      this.#rows.set(key, { value: row, version: [term, at] });
      this.#host.reveal?.({ key, version: [term, at], value: row, holds: row });
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#rows.clear();
    this.#applied = BEGINNING;
  }
}
