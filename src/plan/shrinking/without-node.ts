import type { Value } from '../../history/event.js';
import { faultOfKind } from '../../nemesis/registry.js';
import type { Plan, PlannedFault } from '../plan.js';
import { mapOperations } from './map-operations.js';

/**
 * A plan with one node fewer; those behind it move up, so that nodes are n1, n2, … again. Operations that went to it go to
 * the node before it, and faults that befell nothing else are gone. The target's options stay as they are.
 */
export function withoutNode(plan: Plan, node: string): Plan {
  const at = plan.nodes.indexOf(node);
  const left = plan.nodes.filter((name) => name !== node);
  // The names that are left are given to the nodes that are left, in order.
  const names = new Map(left.map((name, position) => [name, plan.nodes[position] as string]));
  const heir = names.get(left[Math.max(0, at - 1)] as string) as string;
  return {
    ...mapOperations(plan, (operation) => ({ ...operation, node: names.get(operation.node) ?? heir })),
    nodes: plan.nodes.slice(0, left.length),
    clocks: Object.fromEntries(
      left.flatMap((name) => {
        const clock = plan.clocks[name];
        return clock ? [[names.get(name) as string, clock] as const] : [];
      }),
    ),
    faults: plan.faults.flatMap((fault) => renamedFault(fault, plan.nodes, names) ?? []),
  };
}

function renamedFault(
  fault: PlannedFault,
  nodes: readonly string[],
  names: ReadonlyMap<string, string>,
): PlannedFault | undefined {
  const { id, kind, atMs, durationMs, ...fields } = fault;
  const renamed: Record<string, Value> = {};
  for (const [name, value] of Object.entries(fields)) {
    const next = renamedValue(value, nodes, names);
    if (next === undefined || (Array.isArray(next) && next.length === 0)) return undefined;
    renamed[name] = next;
  }
  return faultOfKind(kind).fields.safeParse(renamed).success
    ? { id, kind, atMs, durationMs, ...renamed }
    : undefined;
}

/** Undefined when it cannot be without the node that is gone: that node itself, or a link to or from it. */
function renamedValue(
  value: Value,
  nodes: readonly string[],
  names: ReadonlyMap<string, string>,
): Value | undefined {
  if (typeof value === 'string') return nodes.includes(value) ? names.get(value) : value;
  if (!Array.isArray(value)) return value;
  const isGone = (part: Value): boolean =>
    Array.isArray(part)
      ? part.some((end) => isGone(end as Value))
      : typeof part === 'string' && nodes.includes(part) && !names.has(part);
  return value.flatMap((part) => {
    if (isGone(part as Value)) return [];
    const next = renamedValue(part as Value, nodes, names);
    return next === undefined ? [] : [next];
  });
}
