import type { PageCluster, PageFault } from './page-columns.js';

/** By how many milliseconds a node's wall clock is ahead at a moment (nanoseconds); negative when it is behind. */
export function clockOffset(
  node: number,
  ns: number,
  { clocks }: PageCluster,
  faults: readonly PageFault[],
): number {
  const fault = faults.findLast(
    ({ effect, from, to }) =>
      effect?.clock && effect.nodes.includes(node) && from <= ns && ns < (to ?? Infinity),
  );
  if (fault?.effect?.clock) {
    const { offsetMs, driftPpm, periodMs } = fault.effect.clock;
    const sinceMs = (ns - fault.from) / 1e6;
    if (periodMs > 0) return Math.floor(sinceMs / periodMs) % 2 === 0 ? offsetMs : 0;
    return offsetMs + (sinceMs * driftPpm) / 1e6;
  }
  // A fault that ends sets the clock right.
  const healed = faults.some(
    ({ effect, to }) => effect?.clock && effect.nodes.includes(node) && to !== null && to <= ns,
  );
  const { offsetMs = 0, driftPpm = 0 } = (healed ? undefined : clocks[node]) ?? {};
  return offsetMs + ((ns / 1e6) * driftPpm) / 1e6;
}

/** Whether any clock is ever wrong. */
export function clocksGoWrong({ clocks }: PageCluster, faults: readonly PageFault[]): boolean {
  return (
    faults.some(({ effect }) => effect?.clock) ||
    clocks.some(({ offsetMs, driftPpm }) => offsetMs !== 0 || driftPpm !== 0)
  );
}
