import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import type { Workload } from './workload.js';

type CounterKnobs = {
  readonly keys: number;
  readonly reads: number;
  readonly hot: number;
};

/** Counters that clients increment by one, and read. */
export const counter: Workload<CounterKnobs> = {
  name: 'counter',
  summary: 'increments and reads of several counters, at any node',
  knobs: z.strictObject({
    keys: z.int().min(1).max(1000).default(5).describe('how many counters there are'),
    reads: z.number().min(0).max(1).default(0.4).describe('share of reads among the operations'),
    hot: z.number().min(0).max(1).default(0).describe('share of operations that go to the first counter'),
  }),
  operations: ['read', 'increment', 'inspect'],
  model: 'counter',
  judges: ['convergence', 'liveness', 'linearizability', 'counter-bounds', 'counter-total'],
  step: ({ nodeCount, keys, knobs }) =>
    fc.record({
      f: fc.oneof(
        { weight: Math.round(knobs.reads * 1000), arbitrary: fc.constant('read') },
        { weight: Math.round((1 - knobs.reads) * 1000), arbitrary: fc.constant('increment') },
      ),
      key: drawKey(keys, knobs.hot),
      node: fc.nat({ max: nodeCount - 1 }),
    }),
};
