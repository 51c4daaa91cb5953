import type { Host } from '../../src/replica/host.js';
import type { Confirmed } from './lag-monitor.js';
import type { SingleLeaderOptions } from './options.js';
import type { Progress } from './progress.js';
import type { Stamp } from './topology.js';

/** When a round of messages began. */
interface SentRound extends Confirmed {
  /** What followers had said by then of their own clocks. */
  readonly echoes: ReadonlyMap<string, Stamp>;
}

/** Who must know whether it leads still: that is so once a quorum has answered to this round. */
interface Waiting {
  readonly round: number;
  readonly then: (leads: boolean) => void;
}

/**
 * A leader's rounds of messages, by whose answers it knows that it led when they began (the read index of Ongaro's thesis,
 * section 6.4), and by the clock for some time after that (its leases, section 6.4.1).
 */
export class LeaderRounds {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #sent = new Map<number, SentRound>();
  readonly #waiting: Waiting[] = [];
  #last = 0;
  #answered = 0;
  #proof: SentRound | undefined;
  /** Until when no other leader can have been elected, by the clock of leases. */
  #leaseUntil = -Infinity;

  constructor(host: Host, options: SingleLeaderOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** The round that began last. */
  get last(): number {
    return this.#last;
  }

  /** Whether the last round waits for answers. */
  get isUnderWay(): boolean {
    return this.#answered < this.#last;
  }

  /** Whether somebody waits for a round that has not begun, and none is under way. */
  get isAwaited(): boolean {
    const [next] = this.#waiting;
    return next !== undefined && next.round > this.#last && !this.isUnderWay;
  }

  /** The newest round that was answered when the leader knew all that was acknowledged. */
  get proof(): SentRound | undefined {
    return this.#proof;
  }

  /** For how long nobody else can have been elected yet, by the clock; not above 0 where somebody can. */
  get leaseMs(): number {
    const { clock } = this.#host;
    return this.#leaseUntil - (this.#options.leaseClock === 'wall' ? clock.wall() : clock.monotonic());
  }

  /** Another round begins. */
  begin(followers: ReadonlyMap<string, Progress>): void {
    const echoes = new Map<string, Stamp>();
    for (const [node, { echo }] of followers) if (echo) echoes.set(node, echo);
    const { clock } = this.#host;
    this.#last++;
    this.#sent.set(this.#last, { monotonic: clock.monotonic(), wall: clock.wall(), echoes });
  }

  /** Calls back when a round has been answered that begins later than now, or with false when it leads no more. */
  wait(then: (leads: boolean) => void): void {
    this.#waiting.push({ round: this.#last + 1, then });
  }

  /**
   * A quorum has answered to all rounds up to this one.
   * @param isReady whether the leader knows all that was acknowledged before
   */
  answered(round: number, isReady: boolean): void {
    if (round <= this.#answered) return;
    const sent = this.#sent.get(round);
    if (sent) {
      this.#leaseUntil = sent[this.#options.leaseClock] + this.#options.leaseMs;
      if (isReady) this.#proof = sent;
    }
    for (let old = this.#answered; old <= round; old++) this.#sent.delete(old);
    this.#answered = round;
    // They wait in the order of their rounds.
    const left = this.#waiting.findIndex((one) => one.round > round);
    for (const { then } of this.#waiting.splice(0, left < 0 ? Infinity : left)) then(true);
  }

  /** It leads no more. */
  end(): void {
    for (const { then } of this.#waiting.splice(0)) then(false);
  }
}
