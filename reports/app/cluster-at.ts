import { clockOffset } from '../page/clock-offset.js';
import { LastBefore } from './last-before.js';
import { partOf } from '../part-of.js';
import type { PageCluster } from '../page/page-columns.js';
import { counted, formatDuration } from '../quantity.js';
import type { RunData } from './run-data.js';

/** What is known of a node at a moment. */
export interface NodeState {
  readonly name: string;
  readonly state: 'up' | 'down' | 'paused';
  /** The kinds of other faults that it suffers. */
  readonly troubles: readonly string[];
  /** The terms in which it believes to lead, by what it leads: nothing is said where the node is one whole. */
  readonly leads: readonly (readonly [part: string, term: number])[];
  /** How much it lacks that others have, and for how long, in nanoseconds. */
  readonly behind: { readonly count: number; readonly ns: number } | undefined;
  /** Milliseconds that its clock is ahead. */
  readonly offsetMs: number;
  /** What else it told of itself. */
  readonly told: readonly (readonly [name: string, figure: number])[];
}

/** The cluster at a moment. */
export interface ClusterState {
  readonly nodes: readonly NodeState[];
  /** How messages fare from one to another, by `from * names.length + to`; what is not in it goes through. */
  readonly links: ReadonlyMap<number, 'cut' | 'hinder'>;
}

/** How the cluster stands, for a pointer that asks at every move. */
export class ClusterOverTime {
  readonly #cluster: PageCluster;
  readonly #faults: RunData['faults'];
  readonly #told: LastBefore;
  readonly #behind: LastBefore;

  constructor(cluster: PageCluster, { faults }: Pick<RunData, 'faults'>) {
    const { told, behind } = cluster;
    this.#cluster = cluster;
    this.#faults = faults;
    this.#told = new LastBefore(told.at, (entry) =>
      groupOf(told.node[entry] as number, told.name[entry] as number, cluster),
    );
    this.#behind = new LastBefore(behind.at, (entry) => behind.node[entry] as number);
  }

  /** The cluster at a moment, in nanoseconds. */
  at(ns: number): ClusterState {
    const cluster = this.#cluster;
    const faults = this.#faults;
    const { names } = cluster;
    const lasting = faults.filter(({ from, to }) => from <= ns && ns < (to ?? Infinity));
    const links = new Map<number, 'cut' | 'hinder'>();
    for (const does of ['hinder', 'cut'] as const) {
      for (const { effect } of lasting) {
        if (effect?.does !== does) continue;
        for (const [from = 0, to = 0] of effect.links) links.set(from * names.length + to, does);
      }
    }
    const suffers = (node: number, does: string): boolean =>
      lasting.some(({ effect }) => effect?.does === does && effect.nodes.includes(node));
    const nodes = names.slice(0, -1).map((name, node) => {
      const state = suffers(node, 'down') ? 'down' : suffers(node, 'paused') ? 'paused' : 'up';
      // What a node told was of a life that is over when it is down.
      const told = state === 'down' ? [] : this.#toldAt(ns, node);
      const isLeads = ([full]: readonly [string, number]): boolean => partOf(full).name === 'leads';
      return {
        name,
        state,
        troubles: lasting.flatMap(({ kind, effect }) =>
          effect?.does === 'trouble' && effect.nodes.includes(node) ? [kind] : [],
        ),
        leads: told.filter(isLeads).map(([full, term]) => [partOf(full).part, term] as const),
        behind: this.#behindAt(ns, node),
        offsetMs: clockOffset(node, ns, cluster, faults),
        told: told.filter((one) => !isLeads(one)),
      } as const;
    });
    return { nodes, links };
  }

  /** The figures that hold, in the order of their names. */
  #toldAt(ns: number, node: number): (readonly [name: string, figure: number])[] {
    const { told } = this.#cluster;
    return told.names.flatMap((name, number) => {
      const last = this.#told.find(groupOf(node, number, this.#cluster), ns);
      const figure = last === undefined ? null : (told.figure[last] ?? null);
      return figure === null ? [] : [[name, figure] as const];
    });
  }

  #behindAt(ns: number, node: number): NodeState['behind'] {
    const { behind } = this.#cluster;
    const last = this.#behind.find(node, ns) ?? -1;
    const count = behind.count[last] ?? 0;
    return count === 0 ? undefined : { count, ns: ns - (behind.since[last] as number) };
  }
}

/** Each figure of each node is told by itself. */
function groupOf(node: number, name: number, { told }: PageCluster): number {
  return node * told.names.length + name;
}

/** What is the matter with a node, a few words each. */
export function nodeNotes(
  { state, leads, offsetMs, troubles, behind }: NodeState,
  { behind: { unit } }: PageCluster,
): string[] {
  return [
    ...(state === 'up' ? [] : [state]),
    ...troubles,
    ...leads.map(([part, term]) => `leads${part && ` ${part}`}, term ${term}`),
    ...(behind
      ? [
          `${counted(behind.count, unit, unit === 'entry' ? 'entries' : `${unit}s`)} behind for ${formatDuration(behind.ns)}`,
        ]
      : []),
    ...(Math.abs(offsetMs) < 0.001
      ? []
      : [`clock ${offsetMs < 0 ? '−' : '+'}${formatDuration(Math.abs(offsetMs) * 1e6)}`]),
  ];
}

/** The cluster in sentences; one when nothing is the matter. */
export function clusterWords({ nodes, links }: ClusterState, cluster: PageCluster): string[] {
  const { names } = cluster;
  const notes = nodes.flatMap((node) => {
    const figures = node.told.map(([name, figure]) => `${name} ${figure}`);
    const words = [...nodeNotes(node, cluster), ...figures];
    return words.length > 0 ? [`${node.name}: ${words.join(', ')}`] : [];
  });
  const pairs = (fate: 'cut' | 'hinder'): string[] =>
    [...links].flatMap(([link, found]) => {
      if (found !== fate) return [];
      const [from, to] = [Math.floor(link / names.length), link % names.length];
      const both = links.get(to * names.length + from) === fate;
      if (both && from > to) return [];
      return [`${names[from]} ${both ? '↔' : '→'} ${names[to]}`];
    });
  const [cut, hindered] = [pairs('cut'), pairs('hinder')];
  const isWell = nodes.every((node) => nodeNotes(node, cluster).length === 0);
  return [
    ...(isWell && links.size === 0 ? ['All nodes are up, and everybody can talk to everybody'] : []),
    ...notes,
    ...(cut.length > 0 ? [`Nothing gets through: ${cut.join(', ')}`] : []),
    ...(hindered.length > 0 ? [`Slow or lossy: ${hindered.join(', ')}`] : []),
  ];
}
