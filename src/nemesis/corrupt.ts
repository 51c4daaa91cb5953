import fc from 'fast-check';
import { z } from 'zod';
import type { Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { impair } from './impair.js';
import { linkList, someLinks } from './some-links.js';

type CorruptFields = {
  readonly links: readonly Link[];
  /** The part of the messages in which a bit is flipped, in [0, 1]. */
  readonly share: number;
};

/** Some links flip bits. A message whose checksum is wrong is dropped, so to replicas it is a loss. */
export const corrupt: Fault<CorruptFields> = {
  kind: 'corrupt',
  summary: 'some links flip bits in a share of their messages, which checksums reveal',
  clusters: {
    simulation: true,
    processes: 'the kernel does not damage what it sends to itself; use --cluster simulation',
    docker:
      'damaging packets needs netem, a module that many engines’ kernels lack; use --cluster simulation',
  },
  fields: z.object({ links: linkList, share: z.number().min(0).max(1) }),
  draw: (nodes) =>
    fc.record({
      links: someLinks(nodes),
      share: fc.integer({ min: 1, max: 50 }).map((hundredths) => hundredths / 100),
    }),
  inject: (port, { links, share }) => impair(port, links, { corruption: share }, { corruption: 0 }),
};
