import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import { uniqueValue } from './unique-value.js';
import type { Workload } from './workload.js';

type AppendLogKnobs = {
  readonly keys: number;
  readonly reads: number;
  readonly hot: number;
};

/** Logs that clients append to, and read as a whole. */
export const appendLog: Workload<AppendLogKnobs> = {
  name: 'append-log',
  summary: 'unique values appended to several logs, which are read as a whole, at any node',
  knobs: z.strictObject({
    keys: z.int().min(1).max(1000).default(5).describe('how many logs there are'),
    reads: z.number().min(0).max(1).default(0.4).describe('share of reads among the operations'),
    hot: z.number().min(0).max(1).default(0).describe('share of operations that go to the first log'),
  }),
  operations: ['read', 'append', 'inspect'],
  model: 'append-log',
  judges: ['convergence', 'liveness', 'linearizability', 'set-full', 'set-recency', 'log-prefix'],
  step: ({ nodeCount, keys, knobs }) => {
    const place = { key: drawKey(keys, knobs.hot), node: fc.nat({ max: nodeCount - 1 }) };
    return fc.oneof(
      {
        weight: Math.round(knobs.reads * 1000),
        arbitrary: fc.record({ f: fc.constant('read'), ...place }),
      },
      {
        weight: Math.round((1 - knobs.reads) * 1000),
        arbitrary: fc.record({ f: fc.constant('append'), ...place, value: fc.constant(uniqueValue) }),
      },
    );
  },
};
