import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import { uniqueValue } from './unique-value.js';
import type { Workload } from './workload.js';

type RegisterKnobs = {
  readonly keys: number;
  readonly reads: number;
  readonly hot: number;
};

/** Reads and writes of single registers; each client stays with one node. */
export const register: Workload<RegisterKnobs> = {
  name: 'register',
  summary: 'reads and writes of several registers; every client stays with its node',
  knobs: z.strictObject({
    keys: z.int().min(1).max(1000).default(5).describe('how many registers there are'),
    reads: z.number().min(0).max(1).default(0.5).describe('share of reads among the operations'),
    hot: z.number().min(0).max(1).default(0).describe('share of operations that go to the first register'),
  }),
  operations: ['read', 'write', 'inspect'],
  judges: [
    'read-your-writes',
    'monotonic-reads',
    'monotonic-writes',
    'writes-follow-reads',
    'safe-register',
    'regular-register',
    'bounded-staleness',
    'durability',
    'convergence',
    'strong-eventual-consistency',
    'liveness',
    'terry-read-your-writes',
    'terry-monotonic-reads',
    'terry-monotonic-writes',
    'terry-writes-follow-reads',
    'integrity',
    'write-quorum',
    'pram',
    'causal-consistency',
    'causal-memory',
    'causal-convergence',
    'sequential-consistency',
    'linearizability',
  ],
  step: ({ client, nodeCount, keys, knobs }) =>
    fc
      .record({
        f: fc.oneof(
          { weight: Math.round(knobs.reads * 1000), arbitrary: fc.constant('read') },
          { weight: Math.round((1 - knobs.reads) * 1000), arbitrary: fc.constant('write') },
        ),
        key: drawKey(keys, knobs.hot),
        node: fc.constant(client % nodeCount),
      })
      .map((draft) => (draft.f === 'write' ? { ...draft, value: uniqueValue } : draft)),
};
