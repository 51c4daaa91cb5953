import type { Stamp } from './topology.js';

/** Entries in one message, at most. */
export const BATCH = 64;

/** How far a follower is, as its leader knows. */
export interface Progress {
  /** Up to here it certainly has the leader's entries. */
  match: number;
  /** What to send next. */
  next: number;
  /** The newest round that it answered. */
  round: number;
  /** When it was last heard, by the leader's monotonic clock. */
  heardAt: number;
  /** The newest stamp of its own clock, where it gives any. */
  stamp?: Stamp;
  /** A snapshot is being copied for it. */
  isCopying: boolean;
}
