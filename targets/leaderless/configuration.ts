import type { LeaderlessOptions } from './options.js';

/** Who is a member, as the registrar decided it. */
export interface Configuration {
  /** Counts configurations. */
  readonly epoch: number;
  /** The members, in the cluster's order, each with the epoch in which it became one. */
  readonly since: Readonly<Record<string, number>>;
  /** The members of the epoch before. */
  readonly before: readonly string[];
}

/** The one of the start: all nodes but the spares, which are the last. */
export function firstConfiguration(
  nodes: readonly string[],
  { spares = 0 }: Partial<Pick<LeaderlessOptions, 'spares'>>,
): Configuration {
  const members = nodes.slice(0, nodes.length - spares);
  return { epoch: 0, since: Object.fromEntries(members.map((node) => [node, 0])), before: members };
}

/** How many members there are at most: where quorums overlap at the start, never so many that they would not. */
export function mostMembers(
  { w, r, join = 'copy', spares = 0 }: Pick<LeaderlessOptions, 'w' | 'r'> & Partial<LeaderlessOptions>,
  nodeCount: number,
): number {
  const overlaps = w + r > nodeCount - spares;
  return join === 'copy' && overlaps ? Math.min(nodeCount, w + r - 1) : nodeCount;
}
