import type { Host, Timer } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';
import type { Membership } from './membership.js';
import { type SingleLeaderBug, type SingleLeaderOptions, usesLeases } from './options.js';
import { comparePositions, type Position, type ReplicatedLog } from './replicated-log.js';
import type { TermStore } from './term-store.js';

/** What a node does in its term. */
export type Role = 'follower' | 'candidate' | 'leader';

/** Hears what becomes of the node. */
export interface ElectionEvents {
  /** It leads from now on, in the present term. */
  elected(): void;
  /** It does not lead any more. */
  deposed(): void;
}

/** A candidate asks. In a trial (Raft's pre-vote; Ongaro's thesis, 9.6) the term is the one that would begin. */
interface VoteRequest extends Body {
  readonly type: 'vote';
  readonly term: number;
  readonly last: Position;
  readonly trial: boolean;
  /** An operator wants it: it does not matter that there is a leader. */
  readonly forced: boolean;
}

interface VoteAnswer extends Body {
  readonly type: 'vote_ok';
  readonly term: number;
  readonly trial: boolean;
  readonly granted: boolean;
}

/** An unanswered request for votes is made again so often within an election timeout: messages get lost. */
const SENDINGS = 3;

/** Detects a silent leader and elects another (Ongaro and Ousterhout, "In search of an understandable consensus algorithm", 2014). */
export class Election {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #terms: TermStore;
  readonly #log: ReplicatedLog;
  readonly #membership: Membership;
  readonly #committed: () => number;
  readonly #events: ElectionEvents;
  #role: Role = 'follower';
  #leader: string | undefined;
  #heardAt = -Infinity;
  #timer: Timer | undefined;
  /** Those who agree in the present attempt; a new attempt gets a new set. */
  #granted = new Set<string>();

