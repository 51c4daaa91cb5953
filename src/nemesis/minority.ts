import fc from 'fast-check';
import { z } from 'zod';
import { CLIENTS, type Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { nodeList } from './machines.js';

const ways = ['isolated', 'down', 'paused'] as const;

type MinorityFields = {
  /** All but a quorum. */
  readonly nodes: readonly string[];
  readonly how: (typeof ways)[number];
};

/** So long after all but a quorum were broken, the quorum may still be busy recovering. */
export { RECOVERY_MS } from '../checkers/liveness.js';

/** So long at most do the rest of the nodes stay broken: time to recover, and then to answer. */
const MINORITY_MS = 4_500;

/**
 * Safety first, then liveness (as in TigerBeetle's simulator): when the other faults are over only a quorum is healed, and the
 * rest stay broken. Whoever asks the quorum must be served, until in the end all are healed.
 */
export const minority: Fault<MinorityFields> = {
  kind: 'minority',
  summary: 'in the end heals only a quorum of the nodes at first, which must serve its clients',
  clusters: {
    simulation: true,
    processes: 'local processes share one loopback interface, which cannot be cut between them',
    docker: true,
  },
  atEnd: { lastsMs: MINORITY_MS },
  fields: z.object({ nodes: nodeList, how: z.enum(ways) }),
  draw: (nodes, quorum = nodes.length) =>
    fc.record({
      nodes: fc.shuffledSubarray([...nodes], {
        minLength: Math.max(0, nodes.length - quorum),
        maxLength: Math.max(0, nodes.length - quorum),
      }),
      how: fc.constantFrom(...ways),
    }),
  inject(port, { nodes, how }) {
    const heal = (): void | Promise<void> => {
      if (how === 'down') return port.restart(nodes);
      return how === 'paused' ? port.resume(nodes) : port.mend(linksOf(nodes, port.nodes));
    };
    const broken =
      how === 'down'
        ? port.kill(nodes, 'kept')
        : how === 'paused'
          ? port.pause(nodes)
          : port.cut(linksOf(nodes, port.nodes));
    return broken ? broken.then(() => heal) : heal;
  },
};

/** All links between some nodes and anybody else, both ways. */
function linksOf(some: readonly string[], nodes: readonly string[]): Link[] {
  const others = [...nodes.filter((node) => !some.includes(node)), CLIENTS];
  return some.flatMap((node) =>
    others.flatMap((other): Link[] => [
      [node, other],
      [other, node],
    ]),
  );
}
