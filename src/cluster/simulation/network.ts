import type { NetworkPlan } from '../../plan/plan.js';
import { type Stream, stream } from '../../plan/stream.js';

/** A directed link with a random stream of its own. */
interface LinkState {
  readonly random: Stream;
  /** When the last message on it arrives; without reordering nothing overtakes that. */
  lastArrival: number;
  cut: boolean;
}

const NS_PER_MS = 1_000_000;

/** Mean of `1/(1-u) - 1` capped at 100, for u uniform in [0, 1): ln 101. A literal, so that every engine agrees. */
const TAIL_MEAN = 4.61512051684126;

/** Decides for every message whether and when it arrives. Times in virtual nanoseconds. */
export class Network {
  readonly #seed: string;
  readonly #plan: NetworkPlan;
  readonly #links = new Map<string, Map<string, LinkState>>();

  constructor(seed: string, plan: NetworkPlan) {
    this.#seed = seed;
    this.#plan = plan;
  }

  #link(from: string, to: string): LinkState {
    let row = this.#links.get(from);
    if (!row) this.#links.set(from, (row = new Map<string, LinkState>()));
    let link = row.get(to);
    if (!link) {
      link = { random: stream(this.#seed, `network/${from}→${to}`), lastArrival: 0, cut: false };
      row.set(to, link);
    }
    return link;
  }

  /** Only sums, products and quotients: logarithms may differ in the last bit between machines. */
  #latency(random: Stream): number {
    const { minLatencyMs, meanLatencyMs, latency } = this.#plan;
    const u = random.unit();
    const factor = latency === 'uniform' ? 2 * u : Math.min(1 / (1 - u) - 1, 100) / TAIL_MEAN;
    return Math.round((minLatencyMs + meanLatencyMs * factor) * NS_PER_MS);
  }

  #arrival(link: LinkState, now: number): number {
    let at = now + this.#latency(link.random);
    if (!this.#plan.reordering) at = Math.max(at, link.lastArrival);
    link.lastArrival = at;
    return at;
  }

  /** Arrival times of a message between nodes: none if it is lost, two if it is duplicated. */
  arrivals(from: string, to: string, now: number): readonly number[] {
    const link = this.#link(from, to);
    const { loss, duplication } = this.#plan;
    if (loss > 0 && link.random.unit() < loss) return [];
    const first = this.#arrival(link, now);
    if (duplication > 0 && link.random.unit() < duplication) return [first, this.#arrival(link, now)];
    return [first];
  }

  /** Arrival time between a client and a node: a connection, so nothing is lost, doubled or overtaken. */
  clientArrival(from: string, to: string, now: number): number {
    const link = this.#link(from, to);
    link.lastArrival = Math.max(link.lastArrival, now + this.#latency(link.random));
    return link.lastArrival;
  }

  setCut(from: string, to: string, cut: boolean): void {
    this.#link(from, to).cut = cut;
  }

  /** Whether what arrives now on this link is dropped. */
  isCut(from: string, to: string): boolean {
    return this.#link(from, to).cut;
  }
}
