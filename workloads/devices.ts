import fc from 'fast-check';
import { z } from 'zod';
import type { OperationDraft } from '../src/plan/generate-plan.js';
import { session } from './session.js';
import { uniqueValue } from './unique-value.js';
import { userNumber } from './users.js';
import type { Workload } from './workload.js';

type DevicesKnobs = {
  readonly keys: number;
  readonly reads: number;
  readonly own: number;
};

/** So many clients are one user's: a telephone and a laptop, say. */
const DEVICES = 2;

/**
 * Users with two devices each, who write on one and read on the other (Kleppmann, "Designing Data-Intensive Applications", 2017,
 * chapter 5). Each has a register of their own, which both devices use most, and looks at those of others now and then.
 */
export const devices: Workload<DevicesKnobs> = {
  name: 'devices',
  summary: 'users with two devices each, who write on one and read on the other',
  knobs: z.strictObject({
    keys: z.int().min(1).max(100).default(5).describe('how many registers there are'),
    reads: z.number().min(0).max(1).default(0.6).describe('share of reads among the operations'),
    own: z
      .number()
      .min(0)
      .max(1)
      .default(0.7)
      .describe('share of operations that go to the user’s own register for certain, and not to any'),
  }),
  operations: ['read', 'write', 'inspect'],
  devices: DEVICES,
  judges: ['user-read-your-writes', ...session.judges.filter((name) => name !== 'consistent-prefix')],
  step: ({ client, nodeCount, keys, knobs }) => {
    const ownKey = keys[userNumber(client, DEVICES) % keys.length] as string;
    const key = fc.oneof(
      { weight: Math.round(knobs.own * 1000), arbitrary: fc.constant(ownKey) },
      { weight: Math.round((1 - knobs.own) * 1000), arbitrary: fc.constantFrom(...keys) },
    );
    const node = fc.nat({ max: nodeCount - 1 });
    const single = (f: string, value: OperationDraft['value'] = null) =>
      fc.record({ f: fc.constant(f), key, node, value: fc.constant(value) });
    return fc.oneof(
      { weight: Math.round(knobs.reads * 1000), arbitrary: single('read') },
      { weight: Math.round((1 - knobs.reads) * 1000), arbitrary: single('write', uniqueValue) },
    );
  },
};
