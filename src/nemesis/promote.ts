import fc from 'fast-check';
import { z } from 'zod';
import type { Fault } from './fault.js';

type PromoteFields = { readonly node: string };

/** An operator makes a node the leader, whether there is one or not: a manual failover. Healing it does nothing. */
export const promote: Fault<PromoteFields> = {
  kind: 'promote',
  summary: 'an operator makes a node the leader, whether there is one or not',
  clusters: { simulation: true, processes: true, docker: true },
  order: 'promote',
  fields: z.object({ node: z.string() }),
  draw: (nodes) => fc.record({ node: fc.constantFrom(...nodes) }),
  inject(port, { node }) {
    port.order(node, { type: 'promote' });
    return () => {};
  },
};
