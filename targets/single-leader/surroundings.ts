import type { Host } from '../../src/replica/host.js';

/** What a statement's functions return where it is carried out. */
export interface Surroundings {
  /** The time of day in milliseconds when the statement began: `NOW()`. */
  readonly now: number;
  /** The time of day in milliseconds when the function is called: `SYSDATE()`. */
  readonly sysdate: number;
  /** Uniform in [0, 1), as a seed makes it: `RAND()`. */
  readonly random: number;
  /** Like no other: `UUID()`. */
  readonly uuid: string;
  /** The node: `@@hostname`. */
  readonly host: string;
  /** The term of the leader who appended the statement. */
  readonly term: number;
}

/** Which functions' values a log of statements holds beside the statement. */
export type Fixed = Partial<Surroundings>;

/** What functions return at a node now. */
export function surroundingsOf(host: Pick<Host, 'id' | 'clock' | 'random'>, term: number): Surroundings {
  const { id } = host;
  const now = host.clock.wall();
  const drawn = host.random();
  // As a UUID of version 1: a time, a node, and what tells apart what is made at the same time.
  const uuid = `${Math.round(now * 1_000).toString(16)}-${Math.floor(drawn * 2 ** 32).toString(16)}-${id}`;
  return { now, sysdate: now, random: drawn, uuid, host: id, term };
}
