import type { Followers } from './followers.js';
import type { Membership } from './membership.js';
import type { SingleLeaderBug } from './options.js';

/** How a leader's log travels to its followers, and which of them must have an entry before it is committed. */
export interface Topology {
  /** Whether a follower is sent an entry as soon as the leader has it; the others get it from these, or with a later round. */
  isSentAtOnce(node: string): boolean;
  /** Up to where the leader may send its log to a follower. */
  reach(node: string, committed: number): number;
  /** Up to where the log has its copies, where the leader itself has `own`. */
  held(own: number): number;
  /** Once for each heartbeat: followers that are silent may be left out, and others taken in. */
  review(committed: number, last: number): void;
  /** Who answers reads in the leader's place, if anybody does. */
  readonly tail: string | undefined;
  /** What the leader's messages to a follower say of all this. */
  tell(node: string, leader: { readonly committed: number; readonly leaseMs: number }): ChainNews | undefined;
}

/** A stamp of a node's monotonic clock, which means something to this life of that node alone. */
export interface Stamp {
  readonly life: number;
  readonly atMs: number;
}

/** What a leader's message says of the chain, if there is one. */
export interface ChainNews {
  /** The followers in the order in which they pass the log on; a change within a term has a higher version. */
  readonly chain?: { readonly version: number; readonly links: readonly string[] };
  /** The last of them may answer reads for so long after the stamp, which it gave, once it shows the log up to `from`. */
  readonly lease?: { readonly stamp: Stamp; readonly ms: number; readonly from: number };
}

/** The leader sends its log to every follower itself, and enough members suffice, whoever they are. */
export class Star implements Topology {
  readonly #membership: Membership;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #followers: Followers;

  constructor(membership: Membership, bugs: ReadonlySet<SingleLeaderBug>, followers: Followers) {
    this.#membership = membership;
    this.#bugs = bugs;
    this.#followers = followers;
  }

  isSentAtOnce(): boolean {
    return true;
  }

  reach(): number {
    return Infinity;
  }

  held(own: number): number {
    const counted = this.#bugs.has('count-itself-twice') ? 1 : 0;
    return this.#followers.heldBy(Math.max(1, this.#membership.copies - counted), own);
  }

  review(): void {}

  readonly tail = undefined;

  tell(): undefined {}
}
