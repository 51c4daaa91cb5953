import type { Host } from '../../src/replica/host.js';
import { type Body, ErrorCode } from '../../src/replica/message.js';
import { RecordLog } from '../../src/replica/record-log.js';
import { type Configuration, mostMembers } from './configuration.js';
import type { Membership } from './membership.js';
import type { LeaderlessOptions } from './options.js';

/** From one telling of the members to the next. */
const AGAIN_MS = 100;

interface Order {
  readonly nodes: readonly string[];
  readonly number: number;
  readonly waiting: ((answer: Body) => void)[];
}

/**
 * Decides who is a member, as an operator orders: the cluster's first node, and no other, so that two never decide differently;
 * while it is down the members stay as they are. One node is added or removed at a time, and the next only when so many know of
 * it that no quorum of the epoch before is left, and the new one has copied what it needs. Where w + r is more than the greatest
 * number of members, a write that was acknowledged is then on so many members, in every epoch, that any r of them meet it.
 */
export class Registrar {
  readonly #host: Host;
  readonly #options: LeaderlessOptions;
  readonly #membership: Membership;
  /** Numbers of the orders that it has accepted. */
  readonly #numbers: RecordLog<number>;
  #lastNumber: number;
  #order: Order | undefined;
  /** Who knows of the present epoch, and whether he is ready. */
  readonly #known = new Map<string, boolean>();
  #epoch: number;

  constructor(host: Host, options: LeaderlessOptions, membership: Membership) {
    this.#host = host;
    this.#options = options;
    this.#membership = membership;
    this.#numbers = new RecordLog(host, 'orders');
    this.#lastNumber = this.#numbers.recover().at(-1) ?? 0;
    this.#epoch = membership.epoch;
    if (this.#epoch > 0) this.#tellAll(this.#epoch);
  }

  /** Answers when these are the members, as far as may be, or a later order has come. */
  order(nodes: readonly string[], number: number, answer: (body: Body) => void): void {
    if (number < this.#lastNumber) {
      answer(superseded());
      return;
    }
    if (this.#order?.number === number) this.#order.waiting.push(answer);
    else {
      for (const earlier of this.#order?.waiting ?? []) earlier(superseded());
      this.#order = { nodes, number, waiting: [answer] };
      this.#lastNumber = number;
      this.#numbers.append(number);
    }
    this.#numbers.sync(() => this.#advance());
  }

  /** A node goes by this epoch. */
  heard(from: string, { epoch, isReady }: Body): void {
    if (epoch !== this.#membership.epoch) return;
    this.#known.set(from, isReady === true);
    this.#advance();
  }

  /** The members have changed, as this node had decided. */
  changed(): void {
    if (this.#membership.epoch === this.#epoch) return;
    this.#epoch = this.#membership.epoch;
    this.#known.clear();
    this.#tellAll(this.#epoch);
  }

  #tellAll(epoch: number): void {
    if (epoch !== this.#epoch) return;
    const { configuration, members } = this.#membership;
    const concerned = new Set([...members, ...configuration.before]);
    const missing = [...concerned].filter((node) => this.#known.get(node) !== true);
    for (const node of missing) this.#host.send(node, { type: 'members-are', configuration, asks: true });
    if (missing.length > 0) this.#host.after(AGAIN_MS, () => this.#tellAll(epoch));
  }

  #advance(): void {
    const order = this.#order;
    if (!order || !this.#isFenced()) return;
    const { configuration, members } = this.#membership;
    const next = this.#next(order.nodes);
    if (next === 'wait') return;
    if (next) {
      this.#membership.adopt({ epoch: configuration.epoch + 1, since: next, before: members });
      return;
    }
    this.#order = undefined;
    for (const answer of order.waiting) answer({ type: 'members_ok', members });
  }

  /** Whether so many have left the epoch before that no quorum, for a write or for a read, is left in it. */
  #isFenced(): boolean {
    const { before, epoch } = this.#membership.configuration;
    if (epoch === 0) return true;
    const { w, r } = this.#options;
    const left = before.filter((node) => !this.#known.has(node)).length;
    return left < Math.min(w, r);
  }

  /** The members that follow; undefined where these are what was ordered, as far as may be. */
  #next(ordered: readonly string[]): Configuration['since'] | 'wait' | undefined {
    const { configuration, members } = this.#membership;
    const { since } = configuration;
    const without = (gone: string) =>
      Object.fromEntries(Object.entries(since).filter(([node]) => node !== gone));
    const unready = members.find(
      (node) => since[node] === configuration.epoch && configuration.epoch > 0 && !this.#known.get(node),
    );
    if (unready !== undefined) return ordered.includes(unready) ? 'wait' : without(unready);
    const { nodes } = this.#host;
    const joining = nodes.find((node) => ordered.includes(node) && !members.includes(node));
    if (joining !== undefined && members.length < mostMembers(this.#options, nodes.length)) {
      return { ...since, [joining]: configuration.epoch + 1 };
    }
    const leaving = members.find((node) => !ordered.includes(node));
    const { w, r } = this.#options;
    return leaving !== undefined && members.length > Math.max(w, r) ? without(leaving) : undefined;
  }
}

/** A new one each time, for an answer is completed in place. */
const superseded = (): Body => ({
  type: 'error',
  code: ErrorCode.preconditionFailed,
  text: 'a later order came',
});
