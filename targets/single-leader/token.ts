import type { SingleLeaderOptions } from './options.js';
import type { Position } from './replicated-log.js';

/** What a session has seen: a replica must have it before it answers. */
export interface Token {
  /**
   * The newest position of each term. One of an older term says something of its own: a newer leader may lack it, where
   * writes may be lost.
   */
  readonly positions: readonly Position[];
  /** The newest time of a write, by the leader's wall clock, in milliseconds. */
  readonly wallMs?: number;
}

/** Nothing. */
export const NO_TOKEN: Token = { positions: [] };

/** The positions that somebody has seen, by partition. */
export type Seen = { readonly [partition: string]: readonly Position[] };

/** What somebody has seen who had seen both. */
export function seenTogether(one: Seen, other: Seen): Seen {
  const both: Record<string, readonly Position[]> = { ...one };
  for (const [partition, positions] of Object.entries(other)) {
    both[partition] = newestOfTerms([...(both[partition] ?? []), ...positions]);
  }
  return both;
}

/** What a replica shows. */
export interface Shown {
  readonly applied: Position;
  /** The term of what stands at a place of its log. */
  readonly termAt: (at: number) => number | undefined;
  /** Until when it had all that its leader had committed, in milliseconds by a wall clock. */
  readonly asOfMs: number;
}

/** What a session has seen when it had seen both. */
export function joined(one: Token, other: Token): Token {
  const wallMs = Math.max(one.wallMs ?? -Infinity, other.wallMs ?? -Infinity);
  return {
    positions: newestOfTerms([...one.positions, ...other.positions]),
    ...(wallMs > -Infinity && { wallMs }),
  };
}

function newestOfTerms(positions: readonly Position[]): readonly Position[] {
  const byTerm = new Map<number, Position>();
  for (const position of positions) {
    if ((byTerm.get(position.term)?.at ?? 0) < position.at) byTerm.set(position.term, position);
  }
  return [...byTerm.values()];
}

/**
 * Whether a replica has what a token demands. `lost`: it never will, for something else stands in that place: what the
 * session saw was taken back.
 */
export function satisfies(
  { applied, termAt, asOfMs }: Shown,
  { positions, wallMs }: Token,
  { reads, clockBoundMs }: Pick<SingleLeaderOptions, 'reads' | 'clockBoundMs'>,
): 'yes' | 'not-yet' | 'lost' {
  if (reads === 'wall-clock-token') {
    return wallMs === undefined || asOfMs - clockBoundMs >= wallMs ? 'yes' : 'not-yet';
  }
  if (positions.some(({ at }) => applied.at < at)) return 'not-yet';
  if (reads === 'position-token') return 'yes';
  return positions.every(({ term, at }) => termAt(at) === term) ? 'yes' : 'lost';
}
