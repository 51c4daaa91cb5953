import type { PlannedOperation } from '../../src/plan/plan.js';
import type { Body } from '../../src/replica/message.js';
import type { Session } from '../target.js';
import type { SingleLeaderOptions } from './options.js';
import { joined, NO_TOKEN, type Seen, type Token } from './token.js';

/** Where to read. */
export type Route =
  | { readonly at: 'leader' | 'tail' }
  /**
   * At this node, which need not lead, as soon as it has what a token demands: the session's own, or one that the leader is
   * asked for first, because other devices of the same user may have written.
   */
  | { readonly at: string; readonly token?: 'own' | 'ask-leader' }
  /** At the first of these nodes that says that it is not too far behind. */
  | { readonly at: string; readonly orElse: readonly string[]; readonly maxLagMs: number };

/** What a session remembers, and where it therefore reads: the remedies for reading under replication lag. */
export class ReadingPolicy {
  readonly #session: Session;
  readonly #options: SingleLeaderOptions;
  readonly #written = new Set<string>();
  #wroteAtMs = -Infinity;
  /** By partition. */
  readonly #tokens = new Map<number, Token>();
  /** How many nodes further than its own a sticky session has been sent. */
  #moved = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#options = session.options as SingleLeaderOptions;
  }

  /** Where to carry out a read of these keys. */
  route({ node }: PlannedOperation, keys: readonly string[]): Route {
    const { nodes, process, nowMs } = this.#session;
    switch (this.#options.reads) {
      case 'leader':
      case 'tail':
        return { at: this.#options.reads };
      case 'any':
        return { at: node };
      case 'own-at-leader':
        return keys.some((key) => this.#written.has(key)) ? { at: 'leader' } : { at: node };
      case 'leader-after-write':
        return nowMs() - this.#wroteAtMs < this.#options.leaderForMs ? { at: 'leader' } : { at: node };
      case 'token':
      case 'position-token':
      case 'wall-clock-token':
        return { at: node, token: 'own' };
      case 'central-token':
        return { at: node, token: 'ask-leader' };
      case 'fresh': {
        const place = nodes.indexOf(node);
        const orElse = [...nodes.slice(place + 1), ...nodes.slice(0, Math.max(0, place))];
        return { at: node, orElse, maxLagMs: this.#options.maxLagMs };
      }
      case 'sticky':
        return { at: nodes[(process + this.#moved) % nodes.length] as string };
    }
  }

  /** A request to write, saying whether it shall wait for its copies. */
  asWrite(request: Body): Body {
    const { options, process } = this.#session;
    return options['waits'] === 'even-sessions' && process % 2 === 1 ? { ...request, waits: false } : request;
  }

  /** What a replica of a partition must have before the session reads there. */
  token(partition: number): Token {
    return this.#tokens.get(partition) ?? NO_TOKEN;
  }

  /** What the session has seen in other partitions than one. */
  seenBeside(partition: number): Seen {
    const others = [...this.#tokens].filter(([other]) => other !== partition);
    return Object.fromEntries(others.map(([other, { positions }]) => [other, positions]));
  }

  /** A write was acknowledged, or may have taken effect. */
  wrote(key: string | undefined, partition: number, token: Token): void {
    if (key !== undefined) this.#written.add(key);
    this.#wroteAtMs = this.#session.nowMs();
    this.#tokens.set(partition, joined(this.token(partition), token));
  }

  /**
   * A read was answered, by a replica that had all that the session had seen before where tokens demand that.
   * @param after what the writers of what it read had seen, where that is tracked
   */
  hasRead(partition: number, { positions }: Token, after: Seen): void {
    const before = this.token(partition);
    // Reads of several partitions at once may have taught it of something newer since this one was asked for.
    const covers = before.positions.every(({ at }) => at <= (positions[0]?.at ?? 0));
    this.#tokens.set(partition, covers ? { ...before, positions } : joined(before, { positions }));
    for (const [other, seen] of Object.entries(after)) {
      this.#tokens.set(Number(other), joined(this.token(Number(other)), { positions: seen }));
    }
  }

  /** The node that it reads at did not answer. */
  unanswered(): void {
    this.#moved++;
  }
}
