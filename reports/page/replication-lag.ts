import type { Revelation } from '../../src/history/revelation.js';
import type { PagePoints } from './page-columns.js';
import { thinned } from './thinned.js';

/**
 * How much later than the first replica each other one took in a write, at the moment when it did.
 * @param numberOf a node's number, or undefined when there is none of the name
 */
export function replicationLag(
  truth: readonly Revelation[],
  numberOf: (name: string) => number | undefined,
): PagePoints {
  const first = new Map<string, number>();
  const known = new Set<string>();
  const points: [at: number, ns: number, node: number][] = [];
  for (const { at, node, key, version } of truth) {
    const write = JSON.stringify([key, version]);
    const arrival = `${node} ${write}`;
    if (known.has(arrival)) continue;
    known.add(arrival);
    const since = first.get(write);
    const number = numberOf(node);
    if (since === undefined) first.set(write, at);
    else if (number !== undefined && at > since) points.push([at, at - since, number]);
  }
  return thinned(points);
}
