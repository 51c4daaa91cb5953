import type { SingleLeaderOptions } from './options.js';
import { comparePositions, type Position } from './replicated-log.js';

/** What a session has seen: a replica must have it before it answers. All fields absent: nothing. */
export interface Token {
  /** The newest position, of a write or a read. */
  readonly position?: Position;
  /** The newest time of a write, by the leader's wall clock, in milliseconds. */
  readonly wallMs?: number;
}

/** What a replica shows. */
export interface Shown {
  readonly applied: Position;
  /** The term of what stands at a place of its log. */
  readonly termAt: (at: number) => number | undefined;
  /** Until when by its own wall clock, in milliseconds, it had all that its leader had committed. */
  readonly asOfMs: number;
}

/** The newer of both, part by part. */
export function newerToken(one: Token, other: Token): Token {
  const position = newer(one.position, other.position);
  const wallMs = Math.max(one.wallMs ?? -Infinity, other.wallMs ?? -Infinity);
  return { ...(position && { position }), ...(wallMs > -Infinity && { wallMs }) };
}

function newer(one: Position | undefined, other: Position | undefined): Position | undefined {
  if (!one || !other) return one ?? other;
  return comparePositions(one, other) >= 0 ? one : other;
}

/**
 * Whether a replica has what a token demands. `lost`: it never will, for something else stands in that place: what the
 * session saw was taken back.
 */
export function satisfies(
  { applied, termAt, asOfMs }: Shown,
  { position, wallMs }: Token,
  { reads, clockBoundMs }: Pick<SingleLeaderOptions, 'reads' | 'clockBoundMs'>,
): 'yes' | 'not-yet' | 'lost' {
  if (reads === 'wall-clock-token') {
    return wallMs === undefined || asOfMs - clockBoundMs >= wallMs ? 'yes' : 'not-yet';
  }
  if (!position) return 'yes';
  if (applied.at < position.at) return 'not-yet';
  return reads === 'position-token' || termAt(position.at) === position.term ? 'yes' : 'lost';
}
