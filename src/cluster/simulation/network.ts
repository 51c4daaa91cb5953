import type { NetworkPlan } from '../../plan/plan.js';
import { type Stream, stream } from '../../plan/stream.js';
import { CLIENTS } from '../cluster.js';
import { LinkTrouble, type Troubles } from './link-trouble.js';

/** A directed link with a random stream of its own. */
interface LinkState<Held> {
  readonly random: Stream;
  /** Multiplies what is added to the least latency. */
  readonly pace: number;
  /** One for all clients of a node. */
  readonly trouble: LinkTrouble<Held>;
  /** When the last message on it arrives; without reordering nothing overtakes that. */
  lastArrival: number;
}

const NS_PER_MS = 1_000_000;

/** Mean of `1/(1-u) - 1` capped at 100, for u uniform in [0, 1): ln 101. A literal, so that every engine agrees. */
const TAIL_MEAN = 4.61512051684126;

/** On a link that is slow for a while nothing takes longer, so that the link is sound soon after it was healed. */
const MAX_SLOWED_MS = 1_000;

function slowed(latencyMs: number, slowness: number): number {
  return Math.max(latencyMs, Math.min(latencyMs * slowness, MAX_SLOWED_MS));
}

/**
 * Decides for every message whether and when it arrives, and keeps what clogged links hold back. Times in virtual
 * nanoseconds.
 */
export class Network<Held> {
  readonly #seed: string;
  readonly #plan: NetworkPlan;
  readonly #nodes: ReadonlySet<string>;
  readonly #links = new Map<string, Map<string, LinkState<Held>>>();
  #stops = 0;
  readonly #troubles = new Map<string, LinkTrouble<Held>>();

  constructor(seed: string, plan: NetworkPlan, nodes: readonly string[]) {
    this.#seed = seed;
    this.#plan = plan;
    this.#nodes = new Set(nodes);
  }

  #link(from: string, to: string): LinkState<Held> {
    let row = this.#links.get(from);
    if (!row) this.#links.set(from, (row = new Map<string, LinkState<Held>>()));
    let link = row.get(to);
    if (!link) {
      link = {
        random: stream(this.#seed, `network/${from}→${to}`),
        pace: this.#pace(from, to),
        trouble: this.#troubleOn(from, to),
        lastArrival: 0,
      };
      row.set(to, link);
    }
    return link;
  }

  /** How slow a link is, from about 1/11 to 11 and mostly near 1, where the plan lets links differ. */
  #pace(from: string, to: string): number {
    const { latency } = this.#plan;
    const differs =
      latency === 'per-link' || (latency === 'per-client' && !(this.#nodes.has(from) && this.#nodes.has(to)));
    if (!differs) return 1;
    const u = stream(this.#seed, `pace/${from}→${to}`).unit();
    return (0.1 + u) / (1.1 - u);
  }

  #troubleOn(from: string, to: string): LinkTrouble<Held> {
    const end = (name: string): string => (this.#nodes.has(name) ? name : CLIENTS);
    const name = `${end(from)}→${end(to)}`;
    let trouble = this.#troubles.get(name);
    if (!trouble) this.#troubles.set(name, (trouble = new LinkTrouble(this.#seed, name)));
    return trouble;
  }

  /** Only sums, products and quotients: logarithms may differ in the last bit between machines. */
  #latency({ random, pace, trouble }: LinkState<Held>): number {
    const { minLatencyMs, meanLatencyMs, latency } = this.#plan;
    const u = random.unit();
    const factor = latency === 'heavy-tailed' ? Math.min(1 / (1 - u) - 1, 100) / TAIL_MEAN : 2 * u * pace;
    const latencyMs = minLatencyMs + meanLatencyMs * factor;
    const { slowness } = trouble;
    return Math.round((slowness === 1 ? latencyMs : slowed(latencyMs, slowness)) * NS_PER_MS);
  }

  #arrival(link: LinkState<Held>, now: number): number {
    let at = now + this.#latency(link);
    if (!this.#plan.reordering) at = Math.max(at, link.lastArrival);
    link.lastArrival = at;
    return at;
  }

  /** Arrival times of a message between nodes: none if it is lost, two if it is duplicated. */
  arrivals(from: string, to: string, now: number): readonly number[] {
    const link = this.#link(from, to);
    const { loss, duplication } = this.#plan;
    if (link.trouble.loses()) return [];
    if (loss > 0 && link.random.unit() < loss) return [];
    const first = this.#arrival(link, now);
    if (duplication > 0 && link.random.unit() < duplication) return [first, this.#arrival(link, now)];
    return [first];
  }

  /** Arrival time of what a clogged link held back and now sends on. */
  released(from: string, to: string, now: number): number {
    return this.#arrival(this.#link(from, to), now);
  }

  /** Arrival time between a client and a node: a connection, so nothing is lost, doubled or overtaken. */
  clientArrival(from: string, to: string, now: number): number {
    const link = this.#link(from, to);
    link.lastArrival = Math.max(link.lastArrival, now + this.#latency(link));
    return link.lastArrival;
  }

  /** Whether any link is cut or clogged now. */
  get stops(): boolean {
    return this.#stops > 0;
  }

  /** What faults do now to a link. */
  trouble(from: string, to: string): LinkTrouble<Held> {
    return this.#link(from, to).trouble;
  }

  /** Changes what faults do to a link; `CLIENTS` stands for all clients. Returns what the link lets go. */
  change(from: string, to: string, change: Partial<Troubles>): readonly Held[] {
    const trouble = this.trouble(from, to);
    const stopped = trouble.stops;
    const { cut, ...others } = change;
    // Faults may cut the same link: it is mended when all of them are healed.
    if (cut !== undefined) trouble.cuts = Math.max(0, trouble.cuts + (cut ? 1 : -1));
    Object.assign(trouble, others);
    this.#stops += Number(trouble.stops) - Number(stopped);
    if (trouble.clogged) return [];
    const { held } = trouble;
    trouble.held = [];
    return held;
  }
}
