import type { Plan, PlannedOperation } from '../plan.js';

/** A plan with each operation changed, or dropped where `change` gives undefined. */
export function mapOperations(
  plan: Plan,
  change: (operation: PlannedOperation) => PlannedOperation | undefined,
): Plan {
  return {
    ...plan,
    clients: plan.clients.map((client) => ({
      ...client,
      operations: client.operations.flatMap((operation) => change(operation) ?? []),
    })),
  };
}
