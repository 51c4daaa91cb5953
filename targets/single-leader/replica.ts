import type { Value } from '../../src/history/event.js';
import type { Host, Replica } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';
import { Answers } from './answers.js';
import { Applying } from './applying.js';
import { ChainLink } from './chain-link.js';
import { ChangeFeed } from './change-feed.js';
import { isCapture } from './change-table.js';
import { Duty } from './duty.js';
import { Election } from './election.js';
import { Following } from './following.js';
import { type Lag, LagMonitor } from './lag-monitor.js';
import type { AppendAnswer, AppendRequest, SnapshotRequest } from './leader-messages.js';
import { Membership } from './membership.js';
import { OperatorOrders } from './operator-orders.js';
import type { ReplicaOptions, SingleLeaderBug } from './options.js';
import { Reading, type Standing } from './reading.js';
import { type Entry, ReplicatedLog } from './replicated-log.js';
import type { Row } from './snapshot.js';
import type { Store } from './store.js';
import { TakenBack } from './taken-back.js';
import { TermStore } from './term-store.js';
import { Writing } from './writing.js';

/** A node's replica of the data that one log holds: all of them, or one partition. */
export class SingleLeaderReplica implements Replica {
  readonly #host: Host;
  readonly #options: ReplicaOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #terms: TermStore;
  readonly #log: ReplicatedLog;
  readonly #membership: Membership;
  readonly #takenBack: TakenBack;
  readonly #applying: Applying;
  readonly #store: Store;
  readonly #election: Election;
  readonly #orders: OperatorOrders;
  readonly #link: ChainLink;
  readonly #lag: LagMonitor;
  readonly #following: Following;
  /** While it leads. */
  #duty: Duty | undefined;
  readonly #answers: Answers;
  readonly #reading: Reading;
  readonly #writing: Writing;
  readonly #feed: ChangeFeed;
  /** Up to here everything has its copies, as far as this node knows. */
  #committed = 0;
  /** When by this node's wall clock it last had all that its leader had committed. */
  #asOfMs = -Infinity;

