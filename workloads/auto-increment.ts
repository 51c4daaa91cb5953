import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import { uniqueValue } from './unique-value.js';
import type { Workload } from './workload.js';

type AutoIncrementKnobs = {
  readonly keys: number;
  readonly lookUps: number;
};

/**
 * Users who sign up, are given the next id, and look at their own page, which a cache outside the replicated store fills by
 * their ids: GitHub's incident of September 2012, when ids were given out a second time after a failover.
 */
export const autoIncrement: Workload<AutoIncrementKnobs> = {
  name: 'auto-increment',
  summary: 'rows inserted under the next id, and looked up by it in a cache that a second system keeps',
  knobs: z.strictObject({
    keys: z.int().min(1).max(100).default(2).describe('how many tables there are'),
    lookUps: z.number().min(0).max(1).default(0.5).describe('share of look-ups among the operations'),
  }),
  operations: ['insert', 'look-up', 'read', 'inspect'],
  judges: ['convergence', 'liveness', 'unique-ids', 'own-row'],
  step: ({ nodeCount, keys, knobs }) => {
    const place = { key: drawKey(keys, 0), node: fc.nat({ max: nodeCount - 1 }) };
    return fc.oneof(
      {
        weight: Math.round(knobs.lookUps * 1000),
        arbitrary: fc.record({ f: fc.constant('look-up'), ...place }),
      },
      {
        weight: Math.round((1 - knobs.lookUps) * 1000),
        arbitrary: fc.record({ f: fc.constant('insert'), ...place, value: fc.constant(uniqueValue) }),
      },
    );
  },
};
