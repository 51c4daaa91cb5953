import { targetNamed } from '../../targets/registry.js';
import type { Plan } from '../plan/plan.js';
import { promised } from './promised.js';

/**
 * The options of a plan's target with one of its tunings smaller, where that promises the same; of each tuning the smallest first.
 * A store that takes a snapshot after every few entries shows in a few operations what otherwise takes hundreds.
 */
export function smallerTunings({ target, options, nodes }: Plan): Plan['options'][] {
  const before = promised(target, options, nodes.length);
  return Object.entries(targetNamed(target).tunings ?? {}).flatMap(([name, values]) => {
    const now = options[name];
    const smaller = values.filter(
      (value): value is number => typeof value === 'number' && typeof now === 'number' && value < now,
    );
    return smaller
      .sort((a, b) => a - b)
      .map((value) => ({ ...options, [name]: value }))
      .filter((tuned) => promised(target, tuned, nodes.length) === before);
  });
}