  constructor(host: Host, options: ReplicaOptions) {
    this.#host = host;
    this.#options = options;
    this.#bugs = new Set(options.bugs);
    this.#terms = new TermStore(host);
    this.#log = new ReplicatedLog(host, this.#bugs);
    this.#membership = new Membership(host, options, this.#bugs, this.#log);
    this.#takenBack = new TakenBack(host);
    this.#applying = new Applying(host, options, this.#bugs, this.#log, () => this.#advanced());
    this.#store = this.#applying.store;
    // Only what had its copies is shown, where that is the rule.
    if (options.leaderShows === 'committed' && options.followerShows === 'committed') {
      this.#committed = this.#store.applied.at;
    }
    const state = { terms: this.#terms, log: this.#log, membership: this.#membership };
    const committed = (): number => this.#committed;
    this.#election = new Election(
      host,
      options,
      this.#bugs,
      { ...state, committed },
      {
        elected: () => this.#lead(),
        deposed: () => this.#retire(),
      },
    );
    const leader = { election: this.#election, changes: () => this.#duty?.changes };
    this.#link = new ChainLink(host, options, this.#bugs);
    this.#answers = new Answers(host, options, () => ({
      leader: this.#election.leader,
      tail: this.#duty ? this.#duty.leadership.tail : this.#link.tail,
    }));
    this.#orders = new OperatorOrders(host, options, leader, this.#answers);
    this.#lag = new LagMonitor(host, options, this.#bugs);
    const replicated = { log: this.#log, applying: this.#applying, link: this.#link, lag: this.#lag };
    this.#following = new Following(host, options, this.#bugs, replicated, {
      received: (match, request) => this.#received(match, request),
      discarded: (entries) => this.#discard(entries),
      installed: (replaced) => this.#installed(replaced),
    });
    const standing = (): Standing => ({
      duty: this.#duty,
      serves: this.#serves,
      lagMs: this.#lagMs,
      asOfMs: this.#asOf(),
    });
    this.#reading = new Reading(host, options, this.#bugs, replicated, standing, this.#answers);
    this.#writing = new Writing(host, this.#bugs, () => this.#duty, this.#answers);
    this.#feed = new ChangeFeed(options, this.#bugs, this.#state);
    const { applied } = this.#store;
    host.log(
      `recovered the log up to ${this.#log.last.at}, ${applied.at} of it applied, and term ${this.#terms.term}`,
    );
    if (options.followerShows === 'received') this.#show(this.#log.last.at);
    this.#election.start();
  }

  /** Every row that it shows, by key, but for what triggers noted. */
  get registers(): Readonly<Record<string, Row>> {
    const rows = this.#applying.all();
    if (this.#options.capture === 'log') return rows;
    return Object.fromEntries(Object.entries(rows).filter(([key]) => !isCapture(key)));
  }

  /** How far behind it believes that it is, and where it leads, how many entries each follower has not confirmed. */
  get lag(): Lag {
    const leadership = this.#duty?.leadership;
    const lagMs = this.#lagMs;
    return {
      lagMs: lagMs < Infinity ? lagMs : null,
      ...(leadership && { entries: leadership.entriesBehind }),
    };
  }

  get #lagMs(): number {
    return this.#lag.lagMs(this.#duty?.leadership.confirmed);
  }

  receive(from: string, body: Body): void {
    switch (body.type) {
      case 'append':
      case 'snapshot':
        this.#hear(from, body as AppendRequest | SnapshotRequest);
        break;
      case 'append_ok':
        this.#hearAnswer(from, body as AppendAnswer);
        break;
      case 'append_refused':
        if (this.#duty) this.#election.outdatedBy(body['term'] as number);
        break;
      case 'vote':
      case 'vote_ok':
        this.#election.receive(from, body);
        break;
      case 'promote':
        this.#orders.promote(from, body);
        break;
      case 'members':
        this.#orders.changeMembers(from, body);
        break;
      case 'read':
      case 'multi-read':
      case 'position':
        this.#reading.receive(from, body);
        break;
      case 'lag':
        this.#answers.reply(from, body, { type: 'lag_ok', ...this.lag });
        break;
      case 'inspect':
        if (!this.#serves) this.#answers.refuse(from, body);
        else this.#answers.reply(from, body, { type: 'inspect_ok', registers: this.registers });
        break;
      case 'changes': {
        const feed = this.#feed.since(body['after'] as Value, this.#committed);
        this.#host.send(from, { type: 'changes_ok', poll: body['poll'], ...feed });
        break;
      }
      case 'damage':
        this.#answers.reply(from, body, { type: 'damage_ok' });
        this.#store.damage();
        break;
      default:
        this.#writing.receive(from, body);
        if (this.#duty && this.#options.leaderShows === 'appended') this.#show(this.#log.last.at);
    }
  }

  // As leader

  #lead(): void {
    if (this.#terms.term > 1) this.#host.probe?.('a leader after the first is elected');
    if (this.#options.leaderShows === 'appended') this.#show(this.#log.last.at);
    this.#applying.lead();
    const duty = new Duty(
      this.#host,
      this.#options,
      this.#bugs,
      {
        term: this.#terms.term,
        membership: this.#membership,
        ...this.#state,
        committed: this.#committed,
      },
      {
        committed: (at) => this.#commit(at),
        cutOff: () => this.#election.stepDown('too few followers are heard'),
        beat: () => this.#duty?.changes.advance(),
      },
    );
    this.#duty = duty;
    const { leadership } = duty;
    if (this.#options.commitRule === 'own-term') {
      this.#log.append({ term: leadership.term, at: this.#log.last.at + 1, payload: { kind: 'no-op' } });
    }
    leadership.ship();
  }

  #retire(): void {
    const duty = this.#duty;
    this.#duty = undefined;
    duty?.end();
  }

  #commit(at: number): void {
    this.#committed = Math.max(this.#committed, at);
    this.#show(at);
    this.#duty?.committed(at);
    this.#leaveIfRemoved();
  }

  /** A leader that removed itself leads until that is committed: it alone may have the entry. */
  #leaveIfRemoved(): void {
    if (!this.#duty || this.#election.mayLead) return;
    this.#duty.leadership.ship();
    this.#election.stepDown('it is a member no longer');
  }

  #hearAnswer(from: string, answer: AppendAnswer): void {
    const leadership = this.#duty?.leadership;
    if (!leadership) return;
    if (this.#options.fencing === 'none' || answer.term === leadership.term) leadership.receive(from, answer);
    else this.#election.outdatedBy(answer.term);
  }

  // As follower

  #hear(from: string, request: AppendRequest | SnapshotRequest): void {
    const { leader = from } = request;
    const isFenced = this.#options.fencing === 'epochs';
    if (isFenced && request.term < this.#terms.term) {
      this.#host.probe?.('a leader of an older term is refused');
      // Not an answer to its round: it may lead again by then, in this term, and must not count it.
      this.#host.send(leader, { type: 'append_refused', term: this.#terms.term });
      return;
    }
    // Without fencing two leaders never hear of each other's end.
    if (!isFenced && this.#duty) return;
    this.#election.heardFrom(leader, request.term);
    this.#link.heard(request);
    const { term } = this.#terms;
    this.#terms.whenDurable(() => this.#following.receive(leader, request, term));
  }

  #received(match: number, request: AppendRequest | SnapshotRequest): void {
    const { commit, wallMs, term } = request;
    // Nobody takes back what all in the chain have from the leader of its term.
    const bringsNothing = request.type === 'append' && request.entries.length === 0;
    if (bringsNothing && this.#bugs.has('ignore-heartbeat-commit')) return;
    const isHeldByAll = this.#link.hasPassedAll(request) && this.#log.termAt(match) === term;
    const reached = isHeldByAll ? match : Math.min(commit, match);
    this.#committed = Math.max(this.#committed, reached);
    this.#show(this.#options.followerShows === 'received' ? match : reached);
    this.#link.shows(match, request);
    const isShown = this.#store.applied.at >= commit;
    this.#lag.heard(request, isShown);
    if (!isShown) return;
    this.#asOfMs = this.#options.asOf === 'sent' ? wallMs : this.#host.clock.wall();
    this.#reading.advanced();
  }

  /** Until when it had all that was committed: a leader, as long as it knows that it leads. */
  #asOf(): number {
    if (!this.#duty) return this.#asOfMs;
    return this.#options.asOf === 'sent' ? this.#duty.leadership.confirmed.wall : this.#host.clock.wall();
  }

  #discard(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#host.probe?.('a follower takes entries back');
    if (entries.some(({ payload }) => payload.kind === 'members')) {
      this.#host.probe?.('a change of members is taken back');
    }
    const [first] = entries as [Entry];
    this.#takenBack.keep(entries);
    this.#committed = Math.min(this.#committed, first.at - 1);
    this.#applying.takeBack(first.at);
  }

  #installed(replaced: readonly Entry[]): void {
    this.#takenBack.keep(replaced);
    this.#committed = this.#store.applied.at;
    this.#reading.advanced();
  }

  // For both

  /** Lets reads see everything up to here. */
  #show(at: number): void {
    if (this.#duty) this.#applying.show(at, (place) => this.#duty?.writes.executed(place));
    else this.#applying.follow(at);
    this.#advanced();
  }

  /** More is applied. */
  #advanced(): void {
    this.#applying.compact(this.#committed);
    this.#reading.advanced();
  }

  get #state() {
    return { log: this.#log, store: this.#store };
  }

  /** Who is no member may be behind for ever. */
  get #serves(): boolean {
    return this.#duty !== undefined || this.#membership.has(this.#host.id);
  }
}
