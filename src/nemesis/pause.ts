import fc from 'fast-check';
import { z } from 'zod';
import { someNodes } from './some-nodes.js';
import type { Fault } from './fault.js';

type PauseFields = { readonly nodes: readonly string[] };

/** Nodes stop without ending, as under SIGSTOP, a long garbage collection or a frozen virtual machine. */
export const pause: Fault<PauseFields> = {
  kind: 'pause',
  summary: 'stops nodes with SIGSTOP and lets them go on later',
  clusters: { simulation: true, processes: true, docker: true },
  fields: z.object({ nodes: z.array(z.string()) }),
  draw: (nodes) => fc.record({ nodes: someNodes(nodes) }),
  inject(port, { nodes }) {
    const paused = port.pause(nodes);
    const heal = () => port.resume(nodes);
    return paused ? paused.then(() => heal) : heal;
  },
};
