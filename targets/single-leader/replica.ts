import type { Value } from '../../src/history/event.js';
import type { Host, Replica } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { Applying } from './applying.js';
import { ChainLink } from './chain-link.js';
import { ChangeFeed } from './change-feed.js';
import { isCapture } from './change-table.js';
import { commands } from './commands.js';
import { Election } from './election.js';
import { Following } from './following.js';
import { type Lag, LagMonitor } from './lag-monitor.js';
import { type AppendAnswer, type AppendRequest, Leadership, type SnapshotRequest } from './leadership.js';
import { MemberChanges } from './member-changes.js';
import { Membership } from './membership.js';
import { OperatorOrders } from './operator-orders.js';
import type { ReplicaOptions, SingleLeaderBug } from './options.js';
import { whenReadable } from './reads.js';
import { type Entry, type Position, ReplicatedLog } from './replicated-log.js';
import type { Row } from './snapshot.js';
import { SnapshotCopies } from './snapshot-copies.js';
import type { Store } from './store.js';
import { TakenBack } from './taken-back.js';
import { TermStore } from './term-store.js';
import { NO_TOKEN, type Seen, seenTogether, type Token } from './token.js';
import { type TokenRefusal, TokenReads } from './token-reads.js';
import { Writes } from './writes.js';

