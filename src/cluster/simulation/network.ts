import type { NetworkPlan } from '../../plan/plan.js';
import { stream } from '../../plan/stream.js';
import { CLIENTS } from '../cluster.js';
import { LinkTrouble, type Troubles } from './link-trouble.js';
import { NetworkLink } from './network-link.js';

/** The links between nodes, and between nodes and clients, with what faults do to them. */
export class Network<Held> {
  readonly #seed: string;
  readonly #plan: NetworkPlan;
  readonly #nodes: ReadonlySet<string>;
  readonly #links = new Map<string, Map<string, NetworkLink<Held>>>();
  #stops = 0;
  readonly #troubles = new Map<string, LinkTrouble<Held>>();

  constructor(seed: string, plan: NetworkPlan, nodes: readonly string[]) {
    this.#seed = seed;
    this.#plan = plan;
    this.#nodes = new Set(nodes);
  }

  /** The directed link from one end to the other; `CLIENTS` stands for all clients. */
  link(from: string, to: string): NetworkLink<Held> {
    let row = this.#links.get(from);
    if (!row) this.#links.set(from, (row = new Map<string, NetworkLink<Held>>()));
    let link = row.get(to);
    if (!link) {
      const random = stream(this.#seed, `network/${from}→${to}`);
      link = new NetworkLink(this.#plan, random, this.#pace(from, to), this.#troubleOn(from, to));
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

  /** One for all clients of a node. */
  #troubleOn(from: string, to: string): LinkTrouble<Held> {
    const end = (name: string): string => (this.#nodes.has(name) ? name : CLIENTS);
    const name = `${end(from)}→${end(to)}`;
    let trouble = this.#troubles.get(name);
    if (!trouble) this.#troubles.set(name, (trouble = new LinkTrouble(this.#seed, name)));
    return trouble;
  }

  /** Whether any link is cut or clogged now. */
  get stops(): boolean {
    return this.#stops > 0;
  }

  /** Changes what faults do to a link; `CLIENTS` stands for all clients. Returns what the link lets go. */
  change(from: string, to: string, change: Partial<Troubles>): readonly Held[] {
    const { trouble } = this.link(from, to);
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
