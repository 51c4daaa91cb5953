import type { Host } from '../../src/replica/host.js';
import type { AppendAnswer, AppendRequest } from './leadership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Entry, ReplicatedLog } from './replicated-log.js';

/** Hears what comes of a leader's messages. */
export interface FollowingEvents {
  /** Up to `match` the log is the leader's, as this message of it says. */
  received(match: number, request: AppendRequest): void;
  /** These entries were never replicated and are taken back: a newer leader has others in their place. */
  discarded(entries: readonly Entry[]): void;
}

/** A follower's half of replication: brings the log to what the leader's is, and confirms what is durable. */
export class Following {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #events: FollowingEvents;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    log: ReplicatedLog,
    events: FollowingEvents,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = log;
    this.#events = events;
  }

  /** Takes in a message of the leader, and answers it in `term`, which may be newer than the leader's. */
  receive(leader: string, request: AppendRequest, term: number): void {
    const { round, prev } = request;
    const answer = (body: Partial<AppendAnswer>): void =>
      this.#host.send(leader, { type: 'append_ok', term, round, ...body });
    if (!this.#fits(request)) {
      answer({ retry: this.#retryFrom(prev.at) });
      return;
    }
    const news = this.#reconcile(request.entries);
    const match = prev.at + request.entries.length;
    const confirm = (): void => {
      this.#events.received(match, request);
      answer({ match });
    };
    // What came in an earlier message may still be on its way to the disk.
    if (this.#options.ack === 'received') {
      if (news) this.#log.sync(() => {});
      confirm();
    } else if (this.#log.durable >= match) confirm();
    else this.#log.sync(confirm);
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
  #reconcile(entries: readonly Entry[]): boolean {
    let news = false;
    for (const entry of entries) {
      const term = this.#log.termAt(entry.at);
      if (term !== undefined) {
        const isSame = this.#options.rejoin === 'position' || term === entry.term;
        if (isSame) continue;
        this.#events.discarded(this.#log.cutAfter(entry.at - 1));
      }
      this.#log.append(entry);
      news = true;
    }
    return news;
  }
}
