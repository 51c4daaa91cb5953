import { targetNamed } from '../../targets/registry.js';
import type { Plan } from '../plan/plan.js';

/** The guarantees that a target promises under options, as one text: the same text, the same promises. */
export function promised(name: string, options: Plan['options'], nodeCount: number): string {
  const target = targetNamed(name);
  return target
    .promises(target.options(nodeCount).parse(options), nodeCount)
    .map(({ guarantee }) => guarantee)
    .join();
}
