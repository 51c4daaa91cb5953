import type { Host } from '../../src/replica/host.js';
import type { AppendRequest, SnapshotRequest } from './leader-messages.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { ChainNews, Stamp } from './topology.js';

/** A follower's place in a chain: passes on what it has, and knows whether it may answer reads as the last. */
export class ChainLink {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  /** Tells this life's stamps from those of an earlier one, whose clock began elsewhere. */
  readonly #life: number;
  #term = 0;
  #chain: NonNullable<ChainNews['chain']> | undefined;
  #readsUntil = -Infinity;

  constructor(host: Host, options: SingleLeaderOptions, bugs: ReadonlySet<SingleLeaderBug>) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#life = options.topology === 'chain' ? host.random() : 0;
  }

  /** A leader's message has been heard, directly or from the one before. */
  heard(request: AppendRequest | SnapshotRequest): void {
    if (!request.chain || this.#isOld(request)) return;
    this.#term = request.term;
    this.#chain = request.chain;
    // Nothing that was appended after another became the last is shown by this one, so it must not answer any more.
    if (this.tail !== this.#host.id) this.#readsUntil = -Infinity;
  }

  /** This node shows the log up to `match`, as a message of the leader says. */
  shows(match: number, request: AppendRequest | SnapshotRequest): void {
    const { lease } = request;
    if (lease?.stamp.life !== this.#life || this.#isOld(request)) return;
    if (match < lease.from && !this.#bugs.has('tail-joins-behind')) {
      this.#host.probe?.('the end of a chain has not yet all that may have been seen');
      return;
    }
    this.#readsUntil = Math.max(this.#readsUntil, lease.stamp.atMs + lease.ms);
  }

  /** Messages overtake one another. */
  #isOld({ term, chain }: AppendRequest | SnapshotRequest): boolean {
    return term < this.#term || (term === this.#term && (chain?.version ?? 0) < (this.#chain?.version ?? 0));
  }

  /** Who answers reads, as far as this node knows. */
  get tail(): string | undefined {
    return this.#chain?.links.at(-1);
  }

  /** Whether this node may answer reads. */
  mayRead(): boolean {
    if (this.tail !== this.#host.id) return false;
    return this.#options.tailReads === 'local' || this.#host.clock.monotonic() < this.#readsUntil;
  }

  /** What an answer to the leader says of this node’s clock, where there is a chain; a lease counts from then. */
  stamp(): Stamp | undefined {
    return this.#chain && { life: this.#life, atMs: this.#host.clock.monotonic() };
  }

  /** Whether all others in the chain have what this message brought the last of them. */
  hasPassedAll({ chain }: AppendRequest | SnapshotRequest): boolean {
    return chain?.links.at(-1) === this.#host.id;
  }

  /** Sends the next in the chain what this node has now. */
  passOn(leader: string, request: AppendRequest | SnapshotRequest): void {
    if (request.type === 'snapshot' || request.entries.length === 0 || !request.chain) return;
    const { lease: _, ...rest } = request;
    const { links } = request.chain;
    const place = links.indexOf(this.#host.id);
    const next = place < 0 ? undefined : links[place + 1];
    if (next !== undefined) this.#host.send(next, { ...rest, leader } satisfies AppendRequest);
  }
}
