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
  const byTerm = new Map<number, Position>();
  for (const position of [...one.positions, ...other.positions]) {
    if ((byTerm.get(position.term)?.at ?? 0) < position.at) byTerm.set(position.term, position);
  }
  const wallMs = Math.max(one.wallMs ?? -Infinity, other.wallMs ?? -Infinity);
  return { positions: [...byTerm.values()], ...(wallMs > -Infinity && { wallMs }) };
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
