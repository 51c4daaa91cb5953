import fc from 'fast-check';
import { z } from 'zod';
import type { DiskFailure } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { machinesOf, nodeList, simulatedMachines } from './machines.js';
import { someNodes } from './some-nodes.js';

type DiskFields = { readonly nodes: readonly string[] };

/** A node whose disk fails ends when it needs it, and starts again when the disk is mended. */
function failingDisk(kind: string, how: DiskFailure, summary: string): Fault<DiskFields> {
  return {
    kind,
    summary,
    clusters: simulatedMachines,
    fields: z.object({ nodes: nodeList }),
    draw: (nodes) => fc.record({ nodes: someNodes(nodes) }),
    inject(port, { nodes }) {
      const machines = machinesOf(port);
      machines.failDisk(nodes, how);
      return () => machines.mendDisk(nodes);
    },
  };
}

/** Disks say that they have synced what is in their caches only, until the power fails. */
export const lyingDisk: Fault<DiskFields> = {
  kind: 'lying-disk',
  summary:
    'disks say that they have synced what they have not, and lose it when the fault ends with a power failure',
  clusters: simulatedMachines,
  mayBreak: {
    guarantees: 'all',
    because: 'what a node has acknowledged and voted was on a disk that only said it had it',
  },
  fields: z.object({ nodes: nodeList }),
  draw: (nodes) => fc.record({ nodes: someNodes(nodes) }),
  inject(port, { nodes }) {
    const machines = machinesOf(port);
    machines.failDisk(nodes, 'lying');
    return () => {
      void port.kill(nodes, 'lost');
      machines.mendDisk(nodes);
      return port.restart(nodes);
    };
  },
};

/** Nothing more fits on the disks of some nodes. */
export const diskFull = failingDisk('disk-full', 'full', 'lets disks run full: nothing can be appended');

/** The disks of some nodes write and sync nothing; what was not synced is lost. */
export const diskError = failingDisk('disk-error', 'error', 'lets disks fail to write and to sync');
