import type { Host } from '../../src/replica/host.js';
import type { LeaderRequest } from './leader-messages.js';
import type { SingleLeaderBug, SingleLeaderOptions } from './options.js';
import type { Stamp } from './topology.js';

/** When a leader last began a round by whose answers it knows that nobody else had been elected, by its clocks. */
export interface Confirmed {
  readonly wall: number;
  readonly monotonic: number;
}

/** What a node says of lag, when it is asked. */
export interface Lag {
  /** How far it is behind itself, in milliseconds; null where it does not know. */
  readonly lagMs: number | null;
  /** Of a leader: how many entries that have their copies each follower has not confirmed. */
  readonly entries?: Readonly<Record<string, number>>;
}

/** How far behind its leader a node believes that it is: what it shows is no older than that, as far as the method is right. */
export class LagMonitor {
  readonly #host: Host;
  readonly #options: SingleLeaderOptions;
  readonly #bugs: ReadonlySet<SingleLeaderBug>;
  /** Tells this life's stamps from those of an earlier one, whose clock began elsewhere. */
  readonly #life: number;
  /** When it was sent, by the leader's wall clock, of the last message, and of the last all of whose log is shown. */
  #heardWallMs = -Infinity;
  #shownWallMs = -Infinity;
  /** Since then, by this node's own clock, it shows all that was acknowledged. */
  #shownAtMs = -Infinity;

  constructor(host: Host, options: SingleLeaderOptions, bugs: ReadonlySet<SingleLeaderBug>) {
    this.#host = host;
    this.#options = options;
    this.#bugs = bugs;
    this.#life = options.lag === 'echoes' ? host.random() : 0;
  }

  /** What an answer to the leader says of this node's clock: the leader sends it back. */
  echo(): Stamp | undefined {
    if (this.#options.lag !== 'echoes') return undefined;
    return { life: this.#life, atMs: this.#host.clock.monotonic() };
  }

  /**
   * A message of the leader has been taken in.
   * @param isShown whether this node shows all that the leader had committed when it sent that
   */
  heard({ wallMs, echo }: Pick<LeaderRequest, 'wallMs' | 'echo'>, isShown: boolean): void {
    this.#heardWallMs = wallMs;
    if (!isShown) return;
    this.#shownWallMs = wallMs;
    if (echo?.life !== this.#life) return;
    const sinceMs = this.#bugs.has('lag-from-hearing') ? this.#host.clock.monotonic() : echo.atMs;
    this.#shownAtMs = Math.max(this.#shownAtMs, sinceMs);
  }

  /**
   * In milliseconds; infinite where it does not know.
   * @param confirmed of a node that leads itself
   */
  lagMs(confirmed?: Confirmed): number {
    const { clock } = this.#host;
    switch (this.#options.lag) {
      case 'received':
        return confirmed ? 0 : this.#heardWallMs - this.#shownWallMs;
      case 'echoes':
        return clock.monotonic() - (confirmed?.monotonic ?? this.#shownAtMs);
      default:
        return clock.wall() - (confirmed?.wall ?? this.#shownWallMs);
    }
  }
}
