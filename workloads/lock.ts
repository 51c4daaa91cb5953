import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import { uniqueValue } from './unique-value.js';
import type { Workload } from './workload.js';

type LockKnobs = {
  readonly keys: number;
  readonly stalls: number;
  readonly stallMs: number;
};

/**
 * Clients that take a lock, write to what it protects, and give it back. Some stand still in between, as a process does in a
 * long garbage collection, and do not know it.
 */
export const lock: Workload<LockKnobs> = {
  name: 'lock',
  summary:
    'locks taken and released, and writes to what they protect, by clients that may stand still meanwhile',
  knobs: z.strictObject({
    keys: z.int().min(1).max(100).default(5).describe('how many locks there are'),
    stalls: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('share of holders that stand still before they write a second time'),
    stallMs: z.number().min(1).default(500).describe('for how long at most, in milliseconds'),
  }),
  operations: ['acquire', 'fenced-write', 'release', 'read', 'inspect'],
  judges: ['convergence', 'liveness', 'mutual-exclusion', 'fencing'],
  step: ({ nodeCount, keys, knobs }) =>
    fc
      .record({
        key: drawKey(keys, 0),
        node: fc.nat({ max: nodeCount - 1 }),
        isStalled: fc.nat({ max: 999 }).map((part) => part < knobs.stalls * 1000),
        stallMs: fc.integer({ min: 1, max: Math.ceil(knobs.stallMs) }),
      })
      .map(({ key, node, isStalled, stallMs }) => {
        const at = { key, node };
        const write = { ...at, f: 'fenced-write', value: uniqueValue };
        return [
          { ...at, f: 'acquire' },
          write,
          ...(isStalled ? [{ ...write, afterMs: stallMs }] : []),
          { ...at, f: 'release' },
        ];
      }),
};
