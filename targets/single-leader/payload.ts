import type { Value } from '../../src/history/event.js';

/** What becomes of one row; null: it is deleted. */
export interface Change {
  readonly key: string;
  readonly row: Value;
}

/** What a client asked for, as it is carried out again by whoever replays it. */
export interface Statement {
  readonly type: string;
  readonly key: string;
  readonly value: Value;
}

/** What a statement's functions return. */
export interface Surroundings {
  /** The time of day in milliseconds: `NOW()`. */
  readonly now: number;
  /** Uniform in [0, 1): `RAND()`. */
  readonly random: number;
}

/** What an entry of the log says. */
export type Payload =
  /** Nothing: a new leader's first entry, by which it learns what is committed (Raft, section 8). */
  | { readonly kind: 'no-op' }
  /** The rows that changed, with their new values: logical (row-based) replication. */
  | { readonly kind: 'rows'; readonly changes: readonly Change[] }
  /** What the storage engine wrote, in the form of one version of it: write-ahead-log shipping. */
  | { readonly kind: 'pages'; readonly storage: number; readonly changes: readonly Change[] }
  /** The statement itself: everybody carries it out, with what the leader's functions returned where that is said. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly fixed?: Surroundings };
