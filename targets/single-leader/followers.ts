import type { Host } from '../../src/replica/host.js';
import type { PlacedConfiguration } from './configuration.js';
import type { Membership } from './membership.js';
import { majorityOf, type SingleLeaderBug } from './options.js';
import { BATCH, type Progress, reachedBy } from './progress.js';
import type { ReplicatedLog } from './replicated-log.js';

/**
 * Whom a leader sends its log, and how far each is: the members, those who are to become members and catch up, and those who are
 * members no longer, until they know it. Only members count.
 */
export class Followers {
  readonly #host: Host;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #membership: Membership;
  readonly #log: ReplicatedLog;
  readonly #progress = new Map<string, Progress>();
  #membersOf: PlacedConfiguration | undefined;
  #memberProgress: Progress[] = [];

  constructor(
    host: Host,
    bugs: ReadonlySet<SingleLeaderBug>,
    { membership, log }: { readonly membership: Membership; readonly log: ReplicatedLog },
  ) {
    this.#host = host;
    this.#bugs = bugs;
    this.#membership = membership;
    this.#log = log;
    this.review([], { committed: 0, round: 0 });
  }

  /** All of them, each with how far it is. */
  get all(): ReadonlyMap<string, Progress> {
    return this.#progress;
  }

  get(node: string): Progress | undefined {
    return this.#progress.get(node);
  }

  /** Takes in who became a member or shall become one, and leaves out who is neither and knows it. */
  review(joining: readonly string[], leader: { readonly committed: number; readonly round: number }): void {
    for (const node of [...this.#membership.members, ...joining]) {
      if (node === this.#host.id) continue;
      const progress = this.#progress.get(node) ?? this.#begin();
      progress.wasMember = this.#membership.has(node);
      progress.leavesAt = undefined;
      this.#progress.set(node, progress);
    }
    this.#membersOf = undefined;
    for (const [node, progress] of this.#progress) {
      if (this.#membership.has(node) || joining.includes(node)) continue;
      if (progress.wasMember) progress.leavesAt = this.#membership.now.at;
      progress.wasMember = false;
      if (this.#isGone(progress, leader)) this.#progress.delete(node);
    }
  }

  /** Whether a node has what is committed, but for a message's worth. */
  isTaught(node: string, committed: number): boolean {
    const match = this.#progress.get(node)?.match ?? 0;
    return match > 0 && match + BATCH >= committed;
  }

  /** Up to where `count` of those who count have the log; `own` is how far the leader has it. */
  heldBy(count: number, own: number): number {
    return Math.min(this.#reachedBy(count, own, 'match', this.#counted), this.#log.last.at);
  }

  /** Up to where a majority of the members has the log, the leader's own copy among them if it is one. */
  get settled(): number {
    const { members, copies } = this.#membership;
    return this.heldBy(Math.max(copies, majorityOf(members.length)), this.#log.durable);
  }

  /** The newest round that `count` members have answered. */
  answeredBy(count: number, own: number): number {
    return this.#reachedBy(count, own, 'round', this.#members);
  }

  /** How many members, the leader among them, were heard since then. */
  heardSince(monotonicMs: number): number {
    const heard = this.#members.filter(({ heardAt }) => heardAt > monotonicMs).length;
    return heard + (this.#membership.has(this.#host.id) ? 1 : 0);
  }

  /** Asked for with every answer that a leader hears, and another one only when the members are others. */
  get #members(): readonly Progress[] {
    const { now } = this.#membership;
    if (this.#membersOf !== now) {
      this.#membersOf = now;
      this.#memberProgress = [];
      for (const [node, progress] of this.#progress) {
        if (now.members.includes(node)) this.#memberProgress.push(progress);
      }
    }
    return this.#memberProgress;
  }

  /** Those whose copies count. */
  get #counted(): readonly Progress[] {
    const [learners, removed] = [this.#bugs.has('learner-counts'), this.#bugs.has('removed-counts')];
    if (!learners && !removed) return this.#members;
    return [...this.#progress].flatMap(([node, progress]) => {
      const isCounted = progress.leavesAt === undefined ? learners : removed;
      return isCounted || this.#membership.has(node) ? [progress] : [];
    });
  }

  #reachedBy(count: number, own: number, what: 'match' | 'round', followers: readonly Progress[]): number {
    // A leader that is no member is counted as one who has nothing.
    return reachedBy(count, this.#membership.has(this.#host.id) ? own : 0, followers, what);
  }

  /** It was never a member; or it has the entry that says so, and has heard that this is committed. */
  #isGone(progress: Progress, { committed, round }: { readonly committed: number; readonly round: number }) {
    if (progress.leavesAt === undefined) return true;
    if (this.#bugs.has('removed-counts')) return false;
    if (progress.match < progress.leavesAt || committed < progress.leavesAt) return false;
    progress.farewellRound ??= round + 1;
    return progress.round >= progress.farewellRound;
  }

  #begin(): Progress {
    return {
      match: 0,
      next: this.#log.last.at + 1,
      round: 0,
      heardAt: this.#host.clock.monotonic(),
      isCopying: false,
      wasMember: false,
      leavesAt: undefined,
    };
  }
}
