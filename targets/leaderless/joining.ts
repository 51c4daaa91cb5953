import type { Host } from '../../src/replica/host.js';
import type { Body } from '../../src/replica/message.js';
import type { Membership } from './membership.js';
import type { LeaderlessOptions } from './options.js';
import type { Storage, Versioned } from './storage.js';

/** From one attempt to copy to the next. */
const AGAIN_MS = 100;

/**
 * A new member copies what a read quorum of the others holds, before it answers for anything: whatever was acknowledged before it
 * came is then on one more member, as many more as there are members. They answer in the epoch in which it joined, so nothing is
 * acknowledged by them afterwards that it would have missed.
 */
export class Joining {
  readonly #host: Host;
  readonly #options: LeaderlessOptions;
  readonly #membership: Membership;
  readonly #storage: Storage;
  #epoch = -1;
  readonly #copied = new Set<string>();

  constructor(host: Host, options: LeaderlessOptions, membership: Membership, storage: Storage) {
    this.#host = host;
    this.#options = options;
    this.#membership = membership;
    this.#storage = storage;
  }

  /** Begins to copy if it must: when the node starts, and when the members change. */
  review(): void {
    const { epoch } = this.#membership;
    if (!this.#membership.mustCopy || epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#copied.clear();
    this.#ask(epoch);
  }

  /** Another member says what it holds. */
  receive(from: string, { epoch, registers }: Body): void {
    if (epoch !== this.#membership.epoch || !this.#membership.mustCopy) return;
    const entries = Object.entries(registers as Record<string, Versioned>);
    let waiting = entries.length + 1;
    const stored = (): void => {
      if (--waiting === 0 && epoch === this.#membership.epoch) this.#hasCopied(from);
    };
    for (const [key, versioned] of entries) this.#storage.store(key, versioned, stored);
    stored();
  }

  #ask(epoch: number): void {
    if (epoch !== this.#membership.epoch || !this.#membership.mustCopy) return;
    for (const node of this.#others) {
      if (!this.#copied.has(node)) this.#host.send(node, { type: 'copy', epoch });
    }
    this.#host.after(AGAIN_MS, () => this.#ask(epoch));
  }

  #hasCopied(from: string): void {
    if (!this.#membership.mustCopy) return;
    this.#copied.add(from);
    if (this.#copied.size < Math.min(this.#options.r, this.#others.length)) return;
    this.#host.probe?.('a new member has copied what others hold');
    this.#membership.copied(this.#membership.configuration.since[this.#host.id] as number);
  }

  get #others(): readonly string[] {
    return this.#membership.members.filter((node) => node !== this.#host.id);
  }
}
