import type { Body } from '../../src/replica/message.js';
import type { Entry, Position } from './replicated-log.js';
import type { Snapshot } from './snapshot.js';
import type { ChainNews, Stamp } from './topology.js';

/** What a leader's message says beside what it brings: how far the log is committed, and that it still leads. */
export interface LeaderRequest extends Body, ChainNews {
  readonly term: number;
  readonly commit: number;
  /**
   * When the leader last began a round by whose answers it knows that nobody else had been elected, by its wall clock; 0 from one
   * that does not know yet all that was acknowledged.
   */
  readonly wallMs: number;
  /** What its follower had said of its own clock before that, where lag is measured by echoes. */
  readonly echo?: Stamp;
  /** Counts the leader's rounds of messages: an answer proves that nobody was elected before the round began. */
  readonly round: number;
  /** Who leads, where another follower passes its message on. */
  readonly leader?: string;
}

/** What follows `prev` in the leader's log. */
export interface AppendRequest extends LeaderRequest {
  readonly type: 'append';
  readonly prev: Position;
  readonly entries: readonly Entry[];
}

/** For a follower that lacks what the leader's log has no longer. */
export interface SnapshotRequest extends LeaderRequest {
  readonly type: 'snapshot';
  readonly snapshot: Snapshot;
}

/** A follower's answer. */
export interface AppendAnswer extends Body {
  readonly type: 'append_ok';
  readonly term: number;
  readonly round: number;
  /** Up to here it has what the leader has; absent where its log does not fit. */
  readonly match?: number;
  /** Where the leader should try next, where it does not; 0: it needs a snapshot. */
  readonly retry?: number;
  /** Its clock when it answered: a lease to answer reads counts from then. */
  readonly stamp?: Stamp;
  /** Its clock when it answered: the leader sends it back, where lag is measured so. */
  readonly echo?: Stamp;
}
