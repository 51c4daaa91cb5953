import type { ZodType } from 'zod';
import { targetNamed } from '../../targets/registry.js';
import type { Value } from '../history/event.js';
import type { Plan } from '../plan/plan.js';

/**
 * The options of a plan's target for another number of nodes: those that are what the target chooses for the number there was
 * as it chooses them for the new one; then as they are; then with the number itself where it stood.
 */
export function optionsFor({ target, options, nodes }: Plan, count: number): Plan['options'][] {
  const schemaFor = (nodeCount: number): ZodType => targetNamed(target).options(nodeCount);
  const [chosen, chooses] = [nodes.length, count].map(
    (nodeCount) => schemaFor(nodeCount).safeParse({}).data as Plan['options'] | undefined,
  );
  const changed = (change: (name: string, value: Value) => Value | undefined): Plan['options'] =>
    Object.fromEntries(Object.entries(options).map(([name, value]) => [name, change(name, value) ?? value]));
  const ways = [
    changed((name, value) => (chosen?.[name] === value ? chooses?.[name] : value)),
    options,
    changed((_, value) => (value === nodes.length ? count : value)),
  ];
  const fitting = ways.flatMap((way) => {
    const { success, data } = schemaFor(count).safeParse(way);
    return success ? [data as Plan['options']] : [];
  });
  return [...new Map(fitting.map((way) => [JSON.stringify(way), way])).values()];
}
