import fc from 'fast-check';
import { z } from 'zod';
import type { ClockSetting, FaultPort } from '../cluster/cluster.js';
import { someNodes } from './some-nodes.js';
import type { Fault } from './fault.js';

type ClockFields = {
  readonly nodes: readonly string[];
} & (
  | { readonly shape: 'jump'; readonly offsetMs: number }
  | { readonly shape: 'drift'; readonly driftPpm: number }
  | { readonly shape: 'strobe'; readonly offsetMs: number; readonly periodMs: number }
);

const RIGHT: ClockSetting = { offsetMs: 0, driftPpm: 0 };

/** Sizes that matter differ by orders of magnitude: less than a message, less than an operation, seconds, an hour. */
const offset = fc
  .record({
    size: fc.oneof(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 20, max: 500 }),
      fc.integer({ min: 500, max: 10_000 }),
      fc.constant(3_600_000),
    ),
    ahead: fc.boolean(),
  })
  .map(({ size, ahead }) => (ahead ? size : -size));

/** Sets all the clocks; synchronous where the port is. */
function setAll(port: FaultPort, nodes: readonly string[], setting: ClockSetting): void | Promise<void> {
  const settings = nodes.map((node) => port.setClock(node, setting)).filter((result) => result !== undefined);
  return settings.length > 0 ? Promise.all(settings).then(() => {}) : undefined;
}

/** Switches the clocks between right and wrong every `periodMs` until it is called off. */
function strobe(
  port: FaultPort,
  nodes: readonly string[],
  offsetMs: number,
  periodMs: number,
): () => void | Promise<void> {
  let wrong = true;
  let pending: void | Promise<void> = setAll(port, nodes, { offsetMs, driftPpm: 0 });
  let callOff = port.after(periodMs, function toggle() {
    wrong = !wrong;
    const next = () => setAll(port, nodes, wrong ? { offsetMs, driftPpm: 0 } : RIGHT);
    pending = pending ? pending.then(next) : next();
    callOff = port.after(periodMs, toggle);
  });
  return () => {
    callOff();
    return pending ? pending.then(() => setAll(port, nodes, RIGHT)) : setAll(port, nodes, RIGHT);
  };
}

/**
 * Wall clocks go wrong: `jump` by an offset, `drift` at a rate, `strobe` to and fro. Monotonic clocks stay sound. At the
 * fault's end the clocks are right again, which is one more jump.
 */
export const clock: Fault<ClockFields> = {
  kind: 'clock',
  summary: 'makes wall clocks wrong: jump, drift, strobe',
  clusters: {
    simulation: true,
    docker: true,
    processes:
      'local processes share the clock of this machine, which is not ours to change; use --cluster docker or --cluster simulation',
  },
  fields: z.discriminatedUnion('shape', [
    z.object({ nodes: z.array(z.string()), shape: z.literal('jump'), offsetMs: z.number() }),
    z.object({ nodes: z.array(z.string()), shape: z.literal('drift'), driftPpm: z.number() }),
    z.object({
      nodes: z.array(z.string()),
      shape: z.literal('strobe'),
      offsetMs: z.number(),
      periodMs: z.number().positive(),
    }),
  ]),
  draw: (nodes) =>
    fc.oneof(
      fc.record({ nodes: someNodes(nodes), shape: fc.constant('jump' as const), offsetMs: offset }),
      fc.record({
        nodes: someNodes(nodes),
        shape: fc.constant('drift' as const),
        driftPpm: fc.integer({ min: -200_000, max: 200_000 }),
      }),
      fc.record({
        nodes: someNodes(nodes),
        shape: fc.constant('strobe' as const),
        offsetMs: offset,
        periodMs: fc.integer({ min: 200, max: 600 }),
      }),
    ),
  inject(port, fields) {
    const { nodes } = fields;
    if (fields.shape === 'strobe') return strobe(port, nodes, fields.offsetMs, fields.periodMs);
    const setting =
      fields.shape === 'jump'
        ? { offsetMs: fields.offsetMs, driftPpm: 0 }
        : { offsetMs: 0, driftPpm: fields.driftPpm };
    const set = setAll(port, nodes, setting);
    const heal = () => setAll(port, nodes, RIGHT);
    return set ? set.then(() => heal) : heal;
  },
};
