import fc from 'fast-check';
import { z } from 'zod';
import type { Fault } from './fault.js';

type BadMemoryFields = { readonly node: string };

/** A bit flips in the memory of a node, in data that it has read and checked before. Healing it does nothing. */
export const badMemory: Fault<BadMemoryFields> = {
  kind: 'bad-memory',
  summary: 'a bit flips in what a node holds in memory, where no checksum tells',
  clusters: { simulation: true, processes: true, docker: true },
  mayBreak: {
    guarantees: 'all',
    because: 'a replica may show and pass on what it never wrote',
  },
  order: 'damage',
  fields: z.object({ node: z.string() }),
  draw: (nodes) => fc.record({ node: fc.constantFrom(...nodes) }),
  inject(port, { node }) {
    port.order(node, { type: 'damage' });
    return () => {};
  },
};
