import fc from 'fast-check';
import { z } from 'zod';
import type { Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { impair } from './impair.js';
import { linkList, someLinks } from './some-links.js';

type SlowLinkFields = {
  readonly links: readonly Link[];
  /** Multiplies latencies, up to a second. */
  readonly factor: number;
};

/** From a busy link to one over which an operation takes about as long as its client waits. */
const factor = fc.oneof(
  fc.integer({ min: 2, max: 10 }),
  fc.integer({ min: 10, max: 100 }),
  fc.integer({ min: 100, max: 1_000 }),
);

/** Messages that set out on some links while the fault lasts take many times as long, but at most a second. */
export const slowLink: Fault<SlowLinkFields> = {
  kind: 'slow-link',
  summary: 'multiplies the latency of some links',
  clusters: {
    simulation: true,
    processes: 'local processes share one loopback interface, which cannot be slowed between them',
    docker:
      "delaying packets needs netem, a module that many engines' kernels lack; use --cluster simulation, or loss, which TCP makes up for with delay",
  },
  fields: z.object({ links: linkList, factor: z.number().positive() }),
  draw: (nodes) => fc.record({ links: someLinks(nodes), factor }),
  inject: (port, { links, factor }) => impair(port, links, { slowness: factor }, { slowness: 1 }),
};
