import type { Value } from '../src/history/event.js';
import type { Plan, PlannedFault } from '../src/plan/plan.js';

/**
 * The same plan with all its times `factor` times as long: when operations begin and how long clients wait, when faults come
 * and how long they last, how wrong clocks are, and those of the target's options that are times, whose names end in `Ms`. What
 * happens is the same, but what takes real time beside it (messages, disks, other work of the machine) weighs so much less. For
 * the nemesis, which takes longest, the plan's time stands still.
 */
export function slowMotion(plan: Plan, factor: number): Plan {
  return {
    ...plan,
    inStep: true,
    options: slowed(plan.options, factor),
    timeLimitMs: plan.timeLimitMs * factor,
    operationTimeoutMs: plan.operationTimeoutMs * factor,
    clients: plan.clients.map(({ operations, ...client }) => ({
      ...client,
      operations: operations.map((operation) => ({ ...operation, atMs: operation.atMs * factor })),
    })),
    faults: plan.faults.map((fault) => slowed(fault, factor)),
  };
}

function slowed<T extends PlannedFault | Readonly<Record<string, Value>>>(times: T, factor: number): T {
  return Object.fromEntries(
    Object.entries(times).map(([name, value]) => [
      name,
      name.endsWith('Ms') && typeof value === 'number' ? value * factor : value,
    ]),
  ) as T;
}
