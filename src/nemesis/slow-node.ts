import fc from 'fast-check';
import { z } from 'zod';
import type { Fault } from './fault.js';
import { machinesOf, nodeList, simulatedMachines } from './machines.js';
import { someNodes } from './some-nodes.js';

type SlowNodeFields = {
  readonly nodes: readonly string[];
  /** So long does a node take over each message, one after the other. */
  readonly messageMs: number;
};

/** Nodes take their time over each message, as with too little processor; what comes meanwhile waits. */
export const slowNode: Fault<SlowNodeFields> = {
  kind: 'slow-node',
  summary: 'lets nodes take long over each message',
  clusters: simulatedMachines,
  fields: z.object({ nodes: nodeList, messageMs: z.number().positive() }),
  draw: (nodes) =>
    fc.record({ nodes: someNodes(nodes), messageMs: fc.constantFrom(0.2, 0.5, 1, 2, 5, 10, 20) }),
  inject(port, { nodes, messageMs }) {
    const machines = machinesOf(port);
    machines.slow(nodes, messageMs);
    return () => machines.slow(nodes, 0);
  },
};
