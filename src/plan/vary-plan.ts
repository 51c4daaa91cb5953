import { mapOperations } from './shrinking/map-operations.js';
import type { Plan } from './plan.js';
import { stream } from './stream.js';

/** By how much times may move, in milliseconds: less than a message takes, as long as one, as an operation, longer. */
const SCALES_MS = [1, 4, 15, 60] as const;

/**
 * A neighbour of a plan. Number 0 is the plan itself; all others have another seed for their streams: latencies, losses, disks, what
 * replicas draw. Every second one also does the same at slightly other times. Seeds are those of the plan's root: what is
 * derived from a neighbour is one more neighbour of the plan.
 */
export function varyPlan(plan: Plan, number: number): Plan {
  if (number === 0) return plan;
  const seed = `${rootOf(plan.seed)}~${number}`;
  const other = { ...plan, seed };
  return number % 2 === 0 ? withOtherTimes(other) : other;
}

const rootOf = (seed: string): string => seed.replace(/~\d+$/, '');

function withOtherTimes(plan: Plan): Plan {
  const { unit } = stream(plan.seed, 'variation');
  const scaleMs = SCALES_MS[Math.floor(unit() * SCALES_MS.length)] as number;
  /** Within the run, and not before something else; to a tenth of a millisecond. */
  const moved = (atMs: number, leastMs = 0): number => {
    const wanted = Math.round((atMs + (2 * unit() - 1) * scaleMs) * 10) / 10;
    return Math.max(leastMs, Math.min(wanted, Math.max(atMs, plan.timeLimitMs - 1)));
  };
  let lastMs = 0;
  const firsts = new Set(plan.clients.map(({ operations }) => operations[0]));
  return {
    ...mapOperations(plan, (operation) => {
      lastMs = moved(operation.atMs, firsts.has(operation) ? 0 : lastMs);
      return { ...operation, atMs: lastMs };
    }),
    faults: plan.faults.map((fault) => ({ ...fault, atMs: moved(fault.atMs) })),
  };
}
