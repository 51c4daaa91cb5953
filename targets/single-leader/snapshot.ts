import type { Value } from '../../src/history/event.js';
import type { PlacedConfiguration } from './configuration.js';
import type { Position } from './replicated-log.js';
import type { Seen } from './token.js';

/** A row with the position of the entry that gave it its value. */
export interface Row {
  readonly value: Value;
  readonly version: readonly [term: number, at: number];
  /** What its writers had seen in other partitions, where that is tracked. */
  readonly after?: Seen;
}

/** The data as they are at a position of the log. */
export interface Snapshot {
  /** All up to here is in the rows; replay goes on after it. */
  readonly position: Position;
  /** Where each term of the log began, up to the position. */
  readonly terms: readonly Position[];
  /** The newest configuration up to the position, if there was any change. */
  readonly configuration?: PlacedConfiguration | undefined;
  readonly rows: Readonly<Record<string, Row>>;
  /** Rows copied one after another, while others were written, make sense only from this place of the log on. */
  readonly soundFrom?: number;
}
