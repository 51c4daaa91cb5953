import fc from 'fast-check';
import { z } from 'zod';
import { drawKey } from './draw-key.js';
import type { Workload } from './workload.js';

type StatementKnobs = {
  readonly keys: number;
  readonly hot: number;
  readonly adds: number;
};

/** Statements whose effect may depend on where they are carried out. */
export const statements: Workload<StatementKnobs> = {
  name: 'statements',
  summary:
    'statements with functions, additions, auto-increments, updates of whichever row comes first, and a trigger',
  knobs: z.strictObject({
    keys: z.int().min(1).max(1000).default(5).describe('how many tables there are'),
    hot: z.number().min(0).max(1).default(0).describe('share of operations that go to the first table'),
    adds: z.number().min(0).max(1).default(0.1).describe('share of additions to a number, which count once'),
  }),
  operations: [
    'read',
    'inspect',
    'add',
    'write-now',
    'write-sysdate',
    'write-random',
    'write-uuid',
    'insert',
    'audited-insert',
    'update-one',
  ],
  judges: ['convergence', 'liveness'],
  step: ({ nodeCount, keys, knobs }) => {
    const where = { key: drawKey(keys, knobs.hot), node: fc.nat({ max: nodeCount - 1 }) };
    const functions = ['write-now', 'write-sysdate', 'write-random', 'write-uuid'];
    const inserts = ['insert', 'audited-insert'];
    const others = fc.oneof(
      fc.record({ f: fc.constantFrom(...functions), ...where }),
      // Many rows hold the same.
      fc.record({ f: fc.constantFrom(...inserts), value: fc.constantFrom('free', 'taken'), ...where }),
      fc.record({
        f: fc.constant('update-one'),
        value: fc.constant({ from: 'free', to: 'taken' }),
        ...where,
      }),
    );
    const additions = fc.record({ f: fc.constant('add'), value: fc.constant(1), ...where });
    return fc.oneof(
      { weight: Math.round(knobs.adds * 1000), arbitrary: additions },
      { weight: Math.round((1 - knobs.adds) * 1000), arbitrary: others },
    );
  },
};
