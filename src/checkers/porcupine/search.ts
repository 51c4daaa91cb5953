import { Configurations } from './configurations.js';
import type { SearchOperation } from './layers.js';
import { pathTo } from './search-path.js';
import { type Steps, Walk } from './walk.js';

export interface SearchLimits {
  /** Bytes that configurations and states may take. */
  readonly maxBytes: number;
  /** True when the time is up; asked now and then. */
  readonly isOver: () => boolean;
  /** The states to begin in; only 0 by default. */
  readonly states?: readonly number[];
}

export interface SearchResult {
  /** `unknown`: a bound was reached. */
  readonly verdict: boolean | 'unknown';
  /** Which way was gone. */
  readonly method: 'depth-first' | 'breadth-first';
  /**
   * Positions of the operations in an order that explains the history, or the longest beginning of one. Empty when the
   * search went breadth first, which forgets the way.
   */
  readonly linearization: readonly number[];
  /** Unless the verdict is true: the operation before whose return no order got. */
  readonly stuckAt?: number;
  readonly configurations: number;
}

const FIRST_STATE = [0];

/** Configurations between two looks at clock and memory. */
const STEPS_PER_LOOK = 256;

/**
 * Looks for an order of the operations that the object allows and that respects time: just-in-time linearization
 * (Lowe, "Testing for linearizability", CPE 2017) over configurations, each a state and the operations under way that
 * have taken effect. Depth first over the layers, so that a history that can be explained ends at its first
 * explanation. When that takes more than half the memory, breadth first from the start, which keeps two layers and
 * forgets the past.
 *
 * What is left out loses nothing:
 * - A reader is taken as soon as it fits, since it changes nothing.
 * - An overwriter may have taken effect unseen just before any later overwriter (see `Masks`), which needs no choice.
 * - Of equal operations the one that must return first goes first; those of unknown outcome are only counted.
 * - A configuration that another covers is dropped.
 */
export function search(
  operations: readonly SearchOperation[],
  steps: Steps,
  limits: SearchLimits,
): SearchResult {
  const walk = new Walk(operations, steps);
  const deep = depthFirst(walk, { ...limits, maxBytes: limits.maxBytes / 2 });
  if (deep.verdict !== 'unknown' || limits.isOver()) return deep;
  const wide = breadthFirst(walk, limits);
  return {
    ...wide,
    linearization: wide.verdict === 'unknown' ? deep.linearization : [],
    configurations: deep.configurations + wide.configurations,
  };
}

export function depthFirst(walk: Walk, limits: SearchLimits): SearchResult {
  const met = new Configurations(walk.masks);
  const result = (verdict: boolean | 'unknown', row: number): SearchResult => ({
    verdict,
    method: 'depth-first',
    linearization: pathTo(walk, met, row),
    ...(verdict !== true && { stuckAt: walk.layers.returning[met.layer(row)] as number }),
    configurations: met.count,
  });
  const stack = walk.begin(met, limits.states ?? FIRST_STATE);
  let furthest = stack[0] as number;
  for (let looked = 1; ; looked++) {
    const row = stack.pop();
    if (row === undefined) return result(false, furthest);
    if (met.layer(row) === walk.depth) return result(true, row);
    if (met.layer(row) > met.layer(furthest)) furthest = row;
    if (looked % STEPS_PER_LOOK === 0 && isBeyond(walk, met.bytes, limits))
      return result('unknown', furthest);
    walk.expand(met, row, met, met, stack);
  }
}

export function breadthFirst(walk: Walk, limits: SearchLimits): SearchResult {
  let configurations = 0;
  const result = (verdict: boolean | 'unknown', layer: number): SearchResult => ({
    verdict,
    method: 'breadth-first',
    linearization: [],
    ...(verdict !== true && { stuckAt: walk.layers.returning[layer] as number }),
    configurations,
  });
  let [now, next] = [new Configurations(walk.masks), new Configurations(walk.masks)];
  walk.begin(now, limits.states ?? FIRST_STATE);
  for (let layer = 0; layer < walk.depth; layer++) {
    // It grows while it is gone through: by those that still have the same return ahead.
    for (let row = 0; row < now.count; row++) {
      walk.expand(now, row, now, next, []);
      if (++configurations % STEPS_PER_LOOK === 0 && isBeyond(walk, now.bytes + next.bytes, limits)) {
        return result('unknown', layer);
      }
    }
    if (next.count === 0) return result(false, layer);
    now.clear();
    [now, next] = [next, now];
  }
  return result(true, walk.depth);
}

const isBeyond = ({ steps }: Walk, bytes: number, { maxBytes, isOver }: SearchLimits): boolean =>
  bytes + steps.bytes > maxBytes || isOver();
