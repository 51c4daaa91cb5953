import type { Host } from '../../src/replica/host.js';
import type { Followers } from './followers.js';
import type { Membership } from './membership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import { BATCH, type Progress } from './progress.js';
import { type ChainNews, Star, type Topology } from './topology.js';

/**
 * Followers that pass the log on, one to the next; an entry is committed when the last has it, who answers reads (van Renesse
 * and Schneider, "Chain replication for supporting high throughput and availability", 2004). There a master that never errs
 * says who is in the chain; here it is the leader, whom a quorum elects: a chain never has fewer nodes than a write needs
 * copies, so whoever is elected next has all that was committed.
 *
 * What a follower has of this term's entries, all before it have too: the leader sends nobody more than the one before is
 * known to have, and a follower passes on only what its own disk has.
 */
export class Chain implements Topology {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #membership: Membership;
  readonly #followers: Followers;
  #links: readonly string[];
  #version = 0;
  /** Earlier ends of the chain may have shown the log up to here. */
  #shown = 0;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    membership: Membership,
    followers: Followers,
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#membership = membership;
    this.#followers = followers;
    this.#links = [...followers.all.keys()];
  }

  isSentAtOnce(node: string): boolean {
    return node === this.#links[0] || !this.#links.includes(node);
  }

  /** Nobody runs ahead of who is before it, and who is not in the chain does not run ahead of it. */
  reach(node: string, committed: number): number {
    const place = this.#links.indexOf(node);
    if (place === 0) return Infinity;
    const before = this.#links[place - 1];
    return before === undefined ? committed : this.#match(before);
  }

  held(own: number): number {
    if (this.#bugs.has('ack-before-tail')) {
      return new Star(this.#membership, this.#bugs, this.#followers).held(own);
    }
    return Math.min(own, ...this.#links.map((node) => this.#match(node)));
  }

  review(committed: number, last: number): void {
    const end = this.#links.at(-1);
    this.#leaveOutSilent();
    for (const node of this.#followers.all.keys()) {
      if (this.#links.includes(node) || !this.#isHeard(node)) continue;
      if (this.#match(node) + BATCH >= committed) {
        this.#host.probe?.('a node joins the end of the chain');
        this.#relink([...this.#links, node]);
      }
    }
    if (this.#links.at(-1) !== end) this.#shown = last;
  }

  get tail(): string | undefined {
    return this.#links.at(-1);
  }

  tell(node: string, leader: { readonly committed: number; readonly leaseMs: number }): ChainNews {
    const lease = node === this.#links.at(-1) ? this.#grant(node, leader) : undefined;
    return { chain: { version: this.#version, links: this.#links }, ...(lease && { lease }) };
  }

  /**
   * Lets the last node answer reads, once it has all that anybody may have seen, as long as the leader's own lease lasts:
   * since the leader heard the stamp at least as much time has passed on the clock that gave it.
   */
  #grant(
    node: string,
    { committed, leaseMs }: { readonly committed: number; readonly leaseMs: number },
  ): ChainNews['lease'] {
    const { stamp, heardAt } = this.#followers.get(node) as Progress;
    if (!stamp || leaseMs <= 0) return undefined;
    const ms = Math.min(this.#options.leaseMs, leaseMs + this.#host.clock.monotonic() - heardAt);
    return { stamp, ms, from: Math.max(committed, this.#shown) };
  }

  /** As long as enough are left: as many as a write needs, and one who answers reads. */
  #leaveOutSilent(): void {
    const fewest = Math.max(1, this.#membership.copies - 1);
    for (const node of this.#links.filter((one) => !this.#isHeard(one))) {
      if (this.#links.length <= fewest) return;
      this.#host.probe?.('a silent node is left out of the chain');
      this.#relink(this.#links.filter((one) => one !== node));
    }
  }

  #relink(links: readonly string[]): void {
    this.#links = links;
    this.#version++;
    this.#host.log(`the chain is ${[this.#host.id, ...links].join(' → ')}`);
  }

  /** Who has been silent for so long has no lease any more: that began with an answer, and is no longer than an election timeout. */
  #isHeard(node: string): boolean {
    const { heardAt } = this.#followers.get(node) as Progress;
    const patienceMs = this.#options.electionTimeoutMs / (this.#bugs.has('hasty-chain') ? 4 : 1);
    return this.#host.clock.monotonic() - heardAt < patienceMs;
  }

  #match(node: string): number {
    return this.#followers.get(node)?.match ?? 0;
  }
}