  /** In this life. */
  #campaigns = 0;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    state: {
      readonly terms: TermStore;
      readonly log: ReplicatedLog;
      readonly membership: Membership;
      readonly committed: () => number;
    },
    events: ElectionEvents,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#terms = state.terms;
    this.#log = state.log;
    this.#membership = state.membership;
    this.#committed = state.committed;
    this.#events = events;
  }

  get role(): Role {
    return this.#role;
  }

  /** Who leads, as far as this node knows. */
  get leader(): string | undefined {
    return this.#leader;
  }

  /** Whether it can be elected: who is no member asks nobody for a vote. */
  get mayLead(): boolean {
    return this.#membership.mayLead(this.#host.id, this.#committed());
  }

  /** A cluster that never had a leader gets its first node, so that nobody waits for a timeout. */
  start(): void {
    this.#host.tell?.({ leads: null });
    // It may have heard from a leader before it went down, whose lease counts on its not electing another too soon.
    if (this.#terms.term > 0) this.#heardAt = this.#host.clock.monotonic();
    if (this.#terms.term === 0 && this.#host.id === this.#host.nodes[0]) this.campaign();
    else this.#waitForLeader();
  }

  receive(from: string, body: Body): void {
    if (body.type === 'vote') this.#consider(from, body as VoteRequest);
    else this.#count(from, body as VoteAnswer);
  }

  /** A leader has spoken, in this or a newer term. */
  heardFrom(leader: string, term: number): void {
    this.#observe(term);
    this.#leader = leader;
    this.#heardAt = this.#host.clock.monotonic();
    this.#become('follower');
    this.#waitForLeader();
  }

  /** Somebody is in a newer term; whoever led in an older one does no longer. */
  outdatedBy(term: number): void {
    if (term <= this.#terms.term) return;
    this.#observe(term);
    this.#stepDown();
  }

  /** A leader that cannot do its duty gives up; it may be elected again. */
  stepDown(why: string): void {
    this.#host.probe?.('a leader steps down');
    this.#host.log(`steps down in term ${this.#terms.term}: ${why}`);
    this.#stepDown();
  }

  /** Begins a new term and asks to lead in it. */
  campaign(forced = false): void {
    if (this.#campaigns++ > 0 && this.#bugs.has('campaign-once')) return;
    this.#become('candidate');
    this.#leader = undefined;
    this.#terms.set(this.#terms.term + 1, this.#host.id);
    const { term } = this.#terms;
    this.#host.log(`asks to lead in term ${term}`);
    this.#afterLease(forced, () =>
      this.#terms.whenDurable(() => {
        if (this.#role === 'candidate' && this.#terms.term === term) this.#ask(term, false, forced);
      }),
    );
    this.#waitForLeader();
  }

  #waitForLeader(): void {
    this.#timer?.cancel();
    if (this.#role === 'leader' || this.#options.failover === 'manual') return;
    const { electionTimeoutMs, preVote } = this.#options;
    this.#timer = this.#host.after(electionTimeoutMs * (1 + this.#host.random()), () => {
      this.#leader = undefined;
      if (!this.mayLead) {
        this.#become('follower');
        this.#waitForLeader();
        return;
      }
      if (!preVote) {
        this.campaign();
        return;
      }
      this.#become('follower');
      this.#waitForLeader();
      this.#ask(this.#terms.term + 1, true, false);
    });
  }

  #ask(term: number, trial: boolean, forced: boolean): void {
    const granted = new Set([this.#host.id]);
    this.#granted = granted;
    const request: VoteRequest = { type: 'vote', term, last: this.#log.last, trial, forced };
    const send = (sendings: number): void => {
      if (this.#granted !== granted || this.#role === 'leader') return;
      for (const node of this.#membership.members) if (!granted.has(node)) this.#host.send(node, request);
      if (sendings < SENDINGS)
        this.#host.after(this.#options.electionTimeoutMs / SENDINGS, () => send(sendings + 1));
    };
    if (!this.#isElected(trial)) send(1);
  }

  #consider(from: string, { term, last, trial, forced }: VoteRequest): void {
    const answer = (granted: boolean): void => {
      const body: VoteAnswer = {
        type: 'vote_ok',
        term: granted ? term : this.#terms.term,
        trial,
        granted,
      };
      this.#terms.whenDurable(() => this.#host.send(from, body));
    };
    if (!forced && this.#hasLeader()) {
      answer(false);
      return;
    }
    if (trial) {
      answer(term > this.#terms.term && this.#mayLead(last));
      return;
    }
    this.outdatedBy(term);
    const { votedFor } = this.#terms;
    const isFree = votedFor === null || votedFor === from || this.#bugs.has('vote-twice');
    const granted = term === this.#terms.term && isFree && this.#role !== 'leader' && this.#mayLead(last);
    if (granted && votedFor !== from && !this.#bugs.has('forget-vote')) this.#terms.set(term, from);
    if (granted) this.#waitForLeader();
    this.#afterLease(granted && forced, () => answer(granted));
  }

  /**
   * What an operator wants does not wait for silence, but for the lease of the leader: it may rest on what this node last
   * answered. In its new term the node answers that leader no more, so the lease is soon over.
   */
  #afterLease(isForced: boolean, action: () => void): void {
    const leftMs = this.#heardAt + this.#options.leaseMs - this.#host.clock.monotonic();
    if (isForced && usesLeases(this.#options) && leftMs > 0) this.#host.after(leftMs, action);
    else action();
  }

  /** A node that hears from its leader does not help to depose it. */
  #hasLeader(): boolean {
    if (this.#role === 'leader') return true;
    return this.#host.clock.monotonic() - this.#heardAt < this.#options.electionTimeoutMs;
  }

  #mayLead(last: Position): boolean {
    switch (this.#options.candidate) {
      case 'newest':
        return comparePositions(last, this.#log.last) >= 0;
      case 'longest':
        return last.at >= this.#log.last.at;
      case 'any':
        return true;
    }
  }

  #count(from: string, { term, trial, granted }: VoteAnswer): void {
    if (!granted) {
      this.outdatedBy(term);
      return;
    }
    const isTrial = trial && !(this.#bugs.has('count-trial-votes') && this.#role === 'candidate');
    const isCurrent = isTrial
      ? this.#role === 'follower' && term === this.#terms.term + 1
      : this.#role === 'candidate' && term === this.#terms.term;
    if (!isCurrent) return;
    this.#granted.add(from);
    this.#isElected(isTrial);
  }

  #isElected(trial: boolean): boolean {
    const votes = this.#membership.members.filter((node) => this.#granted.has(node)).length;
    if (votes < this.#membership.votes) return false;
    if (trial) {
      this.campaign();
      return true;
    }
    this.#granted = new Set();
    this.#timer?.cancel();
    this.#leader = this.#host.id;
    this.#become('leader');
    this.#host.log(`leads in term ${this.#terms.term}`);
    this.#events.elected();
    return true;
  }

  #observe(term: number): void {
    if (term > this.#terms.term) this.#terms.set(term, null);
  }

  #stepDown(): void {
    this.#leader = undefined;
    this.#become('follower');
    this.#waitForLeader();
  }

  #become(role: Role): void {
    const before = this.#role;
    if (before === role) return;
    this.#role = role;
    this.#host.tell?.({ leads: role === 'leader' ? this.#terms.term : null });
    this.#granted = new Set();
    if (before === 'leader') this.#events.deposed();
  }
}
