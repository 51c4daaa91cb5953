import fc from 'fast-check';
import { z } from 'zod';
import type { Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { impair } from './impair.js';
import { linkList, someLinks } from './some-links.js';

type LossFields = {
  readonly links: readonly Link[];
  /** The part of what is sent that never arrives, in [0, 1]. */
  readonly share: number;
};

/**
 * Some links lose a share of what is sent on them: of messages in simulation, of packets in Docker, where TCP sends them
 * again, so that they come late, until it is given up.
 */
export const loss: Fault<LossFields> = {
  kind: 'loss',
  summary: 'some links lose a share of their messages (in Docker: of packets)',
  clusters: {
    simulation: true,
    processes:
      'local processes share one loopback interface, which cannot lose packets between them; use --cluster docker or --cluster simulation',
    docker: true,
  },
  fields: z.object({ links: linkList, share: z.number().min(0).max(1) }),
  draw: (nodes) =>
    fc.record({
      links: someLinks(nodes),
      share: fc.integer({ min: 5, max: 90 }).map((hundredths) => hundredths / 100),
    }),
  inject: (port, { links, share }) => impair(port, links, { loss: share }, { loss: 0 }),
};
