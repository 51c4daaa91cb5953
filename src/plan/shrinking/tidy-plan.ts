import type { Plan } from '../plan.js';
import { keysOf } from './keys-of.js';

/** Drops what a plan no longer needs: clients without operations, and keys that no operation names. */
export function tidyPlan(plan: Plan): Plan {
  const clients = plan.clients.filter(({ operations }) => operations.length > 0);
  const used = new Set(
    clients.flatMap(({ operations }) => operations.flatMap((operation) => keysOf(operation, plan.keys))),
  );
  const keys = plan.keys.filter((key) => used.has(key));
  if (clients.length === plan.clients.length && keys.length === plan.keys.length) return plan;
  return { ...plan, clients, keys };
}
