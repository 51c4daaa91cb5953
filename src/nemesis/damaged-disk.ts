import fc from 'fast-check';
import { z } from 'zod';
import type { MachinePort } from '../cluster/cluster.js';
import type { Fault, MayBreak } from './fault.js';
import { machinesOf, nodeList, simulatedMachines } from './machines.js';
import { someNodes } from './some-nodes.js';

type DiskFields = { readonly nodes: readonly string[] };

/** Nodes go down, something is done to their disks, and they start again. */
function damagedDisk(
  kind: string,
  summary: string,
  mayBreak: MayBreak,
  damage: (machines: MachinePort, node: string) => void,
): Fault<DiskFields> {
  return {
    kind,
    summary,
    clusters: simulatedMachines,
    mayBreak,
    fields: z.object({ nodes: nodeList }),
    draw: (nodes) => fc.record({ nodes: someNodes(nodes) }),
    inject(port, { nodes }) {
      const machines = machinesOf(port);
      void port.kill(nodes, 'kept');
      for (const node of nodes) damage(machines, node);
      return () => port.restart(nodes);
    },
  };
}

/** Nodes come back with new, empty disks. */
export const wipe = damagedDisk(
  'wipe',
  'ends nodes and restarts them with empty disks',
  {
    guarantees: 'all',
    because: 'a node that comes back empty has forgotten what it had acknowledged and voted',
  },
  (machines, node) => machines.wipeDisk(node),
);

/** One bit on the disks of nodes is not what was written. */
export const bitFlip = damagedDisk(
  'bit-flip',
  'ends nodes, flips a bit on their disks and restarts them',
  {
    guarantees: 'all',
    because:
      'a flipped bit in the last record looks like a torn write, and a node with damage before it does not start',
  },
  (machines, node) => machines.flipBit(node),
);
