import type { Plan } from '../plan.js';
import type { Edit } from './edit.js';
import { mapOperations } from './map-operations.js';

/** Edits that take nothing away but make what is left easier to follow, the largest first. */
export function* simplifications({ nodes }: Plan): Iterable<Edit> {
  yield (plan) =>
    calm({ loss: 0, duplication: 0, reordering: false, latency: 'uniform' })(rightClocks(plan, nodes));
  yield calm({ loss: 0 });
  yield calm({ duplication: 0 });
  yield calm({ reordering: false });
  yield calm({ latency: 'uniform' });
  yield (plan) => rightClocks(plan, nodes);
  for (const node of nodes) yield (plan) => rightClocks(plan, [node]);
  yield (plan) => ({ ...plan, disk: { ...plan.disk, maxSyncMs: plan.disk.minSyncMs } });
  yield smallValues;
  for (const stepMs of [100, 10, 1]) yield (plan) => roundTimes(plan, stepMs);
}

const calm =
  (network: Partial<Plan['network']>): Edit =>
  (plan) => ({ ...plan, network: { ...plan.network, ...network } });

function rightClocks(plan: Plan, nodes: readonly string[]): Plan {
  const right = nodes
    .filter((node) => plan.clocks[node])
    .map((node) => [node, { offsetMs: 0, driftPpm: 0 }] as const);
  return { ...plan, clocks: { ...plan.clocks, ...Object.fromEntries(right) } };
}

/** Numbers that are written become 1, 2, 3, … in their order, so that different ones stay different. */
function smallValues(plan: Plan): Plan {
  const numbers = new Set<number>();
  mapOperations(plan, (operation) => {
    if (typeof operation.value === 'number') numbers.add(operation.value);
    return operation;
  });
  const small = new Map([...numbers].sort((a, b) => a - b).map((number, at) => [number, at + 1]));
  return mapOperations(plan, (operation) =>
    typeof operation.value === 'number'
      ? { ...operation, value: small.get(operation.value) as number }
      : operation,
  );
}

/** Times that are multiples of a step, as short to read as the anomaly allows; windows of faults only become longer. */
function roundTimes(plan: Plan, stepMs: number): Plan {
  const down = (ms: number): number => Math.floor(ms / stepMs) * stepMs;
  const up = (ms: number): number => Math.ceil(ms / stepMs) * stepMs;
  return {
    ...mapOperations(plan, (operation) => ({ ...operation, atMs: down(operation.atMs) })),
    timeLimitMs: up(plan.timeLimitMs),
    faults: plan.faults.map((fault) => {
      const atMs = down(fault.atMs);
      return { ...fault, atMs, durationMs: up(fault.atMs + fault.durationMs) - atMs };
    }),
  };
}
