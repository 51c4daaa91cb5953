import type { Plan } from '../plan.js';
import { mapOperations } from './map-operations.js';

/**
 * A plan without the time from `fromMs` to `toMs`: what was to happen in it is gone, what comes after it comes sooner. A fault
 * that reaches into it is shorter, and one that ends within it begins no later than it.
 */
export function withoutWindow(plan: Plan, fromMs: number, toMs: number): Plan {
  const moved = (atMs: number): number =>
    rounded(atMs <= fromMs ? atMs : Math.max(fromMs, atMs - (toMs - fromMs)));
  const isWithin = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
  const shorter = mapOperations(plan, (operation) =>
    isWithin(operation.atMs) ? undefined : { ...operation, atMs: moved(operation.atMs) },
  );
  return {
    ...shorter,
    timeLimitMs: moved(plan.timeLimitMs),
    faults: plan.faults.flatMap((fault) => {
      const endMs = moved(fault.atMs + fault.durationMs);
      const atMs = moved(fault.atMs);
      return endMs > atMs ? [{ ...fault, atMs, durationMs: rounded(endMs - atMs) }] : [];
    }),
  };
}

/** To microseconds, as plans have them. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
