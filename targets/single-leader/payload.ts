import type { Value } from '../../src/history/event.js';
import type { Configuration } from './configuration.js';
import type { Row } from './snapshot.js';
import type { Fixed } from './surroundings.js';

/** What becomes of one row; null: it is deleted. */
export interface Change {
  readonly key: string;
  readonly row: Value;
  /** Of a row that is part of a page and was not changed by this entry: what gave it its value. */
  readonly version?: Row['version'] | undefined;
}

/** What becomes of a row that has no key: it is known by what it held. */
export interface Image {
  readonly old: Value;
  readonly row: Value;
}

/** What a client asked for, as it is carried out again by whoever replays it. */
export interface Statement {
  readonly type: string;
  readonly key: string;
  readonly value: Value;
}

/** What an entry of the log says. */
export type Payload =
  /** Nothing: a new leader's first entry, by which it learns what is committed (Raft, section 8). */
  | { readonly kind: 'no-op' }
  /** Who is a member from now on. */
  | { readonly kind: 'members'; readonly configuration: Configuration }
  /** The rows that changed, with their new values: logical (row-based) replication. */
  | { readonly kind: 'rows'; readonly changes: readonly Change[] }
  /** The same of a table without a key: new rows, and what rows held before and after. */
  | { readonly kind: 'images'; readonly images: readonly (Change | Image)[] }
  /** Every page that was written, as it is then in the storage of one version: write-ahead-log shipping. */
  | { readonly kind: 'pages'; readonly storage: number; readonly pages: readonly (readonly Change[])[] }
  /** The statement itself: everybody carries it out, with what the leader's functions returned where that is said. */
  | { readonly kind: 'statement'; readonly statement: Statement; readonly fixed?: Fixed };
