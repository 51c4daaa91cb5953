import fc from 'fast-check';
import { z } from 'zod';
import { CLIENTS, type Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { linkList, pairsOf, someOf } from './some-links.js';
import { someNodes } from './some-nodes.js';

const shapes = [
  'halves',
  'random-halves',
  'isolate-one',
  'majorities-ring',
  'bridge',
  'one-way',
  'partial',
  'clients',
  'clients-one-way',
] as const;

type Shape = (typeof shapes)[number];

type PartitionFields = {
  readonly shape: Shape;
  /** Directed links that drop everything. */
  readonly links: readonly Link[];
};

const one = (from: readonly string[], to: readonly string[]): Link[] =>
  from.flatMap((a) => to.map((b): Link => [a, b]));

const both = (a: readonly string[], b: readonly string[]): Link[] => [...one(a, b), ...one(b, a)];

/**
 * Each node hears a majority, and no two the same one: it hears itself and its neighbours on a ring.
 */
function majoritiesRing(ring: readonly string[]): Link[] {
  const n = ring.length;
  const majority = Math.floor(n / 2) + 1;
  const behind = Math.floor((majority - 1) / 2);
  return ring.flatMap((listener, at) => {
    const heard = new Set(Array.from({ length: majority }, (_, step) => ring[(at - behind + step + n) % n]));
    return one(
      ring.filter((node) => !heard.has(node)),
      [listener],
    );
  });
}

/** What the links of all shapes are drawn from: more than any one needs, so that a shape can be changed alone. */
interface Draw {
  /** A permutation of the nodes. */
  readonly order: readonly string[];
  readonly pairs: readonly (readonly [Link, Link])[];
  /** Nodes that are cut from clients, and whether it is their answers that are lost, where only one way is cut. */
  readonly far: readonly string[];
  readonly answers: boolean;
}

/** The links that a shape cuts. */
function links(shape: Shape, nodes: readonly string[], { order, pairs, far, answers }: Draw): Link[] {
  const half = Math.ceil(order.length / 2);
  switch (shape) {
    case 'halves':
      return both(nodes.slice(0, half), nodes.slice(half));
    case 'random-halves':
      return both(order.slice(0, half), order.slice(half));
    case 'isolate-one':
      return both(order.slice(0, 1), order.slice(1));
    case 'majorities-ring':
      return majoritiesRing(order);
    case 'bridge':
      return both(order.slice(1, half), order.slice(half));
    case 'one-way':
      return one(order.slice(0, half), order.slice(half));
    case 'partial':
      return pairs.flat();
    case 'clients':
      return both([CLIENTS], far);
    case 'clients-one-way':
      return answers ? one(far, [CLIENTS]) : one([CLIENTS], far);
  }
}

/**
 * The network falls apart:
 * `halves` and `random-halves` in two, `isolate-one` in one and the rest, `majorities-ring` so that each node hears a
 * majority but no two the same, `bridge` in two halves with one node that talks to both, `one-way` so that one half
 * is not heard by the other but hears it, `partial` so that some pairs of nodes hear nothing of each other. Clients keep
 * reaching every node then. `clients` cuts them from some nodes while all nodes hear each other, `clients-one-way` loses
 * only their requests or only the answers.
 */
export const partition: Fault<PartitionFields> = {
  kind: 'partition',
  summary: `cuts the network between nodes, or clients from nodes: ${shapes.join(', ')}`,
  clusters: {
    simulation: true,
    docker: true,
    processes:
      'local processes share one loopback interface, which cannot be cut between them; use --cluster docker or --cluster simulation',
  },
  fields: z.object({
    shape: z.enum(shapes),
    links: linkList,
  }),
  draw: (nodes) =>
    fc
      .record({
        shape: fc.constantFrom(...shapes),
        order: fc.shuffledSubarray([...nodes], { minLength: nodes.length }),
        pairs: someOf(pairsOf(nodes)),
        far: someNodes(nodes),
        answers: fc.boolean(),
      })
      .map(({ shape, ...draw }) => ({ shape, links: links(shape, nodes, draw) })),
  inject(port, { links }) {
    const cut = port.cut(links);
    const heal = () => port.mend(links);
    return cut ? cut.then(() => heal) : heal;
  },
};
