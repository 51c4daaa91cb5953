import type { Value } from '../../src/history/event.js';

/** What becomes of one row; null: it is deleted. */
export interface Change {
  readonly key: string;
  readonly row: Value;
}

/** What an entry of the log says. */
export type Payload =
  /** Nothing: a new leader's first entry, by which it learns what is committed (Raft, section 8). */
  | { readonly kind: 'no-op' }
  /** The rows that changed, with their new values: logical (row-based) replication. */
  | { readonly kind: 'rows'; readonly changes: readonly Change[] };
