import type { Plan } from '../plan.js';

/** How large a plan is, in what a person who reads it has to keep in mind. */
export interface PlanSize {
  /** Of the plan's clients; what the final phase reads comes on top. */
  readonly operations: number;
  readonly clients: number;
  readonly faults: number;
  readonly keys: number;
  readonly nodes: number;
  /** For how long clients and faults go on. */
  readonly lengthMs: number;
}

export function planSize({ clients, faults, keys, nodes, timeLimitMs }: Plan): PlanSize {
  return {
    operations: clients.reduce((sum, { operations }) => sum + operations.length, 0),
    clients: clients.length,
    faults: faults.length,
    keys: keys.length,
    nodes: nodes.length,
    lengthMs: timeLimitMs,
  };
}
