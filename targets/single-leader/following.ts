import type { Host } from '../../src/replica/host.js';
import type { Applying } from './applying.js';
import type { ChainLink } from './chain-link.js';
import type { LagMonitor } from './lag-monitor.js';
import type { AppendAnswer, AppendRequest, SnapshotRequest } from './leader-messages.js';
import { type SingleLeaderBug, type SingleLeaderOptions, storageVersion } from './options.js';
import type { Entry, ReplicatedLog } from './replicated-log.js';
import type { Snapshot } from './snapshot.js';

/** Hears what comes of a leader's messages. */
export interface FollowingEvents {
  /** Up to `match` the log is the leader's, as this message of it says. */
  received(match: number, request: AppendRequest | SnapshotRequest): void;
  /** These entries were never replicated and are taken back: a newer leader has others in their place. */
  discarded(entries: readonly Entry[]): void;
  /** All is replaced by what a snapshot holds, these entries by others or by none. */
  installed(replaced: readonly Entry[]): void;
}

/** What became of a message: up to where the log is the leader's now, and whether it was not before; or where to try again. */
type Taken = { readonly match: number; readonly news: boolean } | { readonly retry: number };

/** A follower's half of replication: brings the log to what the leader's is, and confirms what is durable. */
export class Following {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #applying: Applying;
  readonly #link: ChainLink;
  readonly #lag: LagMonitor;
  readonly #events: FollowingEvents;
  /** The leader's log goes another way from before this node's last snapshot on. */
  #needsSnapshot = false;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    {
      log,
      applying,
      link,
      lag,
    }: { log: ReplicatedLog; applying: Applying; link: ChainLink; lag: LagMonitor },
    events: FollowingEvents,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#applying = applying;
    this.#link = link;
    this.#lag = lag;
    this.#events = events;
  }

  /** Takes in a message of the leader, and answers it in `term`, which may be newer than the leader's. */
  receive(leader: string, request: AppendRequest | SnapshotRequest, term: number): void {
    if (!this.#canRead(leader, request)) {
      this.#host.probe?.('a follower refuses pages of another storage format');
      this.#host.log(`refuses to follow ${leader}: cannot read pages of its storage format`);
      return;
    }
    const taken = request.type === 'snapshot' ? this.#install(request) : this.#append(request);
    if ('retry' in taken) {
      this.#host.probe?.('a follower lacks what comes before');
      this.#answer(leader, { type: 'append_ok', term, round: request.round, retry: taken.retry });
      return;
    }
    const { match, news } = taken;
    // What came in an earlier message may still be on its way to the disk.
    if (this.#options.ack === 'received') {
      if (news) this.#log.sync(() => {});
      this.#confirm(leader, request, term, match);
    } else if (this.#log.durable >= match) this.#confirm(leader, request, term, match);
    else this.#log.sync(() => this.#confirm(leader, request, term, match));
  }

  #confirm(leader: string, request: AppendRequest | SnapshotRequest, term: number, match: number): void {
    this.#events.received(match, request);
    this.#answer(leader, { type: 'append_ok', term, round: request.round, match });
    this.#link.passOn(leader, request);
  }

  #answer(leader: string, answer: AppendAnswer): void {
    const stamp = this.#link.stamp();
    const echo = this.#lag.echo();
    this.#host.send(
      leader,
      stamp || echo ? { ...answer, ...(stamp && { stamp }), ...(echo && { echo }) } : answer,
    );
  }

  /** Pages and copies of them mean something to the storage engine that wrote them alone. */
  #canRead(leader: string, request: AppendRequest | SnapshotRequest): boolean {
    if (this.#options.logForm !== 'pages') return true;
    const own = storageVersion(this.#options, this.#host);
    if (request.type === 'snapshot') {
      return storageVersion(this.#options, { id: leader, nodes: this.#host.nodes }) === own;
    }
    return request.entries.every(({ payload }) => payload.kind !== 'pages' || payload.storage === own);
  }

  #append(request: AppendRequest): Taken {
    const { prev, entries } = request;
    if (!this.#fits(request)) return { retry: this.#retryFrom(prev.at) };
    const news = this.#reconcile(entries);
    if (news === 'needs-snapshot') return { retry: 0 };
    return { match: prev.at + entries.length, news };
  }

  #install({ snapshot }: SnapshotRequest): Taken {
    const { term, at } = snapshot.position;
    const has = this.#log.termAt(at) === term && !this.#needsSnapshot;
    if (!has) {
      this.#needsSnapshot = false;
      const replaced = this.#replacedBy(snapshot);
      this.#applying.install(snapshot);
      this.#events.installed(replaced);
    }
    return { match: at, news: !has };
  }

  /** What of this node's log is not in the log that a snapshot is of. */
  #replacedBy({ position, terms }: Snapshot): readonly Entry[] {
    const termAt = (at: number): number | undefined => terms.findLast((first) => first.at <= at)?.term;
    return this.#log
      .from(this.#log.start.at + 1, Infinity)
      .filter(({ at, term }) => at > position.at || termAt(at) !== term);
  }

  #fits({ prev }: AppendRequest): boolean {
    if (this.#options.rejoin === 'position' || this.#bugs.has('skip-consistency-check')) {
      return prev.at <= this.#log.last.at;
    }
    return this.#log.termAt(prev.at) === prev.term;
  }

  /** Skips a whole term that does not fit at once (Raft, section 5.3). */
  #retryFrom(at: number): number {
    return at > this.#log.last.at ? this.#log.last.at + 1 : this.#log.firstOfTerm(at);
  }

  /** Makes the log what the leader's is, as far as it says; returns whether something was new. */
  #reconcile(entries: readonly Entry[]): boolean | 'needs-snapshot' {
    let news = false;
    for (const entry of entries) {
      const term = this.#log.termAt(entry.at);
      if (term !== undefined) {
        const isSame = this.#options.rejoin === 'position' || term === entry.term;
        if (isSame) continue;
        if (entry.at <= this.#applying.floor) {
          this.#needsSnapshot = true;
          return 'needs-snapshot';
        }
        const isKept = this.#bugs.has('cut-too-little');
        this.#events.discarded(this.#log.cutAfter(isKept ? entry.at : entry.at - 1));
        if (isKept) continue;
      }
      this.#log.append(entry);
      news = true;
    }
    return news;
  }
}
