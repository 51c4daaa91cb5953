import type { Host } from '../../src/replica/host.js';
import type { Leadership } from './leadership.js';
import type { Membership } from './membership.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Payload } from './payload.js';
import type { ReplicatedLog } from './replicated-log.js';

/** What became of an order: done; not, because a later one came or the leader's term ended. */
export type OrderOutcome = 'done' | 'superseded' | 'leads-no-more';

interface Order {
  readonly nodes: readonly string[];
  readonly number: number;
  readonly waiting: ((outcome: OrderOutcome) => void)[];
}

/**
 * Brings the members to what an operator has ordered, one node at a time (Ongaro, "Consensus: bridging theory and practice", 2014,
 * chapter 4). A node that is added takes the log in first, and counts only as a member; the next change waits until the last is
 * held by a majority, and the first until an entry of the leader's own term is: without that an earlier leader's change, which
 * nobody here knows of, can meet this one (Ongaro, "Bug in single-server membership changes", raft-dev, 2015).
 */
export class MemberChanges {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  readonly #log: ReplicatedLog;
  readonly #membership: Membership;
  readonly #leadership: Leadership;
  #order: Order | undefined;

  constructor(
    host: Host,
    options: SingleLeaderOptions,
    bugs: ReadonlySet<SingleLeaderBug>,
    state: { readonly log: ReplicatedLog; readonly membership: Membership; readonly leadership: Leadership },
  ) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#log = state.log;
    this.#membership = state.membership;
    this.#leadership = state.leadership;
  }

  /** Calls back when these are the members, or will not be. Orders are numbered; one is refused when a later one has come. */
  order(nodes: readonly string[], number: number, done: (outcome: OrderOutcome) => void): void {
    if (number < Math.max(this.#order?.number ?? 0, this.#membership.now.order)) {
      done('superseded');
      return;
    }
    if (this.#order?.number === number) this.#order.waiting.push(done);
    else {
      this.#end('superseded');
      const known = this.#host.nodes.filter((node) => nodes.includes(node));
      this.#order = { nodes: known, number, waiting: [done] };
    }
    this.advance();
  }

  /** The term is over. */
  end(): void {
    this.#end('leads-no-more');
  }

  /** Goes on with what is possible now: called again and again. */
  advance(): void {
    const order = this.#order;
    const { now } = this.#membership;
    const joining = order ? order.nodes.filter((node) => !this.#membership.has(node)) : [];
    this.#leadership.teach(joining);
    if (!order || !this.#mayChange(now.at)) return;
    const next = this.#next(order, joining);
    if (next) this.#append({ kind: 'members', configuration: { members: next, order: order.number } });
    else if (isSame(now.members, order.nodes)) this.#end('done');
  }

  #end(outcome: OrderOutcome): void {
    const order = this.#order;
    this.#order = undefined;
    for (const done of order?.waiting ?? []) done(outcome);
  }

  #mayChange(lastChangeAt: number): boolean {
    const { term } = this.#leadership;
    if (!this.#leadership.isSettled(lastChangeAt)) return false;
    if (this.#options.firstChange === 'at-once' || this.#leadership.isTermSettled()) return true;
    if (this.#log.last.term !== term) this.#append({ kind: 'no-op' });
    return false;
  }

  /** The configuration that follows; undefined where none can, or need. */
  #next({ nodes, number }: Order, joining: readonly string[]): readonly string[] | undefined {
    const { members, order } = this.#membership.now;
    if (this.#bugs.has('change-at-once')) return isSame(members, nodes) ? undefined : nodes;
    const ready = joining.find((node) => this.#leadership.isTaught(node));
    if (ready !== undefined) {
      this.#host.log(`${ready} has caught up and becomes a member`);
      return this.#host.nodes.filter((node) => node === ready || members.includes(node));
    }
    const leaving = members.filter((node) => !nodes.includes(node));
    // The leader itself is the last to go.
    const gone = leaving.find((node) => node !== this.#host.id) ?? leaving[0];
    if (gone !== undefined && members.length > 1) return members.filter((node) => node !== gone);
    // Where nothing is to do, that is an entry too: an earlier order that is still on its way must not undo it.
    return joining.length === 0 && order < number ? members : undefined;
  }

  #append(payload: Payload): void {
    const at = this.#log.last.at + 1;
    this.#log.append({ term: this.#leadership.term, at, payload });
    if (payload.kind === 'members') {
      this.#host.log(`the members are ${payload.configuration.members.join(', ')} from entry ${at} on`);
      this.#host.probe?.('the members change');
      if (!this.#membership.has(this.#host.id)) this.#host.probe?.('a leader removes itself');
    }
    this.#leadership.ship();
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((node) => others.includes(node));
}
