import fc from 'fast-check';
import { z } from 'zod';
import type { Link } from '../cluster/cluster.js';
import type { Fault } from './fault.js';
import { impair } from './impair.js';
import { linkList, someLinks } from './some-links.js';

const releases = ['at-once', 'spread'] as const;

type ClogFields = {
  readonly links: readonly Link[];
  /** How what was held back arrives at the end: in order and at once, or each message with a latency of its own. */
  readonly release: (typeof releases)[number];
};

/** Links hold back everything, and deliver all of it at the fault's end: nothing is lost, much is very old. */
export const clog: Fault<ClogFields> = {
  kind: 'clog',
  summary: 'links hold back all messages and deliver them later: at once, or spread',
  clusters: {
    simulation: true,
    processes: 'local processes share one loopback interface, whose traffic cannot be held back',
    docker:
      'a packet filter can drop packets but not hold them back, and TCP gives a silent connection up with all that is on it; use --cluster simulation',
  },
  fields: z.object({ links: linkList, release: z.enum(releases) }),
  draw: (nodes) => fc.record({ links: someLinks(nodes), release: fc.constantFrom(...releases) }),
  inject: (port, { links, release }) => impair(port, links, { clogged: release }, { clogged: false }),
};
