import fc from 'fast-check';
import { z } from 'zod';
import type { Link } from '../cluster/cluster.js';
import { someNodes } from './some-nodes.js';

/** All directed links between different nodes. */
function allLinks(nodes: readonly string[]): Link[] {
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to): Link => [from, to]));
}

/** Both directions of each pair of nodes. */
export function pairsOf(nodes: readonly string[]): (readonly [Link, Link])[] {
  return allLinks(nodes)
    .filter(([a, b]) => nodes.indexOf(a) < nodes.indexOf(b))
    .map(([a, b]) => [
      [a, b],
      [b, a],
    ]);
}

/** Some of a list, at least one if there is one, in the list's order. */
export function someOf<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...list], { minLength: Math.min(1, list.length) });
}

/**
 * The directed links that a fault befalls: some by themselves, some pairs of nodes both ways, all to or all from some
 * nodes, or all there are.
 */
export function someLinks(nodes: readonly string[]): fc.Arbitrary<readonly Link[]> {
  const links = allLinks(nodes);
  return fc.oneof(
    { weight: 3, arbitrary: someOf(links) },
    { weight: 3, arbitrary: someOf(pairsOf(nodes)).map((pairs) => pairs.flat()) },
    {
      weight: 2,
      arbitrary: fc
        .record({ some: someNodes(nodes), end: fc.constantFrom(0 as const, 1 as const) })
        .map(({ some, end }) => links.filter((link) => some.includes(link[end]))),
    },
    { weight: 1, arbitrary: fc.constant(links) },
  );
}

/** Directed links as a field of a plan. */
export const linkList = z.array(z.tuple([z.string(), z.string()]));
