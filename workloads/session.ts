import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import { uniqueValue } from './unique-value.js';
import type { OperationDraft } from '../src/plan/generate-plan.js';
import type { Workload } from './workload.js';

type SessionKnobs = {
  readonly keys: number;
  readonly reads: number;
  readonly snapshots: number;
  readonly hot: number;
};

/** Clients with sessions that move from node to node, and look at all registers together now and then. */
export const session: Workload<SessionKnobs> = {
  name: 'session',
  summary: 'sessions that move between nodes, with reads of all registers together',
  knobs: z.strictObject({
    keys: z.int().min(2).max(100).default(5).describe('how many registers there are'),
    reads: z.number().min(0).max(1).default(0.4).describe('share of single reads among the operations'),
    snapshots: z.number().min(0).max(1).default(0.2).describe('share of reads of all registers together'),
    hot: z.number().min(0).max(1).default(0).describe('share of operations that go to the first register'),
  }),
  operations: ['read', 'write', 'multi-read', 'inspect'],
  judges: [
    'read-your-writes',
    'monotonic-reads',
    'monotonic-writes',
    'writes-follow-reads',
    'consistent-prefix',
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
  step: ({ nodeCount, keys, knobs }) => {
    const node = fc.nat({ max: nodeCount - 1 });
    const all = Object.fromEntries(keys.map((name) => [name, null]));
    const single = (f: string, value: OperationDraft['value'] = null) =>
      fc.record({ f: fc.constant(f), key: drawKey(keys, knobs.hot), node, value: fc.constant(value) });
    const writes = Math.max(0, 1 - knobs.reads - knobs.snapshots);
    return fc.oneof(
      { weight: Math.round(knobs.reads * 1000), arbitrary: single('read') },
      { weight: Math.round(writes * 1000), arbitrary: single('write', uniqueValue) },
      {
        weight: Math.round(knobs.snapshots * 1000),
        arbitrary: fc.record({ f: fc.constant('multi-read'), node, value: fc.constant(all) }),
      },
    );
  },
};
