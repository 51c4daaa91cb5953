import { clockOffset } from '../page/clock-offset.js';
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

/** The cluster at a moment, in nanoseconds. */
export function clusterAt(
  ns: number,
  cluster: PageCluster,
  { faults }: Pick<RunData, 'faults'>,
): ClusterState {
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
    const told = state === 'down' ? new Map<string, number>() : toldAt(ns, node, cluster);
    const isLeads = ([full]: readonly [string, number]): boolean => partOf(full).name === 'leads';
    return {
      name,
      state,
      troubles: lasting.flatMap(({ kind, effect }) =>
        effect?.does === 'trouble' && effect.nodes.includes(node) ? [kind] : [],
      ),
      leads: [...told].filter(isLeads).map(([full, term]) => [partOf(full).part, term] as const),
      behind: behindAt(ns, node, cluster),
      offsetMs: clockOffset(node, ns, cluster, faults),
      told: [...told].filter((one) => !isLeads(one)),
    } as const;
  });
  return { nodes, links };
}

function toldAt(ns: number, node: number, { told }: PageCluster): Map<string, number> {
  const figures = new Map<string, number>();
  for (let next = 0; next < told.at.length && (told.at[next] as number) <= ns; next++) {
    if (told.node[next] !== node) continue;
    const name = told.names[told.name[next] as number] as string;
    const figure = told.figure[next] ?? null;
    if (figure === null) figures.delete(name);
    else figures.set(name, figure);
  }
  return figures;
}

function behindAt(ns: number, node: number, { behind }: PageCluster): NodeState['behind'] {
  let last = -1;
  for (let next = 0; next < behind.at.length && (behind.at[next] as number) <= ns; next++) {
    if (behind.node[next] === node) last = next;
  }
  const count = behind.count[last] ?? 0;
  return count === 0 ? undefined : { count, ns: ns - (behind.since[last] as number) };
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
