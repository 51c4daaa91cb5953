import fc from 'fast-check';
import { z } from 'zod';
import type { Fault } from './fault.js';
import { machinesOf, nodeList, simulatedMachines } from './machines.js';
import { someNodes } from './some-nodes.js';

type RestoreFields = { readonly nodes: readonly string[] };

/** The disks of nodes are copied when the fault begins; when it ends the nodes go down and come back with the copies. */
export const restore: Fault<RestoreFields> = {
  kind: 'restore',
  summary: 'copies disks, and later restarts their nodes from the copies, as from a backup',
  clusters: simulatedMachines,
  mayBreak: {
    guarantees: 'all',
    because: 'a node that comes back from an old copy has forgotten what it acknowledged and voted since',
  },
  fields: z.object({ nodes: nodeList }),
  draw: (nodes) => fc.record({ nodes: someNodes(nodes) }),
  inject(port, { nodes }) {
    const machines = machinesOf(port);
    const copies = nodes.map((node) => machines.copyDisk(node));
    return () => {
      void port.kill(nodes, 'kept');
      for (const putBack of copies) putBack();
      void port.restart(nodes);
    };
  },
};