/** What a client is told: made for it alone, and completed in place. */
interface Answer extends Body {
  in_reply_to?: number;
  /** Up to where the log is in what was read. */
  position?: Position;
}

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
  #duty:
    { readonly leadership: Leadership; readonly writes: Writes; readonly changes: MemberChanges } | undefined;
  readonly #tokenReads: TokenReads;
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
    this.#orders = new OperatorOrders(host, options, leader, {
      reply: (to, request, answer) => this.#reply(to, request, answer),
      refuse: (to, request) => this.#refuse(to, request),
    });
    this.#link = new ChainLink(host, options, this.#bugs);
    this.#lag = new LagMonitor(host, options, this.#bugs);
    const replicated = { log: this.#log, applying: this.#applying, link: this.#link, lag: this.#lag };
    this.#following = new Following(host, options, this.#bugs, replicated, {
      received: (match, request) => this.#received(match, request),
      discarded: (entries) => this.#discard(entries),
      installed: (replaced) => this.#installed(replaced),
    });
    this.#tokenReads = new TokenReads(host, options, this.#bugs, () => ({
      applied: this.#bugs.has('token-by-received') ? this.#log.last : this.#store.applied,
      termAt: (at) => this.#log.termAt(at),
      asOfMs: this.#asOf(),
    }));
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
        this.#read(from, body, () => {
          const key = body['key'] as string;
          return { type: 'read_ok', value: this.#value(key), ...this.#seenIn([key]) };
        });
        break;
      case 'multi-read':
        this.#read(from, body, () => {
          const keys = body['keys'] as string[];
          return { type: 'multi-read_ok', values: this.#values(keys), ...this.#seenIn(keys) };
        });
        break;
      case 'position':
        this.#read(from, body, () => ({ type: 'position_ok', position: this.#store.applied }));
        break;
      case 'lag':
        this.#reply(from, body, { type: 'lag_ok', ...this.lag });
        break;
      case 'inspect':
        if (!this.#serves) this.#refuse(from, body);
        else this.#reply(from, body, { type: 'inspect_ok', registers: this.registers });
        break;
      case 'changes': {
        const feed = this.#feed.since(body['after'] as Value, this.#committed);
        this.#host.send(from, { type: 'changes_ok', poll: body['poll'], ...feed });
        break;
      }
      case 'damage':
        this.#reply(from, body, { type: 'damage_ok' });
        this.#store.damage();
        break;
      default:
        this.#write(from, body);
    }
  }

  // As leader

  #lead(): void {
    const leadership = new Leadership(
      this.#host,
      this.#options,
      this.#bugs,
      {
        term: this.#terms.term,
        log: this.#log,
        membership: this.#membership,
        copies: new SnapshotCopies(this.#host, this.#options, this.#bugs, this.#state),
        committed: this.#committed,
      },
      {
        committed: (at) => this.#commit(at),
        cutOff: () => this.#election.stepDown('too few followers are heard'),
        beat: () => this.#duty?.changes.advance(),
      },
    );
    if (this.#terms.term > 1) this.#host.probe?.('a leader after the first is elected');
    if (this.#options.leaderShows === 'appended') this.#show(this.#log.last.at);
    this.#applying.lead();
    const writes = new Writes(this.#host, this.#options, this.#bugs, { ...this.#state, leadership });
    const changes = new MemberChanges(this.#host, this.#options, this.#bugs, {
      log: this.#log,
      membership: this.#membership,
      leadership,
    });
    this.#duty = { leadership, writes, changes };
    if (this.#options.commitRule === 'own-term') {
      this.#log.append({ term: leadership.term, at: this.#log.last.at + 1, payload: { kind: 'no-op' } });
    }
    leadership.ship();
  }

  #retire(): void {
    const duty = this.#duty;
    this.#duty = undefined;
    duty?.leadership.end();
    duty?.writes.end();
    duty?.changes.end();
  }

  #commit(at: number): void {
    this.#committed = Math.max(this.#committed, at);
    this.#show(at);
    this.#duty?.writes.committed(at);
    this.#duty?.changes.advance();
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

  #write(from: string, request: Body): void {
    if (!commands[request.type]) {
      const known = [...Object.keys(commands), 'read', 'multi-read', 'inspect', 'promote'].join(', ');
      const text = `unknown request ${request.type}; known: ${known}`;
      this.#reply(from, request, { type: 'error', code: ErrorCode.notSupported, text });
      return;
    }
    if (!this.#duty) {
      this.#refuse(from, request);
      return;
    }
    const { writes } = this.#duty;
    writes.append(
      { type: request.type, key: request['key'] as string, value: request['value'] as Value },
      { waits: request['waits'] !== false, after: request['after'] as Seen | undefined },
      (outcome) => {
        if (outcome === 'indefinite') {
          this.#host.probe?.('a write outlives its leader');
          const text = 'the node leads no more; the write may survive, or not';
          const code = this.#bugs.has('fail-when-deposed') ? ErrorCode.abort : ErrorCode.timeout;
          this.#reply(from, request, { type: 'error', code, text });
        } else {
          const { result: value, position } = outcome;
          const wallMs = this.#host.clock.wall();
          this.#reply(from, request, { type: `${request.type}_ok`, value, position, wallMs });
        }
      },
    );
    if (this.#options.leaderShows === 'appended') this.#show(this.#log.last.at);
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
    this.#tokenReads.advanced();
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
    this.#tokenReads.advanced();
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
    this.#tokenReads.advanced();
  }

  get #state() {
    return { log: this.#log, store: this.#store };
  }

  /** Who is no member may be behind for ever. */
  get #serves(): boolean {
    return this.#duty !== undefined || this.#membership.has(this.#host.id);
  }

  #read(from: string, request: Body, answerNow: () => Answer): void {
    const reply = (): void => {
      this.#reply(from, request, answerNow());
    };
    if (!this.#serves) this.#refuse(from, request);
    else if (!this.#applying.isSound) {
      const text = 'the log is not replayed yet to where the data that were copied make sense';
      this.#reply(from, request, { type: 'error', code: ErrorCode.temporarilyUnavailable, text });
    } else if (this.#lagMs > ((request['maxLagMs'] as number | undefined) ?? Infinity)) {
      this.#host.probe?.('a replica says that it is too far behind to be read');
      const text = `this replica is more than ${String(request['maxLagMs'])} ms behind, or does not know`;
      this.#reply(from, request, { type: 'error', code: ErrorCode.temporarilyUnavailable, text });
    } else if (request['local'] === true) {
      this.#tokenReads.wait((request['token'] as Token | undefined) ?? NO_TOKEN, (refusal) => {
        if (refusal === undefined) reply();
        else this.#refuseToken(from, request, refusal);
      });
    } else if (!this.#duty && request['tail'] === true && this.#link.mayRead()) reply();
    else if (this.#duty && !(request['tail'] === true && this.#duty.leadership.tail)) {
      whenReadable(this.#options, this.#bugs, this.#duty.leadership, (leads) => {
        if (leads) reply();
        else {
          this.#host.probe?.('a leader asked for a read cannot answer yet, or leads no more');
          this.#refuse(from, request);
        }
      });
    } else this.#refuse(from, request);
  }

  #values(keys: readonly string[]): Record<string, Value> {
    return Object.fromEntries(keys.map((key) => [key, this.#value(key)]));
  }

  #value(key: string): Value {
    return this.#duty?.writes.acknowledged(key) ?? this.#applying.shown.value(key);
  }

  /** Where the log is in what is read of these rows, and what their writers had seen in other partitions, where that is tracked. */
  #seenIn(keys: readonly string[]): { readonly position: Position; readonly after?: Seen } {
    const position = this.#applying.seenIn(keys);
    if (this.#options.dependencies !== 'tracked') return { position };
    return { position, after: keys.map((key) => this.#store.dependencies(key)).reduce(seenTogether, {}) };
  }

  /** Nothing was done: whoever leads must be asked. */
  #refuse(to: string, request: Body): void {
    const { leader } = this.#election;
    const tail = (this.#duty ? this.#duty.leadership.tail : this.#link.tail) ?? leader;
    this.#reply(to, request, {
      type: 'error',
      code: ErrorCode.temporarilyUnavailable,
      text: leader === undefined ? 'nobody is known to lead' : `${leader} leads`,
      ...(leader !== undefined && this.#options.followers === 'redirect' && { leader, tail }),
    });
  }

  #refuseToken(to: string, request: Body, refusal: TokenRefusal): void {
    const text =
      refusal === 'lost'
        ? 'what this session saw was taken back: it lost its leader'
        : `this replica is behind what the session saw, and was so for ${this.#options.waitMs} ms`;
    this.#reply(to, request, { type: 'error', code: ErrorCode.temporarilyUnavailable, text });
  }

  #reply(to: string, request: Body, answer: Answer): void {
    if (request.msg_id === undefined) return;
    answer.in_reply_to = request.msg_id;
    this.#host.send(to, answer);
  }
}
