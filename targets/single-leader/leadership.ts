import type { Host, Timer } from '../../src/replica/host.js';
import { Chain } from './chain.js';
import { Followers } from './followers.js';
import type { Confirmed } from './lag-monitor.js';
import type { AppendAnswer, AppendRequest, LeaderRequest, SnapshotRequest } from './leader-messages.js';
import { LeaderRounds } from './leader-rounds.js';
import type { Membership } from './membership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import { BATCH, type Progress } from './progress.js';
import type { ReplicatedLog } from './replicated-log.js';
import type { SnapshotCopies } from './snapshot-copies.js';
import { Star, type Topology } from './topology.js';

/** Hears what a leader achieves. */
export interface LeadershipEvents {
  /** Everything up to this place has its copies. */
  committed(at: number): void;
  /** Too few followers are heard. */
  cutOff(): void;
  /** Another heartbeat has begun. */
  beat(): void;
}

/** So many heartbeats within an election timeout. */
const HEARTBEATS = 5;

/** One leader's term: ships the log to the followers, and knows which entries are committed. */
export class Leadership {
  readonly term: number;
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #membership: Membership;
  readonly #copies: SnapshotCopies;
  readonly #events: LeadershipEvents;
  readonly #followers: Followers;
  readonly #topology: Topology;
  readonly #rounds: LeaderRounds;
  #committed: number;
  #timer: Timer | undefined;
  #ended = false;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    given: {
      term: number;
      log: ReplicatedLog;
      membership: Membership;
      copies: SnapshotCopies;
      committed: number;
    },
    events: LeadershipEvents,
  ) {
    const { log, membership } = given;
    this.term = given.term;
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#membership = membership;
    this.#copies = given.copies;
    this.#events = events;
    this.#committed = given.committed;
    this.#rounds = new LeaderRounds(host, options);
    this.#followers = new Followers(host, bugs, { membership, log });
    this.#topology =
      options.topology === 'chain'
        ? new Chain(host, options, bugs, membership, this.#followers)
        : new Star(membership, bugs, this.#followers);
    this.#beat();
  }

  /** Everything up to here has its copies, as far as this leader knows. */
  get committed(): number {
    return this.#committed;
  }

  /** Who answers reads in this leader's place, if anybody does. */
  get tail(): string | undefined {
    return this.#topology.tail;
  }

  /** Sends its log also to these nodes, who shall become members. */
  teach(joining: readonly string[]): void {
    this.#followers.review(joining, { committed: this.#committed, round: this.#rounds.last });
  }

  /** Whether a node has what is committed, but for a message's worth. */
  isTaught(node: string): boolean {
    return this.#followers.isTaught(node, this.#committed);
  }

  /** Whether so many members have all up to this place that nobody is elected without it, also by one member more or less. */
  isSettled(at: number): boolean {
    return at <= this.#followers.settled;
  }

  /** The same of an entry of its own term. */
  isTermSettled(): boolean {
    return this.#log.termAt(this.#followers.settled) === this.term;
  }

  /** Ships what was appended. */
  ship(): void {
    for (const [node, progress] of this.#followers.all) {
      if (this.#topology.isSentAtOnce(node)) this.#send(node, progress);
    }
    this.#log.sync(() => this.#advance());
    if (this.#countsUnsynced) this.#advance();
  }

  receive(from: string, { match, retry, round, stamp, echo }: AppendAnswer): void {
    const progress = this.#followers.get(from);
    if (!progress || this.#ended) return;
    progress.heardAt = this.#host.clock.monotonic();
    progress.round = Math.max(progress.round, round);
    if (stamp) progress.stamp = stamp;
    if (echo) progress.echo = echo;
    if (match !== undefined) {
      progress.match = Math.max(progress.match, match);
      progress.next = Math.max(progress.next, match + 1);
      this.#advance();
    } else if (retry === 0) this.#sendSnapshot(from, progress);
    else {
      progress.next = Math.max(1, Math.min(retry ?? 1, progress.next - 1));
      this.#send(from, progress);
    }
    this.#confirm();
  }

  /** Whether it knows all that earlier leaders acknowledged: once an entry of its own term is committed (Raft, section 8). */
  get isReady(): boolean {
    return this.#options.commitRule === 'copies' || this.#log.termAt(this.#committed) === this.term;
  }

  /**
   * Calls back once a quorum has answered to a round that begins later than now: nobody else was elected before. Or it leads no
   * more. While a round is under way, all who ask share the next one, which begins when that one is answered.
   */
  confirm(then: (leads: boolean) => void): void {
    this.#rounds.wait(then);
    if (!this.#rounds.isUnderWay) this.#shipRound();
    this.#confirm();
  }

  /** When it last knew that nobody else had been elected, and all that was acknowledged. */
  get confirmed(): Confirmed {
    return this.#rounds.proof ?? { wall: -Infinity, monotonic: -Infinity };
  }

  /** How many entries that have their copies each follower has not confirmed. */
  get entriesBehind(): Readonly<Record<string, number>> {
    const behind = [...this.#followers.all].map(([node, { match }]) => [
      node,
      Math.max(0, this.#committed - match),
    ]);
    return Object.fromEntries(behind) as Record<string, number>;
  }

  /** Whether nobody else can have been elected yet, by the clock. */
  hasLease(): boolean {
    return this.#rounds.leaseMs > 0;
  }

  /** Acknowledges what waits, whoever has it: the leader goes on alone. */
  degrade(at: number): void {
    this.#commit(at);
  }

  end(): void {
    this.#ended = true;
    this.#timer?.cancel();
    this.#rounds.end();
  }

  #beat(): void {
    if (this.#ended) return;
    const { electionTimeoutMs } = this.#options;
    this.#timer = this.#host.after(electionTimeoutMs / HEARTBEATS, () => this.#beat());
    if (this.#isCutOff()) {
      this.#events.cutOff();
      return;
    }
    this.#events.beat();
    this.#topology.review(this.#committed, this.#log.last.at);
    // Somebody for whom it waited may have been left out.
    this.#advance();
    // What was sent and not confirmed may be lost.
    for (const progress of this.#followers.all.values())
      progress.next = Math.min(progress.next, progress.match + 1);
    this.#shipRound();
  }

  #isCutOff(): boolean {
    const { demoteMs } = this.#options;
    if (demoteMs === 0) return false;
    const now = this.#host.clock.monotonic();
    const heard = this.#followers.heardSince(now - demoteMs);
    return heard < Math.max(this.#membership.copies, this.#membership.holders);
  }

  #shipRound(): void {
    this.#rounds.begin(this.#followers.all);
    for (const [node, progress] of this.#followers.all) this.#send(node, progress);
  }

  #send(node: string, progress: Progress): void {
    if (progress.next <= this.#log.start.at) {
      this.#sendSnapshot(node, progress);
      return;
    }
    const reach = this.#topology.reach(node, this.#committed);
    const most = Math.max(0, Math.min(BATCH, reach - progress.next + 1));
    const entries = this.#log.from(progress.next, most);
    const at = progress.next - 1;
    progress.next += entries.length;
    this.#tell<AppendRequest>(node, {
      type: 'append',
      term: this.term,
      commit: this.#committed,
      wallMs: this.#wallMs,
      round: this.#rounds.last,
      prev: { term: this.#log.termAt(at) ?? 0, at },
      entries,
    });
  }

  #sendSnapshot(node: string, progress: Progress): void {
    if (progress.isCopying) return;
    if (!this.#membership.has(node)) this.#host.probe?.('a learner needs a snapshot');
    progress.isCopying = true;
    this.#copies.make((snapshot) => {
      progress.isCopying = false;
      if (this.#ended) return;
      progress.next = snapshot.position.at + 1;
      this.#tell<SnapshotRequest>(node, {
        type: 'snapshot',
        term: this.term,
        commit: this.#committed,
        wallMs: this.#wallMs,
        round: this.#rounds.last,
        snapshot,
      });
    });
  }

  get #wallMs(): number {
    return this.#rounds.proof?.wall ?? 0;
  }

  /** Sends a message, with the news of the chain if there is one, and with what its receiver said of its clock if it did. */
  #tell<Request extends LeaderRequest>(node: string, request: Request): void {
    const leaseMs = this.isReady ? this.#rounds.leaseMs : 0;
    const news = this.#topology.tell(node, { committed: this.#committed, leaseMs });
    const echo = this.#rounds.proof?.echoes.get(node);
    // Most messages have neither, and a copy takes as long as all else.
    const isPlain = !news && !echo;
    this.#host.send(node, isPlain ? request : { ...news, ...request, ...(echo && { echo }) });
  }

  /** Commits what has its copies now. */
  #advance(): void {
    if (this.#ended) return;
    const { commitRule } = this.#options;
    const own = this.#countsUnsynced ? this.#log.last.at : this.#log.durable;
    const at = Math.min(this.#topology.held(own), this.#log.last.at);
    // Copies of an older term's entry do not keep a later leader from replacing it (Raft, section 5.4.2).
    if (commitRule === 'own-term' && this.#log.termAt(at) !== this.term) return;
    this.#commit(at);
  }

  /** Whether the leader counts as having what its disk may not have yet. */
  get #countsUnsynced(): boolean {
    return this.#options.ack === 'received' || this.#bugs.has('commit-without-own-disk');
  }

  #commit(at: number): void {
    if (at <= this.#committed) return;
    this.#committed = at;
    this.#events.committed(at);
  }

  #confirm(): void {
    const answered = this.#followers.answeredBy(this.#membership.holders, this.#rounds.last);
    this.#rounds.answered(answered, this.isReady);
    if (this.#rounds.isAwaited) this.#shipRound();
  }
}
