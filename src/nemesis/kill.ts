import fc from 'fast-check';
import { z } from 'zod';
import type { UnsyncedFate } from '../cluster/cluster.js';
import { someNodes } from './some-nodes.js';
import type { Fault } from './fault.js';

const fates = ['kept', 'lost', 'torn'] as const satisfies readonly UnsyncedFate[];

type KillFields = {
  readonly nodes: readonly string[];
  /** What becomes of data that was written but not synced. */
  readonly unsynced: UnsyncedFate;
};

/**
 * Nodes end at once, and start again at the fault's end with what their disks hold. In simulation this can be a power
 * failure, which loses or tears what was not synced; elsewhere it is kill -9, after which the operating system still
 * writes everything.
 */
export const kill: Fault<KillFields> = {
  kind: 'kill',
  summary: 'ends nodes with kill -9 (in simulation also: power failure) and restarts them',
  clusters: { simulation: true, processes: true, docker: true },
  fields: z.object({ nodes: z.array(z.string()), unsynced: z.enum(fates) }),
  draw: (nodes) => fc.record({ nodes: someNodes(nodes), unsynced: fc.constantFrom(...fates) }),
  inject(port, { nodes, unsynced }) {
    const killed = port.kill(nodes, unsynced);
    const heal = () => port.restart(nodes);
    return killed ? killed.then(() => heal) : heal;
  },
};
