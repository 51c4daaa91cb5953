import type { Revelation } from '../../src/history/revelation.js';
import { type Told, toldByPart } from '../told.js';
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

/**
 * How much later than the first node each other one came to a position in a log that all share, by what they told, at the
 * moment when it did. An entry that its only holder took back is forgotten.
 */
export function lagOfPositions(
  told: readonly Told[],
  numberOf: (name: string) => number | undefined,
): PagePoints {
  const logs = [...toldByPart(told, 'position').values()];
  return thinned(logs.flatMap((positions) => lagInLog(positions, numberOf)).sort(([a], [b]) => a - b));
}

type Point = [at: number, ns: number, node: number];

function lagInLog(told: readonly Told[], numberOf: (name: string) => number | undefined): Point[] {
  const first = new Map<number, { readonly at: number; readonly node: string }>();
  const positions = new Map<string, number>();
  const points: Point[] = [];
  for (const { node, at, figure } of told) {
    if (figure === null) continue;
    const before = positions.get(node) ?? 0;
    positions.set(node, figure);
    for (let place = before; place > figure; place--)
      if (first.get(place)?.node === node) first.delete(place);
    const since = first.get(figure);
    const number = numberOf(node);
    if (figure > before && since && since.at < at && number !== undefined)
      points.push([at, at - since.at, number]);
    for (let place = before + 1; place <= figure; place++)
      if (!first.has(place)) first.set(place, { at, node });
  }
  return points;
}
