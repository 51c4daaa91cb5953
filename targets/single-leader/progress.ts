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
  /** The newest that it said of its clock for measuring lag. */
  echo?: Stamp;
  /** When the followers were last reviewed. */
  wasMember: boolean;
  /** The entry by which it is a member no longer. */
  leavesAt: number | undefined;
  /** Who leaves has heard that this is committed when it has answered this round. */
  farewellRound?: number;
  /** A snapshot is being copied for it. */
  isCopying: boolean;
}

/** How far so many nodes are at least, of the leader, who is at `own`, and its followers. */
export function reachedBy(
  count: number,
  own: number,
  followers: Iterable<Progress>,
  what: 'match' | 'round',
): number {
  // A leader asks this for every answer; `sort` would take longer than all else that it does with one.
  const places = [own];
  for (const follower of followers) {
    const place = follower[what];
    let at = places.length;
    while (at > 0 && (places[at - 1] as number) < place) {
      places[at] = places[at - 1] as number;
      at--;
    }
    places[at] = place;
  }
  return places[count - 1] ?? 0;
}
