import type { NetworkPlan } from '../../plan/plan.js';
import type { Stream } from '../../plan/stream.js';
import type { LinkTrouble } from './link-trouble.js';

const NS_PER_MS = 1_000_000;

/** Mean of `1/(1-u) - 1` capped at 100, for u uniform in [0, 1): ln 101. A literal, so that every engine agrees. */
const TAIL_MEAN = 4.61512051684126;

/** On a link that is slow for a while nothing takes longer, so that the link is sound soon after it was healed. */
const MAX_SLOWED_MS = 1_000;

function slowed(latencyMs: number, slowness: number): number {
  return Math.max(latencyMs, Math.min(latencyMs * slowness, MAX_SLOWED_MS));
}

/** A directed link with a random stream of its own: decides for every message whether and when it arrives. */
export class NetworkLink<Held> {
  readonly #plan: NetworkPlan;
  readonly #random: Stream;
  readonly #pace: number;
  /** What faults do now to it. */
  readonly trouble: LinkTrouble<Held>;
  /** When the last message on it arrives; without reordering nothing overtakes that. */
  #lastArrival = 0;

  /** @param pace multiplies what is added to the least latency */
  constructor(plan: NetworkPlan, random: Stream, pace: number, trouble: LinkTrouble<Held>) {
    this.#plan = plan;
    this.#random = random;
    this.#pace = pace;
    this.trouble = trouble;
  }

  /** Whether the next message between nodes is lost. */
  loses(): boolean {
    const { loss } = this.#plan;
    return this.trouble.loses() || (loss > 0 && this.#random.unit() < loss);
  }

  /** Whether the message that was just sent arrives a second time. */
  doubles(): boolean {
    const { duplication } = this.#plan;
    return duplication > 0 && this.#random.unit() < duplication;
  }

  /** When a message between nodes that is sent now arrives; times are virtual nanoseconds. */
  arrival(now: number): number {
    const at = now + this.#latency();
    this.#lastArrival = this.#plan.reordering ? at : Math.max(at, this.#lastArrival);
    return this.#lastArrival;
  }

  /** The same between a client and a node: a connection, so nothing is lost, doubled or overtaken. */
  connectionArrival(now: number): number {
    this.#lastArrival = Math.max(this.#lastArrival, now + this.#latency());
    return this.#lastArrival;
  }

  /** Only sums, products and quotients: logarithms may differ in the last bit between machines. */
  #latency(): number {
    const { minLatencyMs, meanLatencyMs, latency } = this.#plan;
    const u = this.#random.unit();
    const factor =
      latency === 'heavy-tailed' ? Math.min(1 / (1 - u) - 1, 100) / TAIL_MEAN : 2 * u * this.#pace;
    const latencyMs = minLatencyMs + meanLatencyMs * factor;
    const { slowness } = this.trouble;
    return Math.round((slowness === 1 ? latencyMs : slowed(latencyMs, slowness)) * NS_PER_MS);
  }
}
