import type { Cell } from '../campaign/matrix.js';
import { drawPlan } from '../run/draw-plan.js';
import { testPlan } from './commands/test.js';

/**
 * Runs seeds on a real cluster, one after the other. Each run is stored: it cannot be made again exactly. False outranks
 * unknown.
 */
export async function tortureCluster(
  cells: readonly Cell[],
  seeds: number,
  store: string,
): Promise<boolean | 'unknown'> {
  const found = new Set<boolean | 'unknown'>();
  for (let number = 0; number < seeds; number++) {
    const { settings } = cells[number % cells.length] as Cell;
    const plan = drawPlan({ ...settings, seed: `${settings.seed}-${number}` });
    found.add((await testPlan(plan, settings.cluster, { store })).verdict.valid);
  }
  if (found.has(false)) return false;
  return found.has('unknown') || found.size === 0 ? 'unknown' : true;
}
