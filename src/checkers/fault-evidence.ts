import type { FaultWindow, History } from '../history/operation.js';
import type { FaultEvidence } from './verdict.js';

/**
 * How a run met its faults: for each kind, how often it was injected and how many operations were under way while it lasted.
 * @param planned kinds to name even if none of them was injected
 */
export function faultEvidence({ faults, operations }: History, planned: readonly string[]): FaultEvidence[] {
  const kinds = new Map<string, FaultWindow[]>(planned.map((kind) => [kind, []]));
  for (const fault of faults) {
    const windows = kinds.get(fault.kind);
    if (windows) windows.push(fault);
    else kinds.set(fault.kind, [fault]);
  }
  return [...kinds].map(([kind, windows]) => {
    const during = overlapWith(windows);
    let met = 0;
    for (const { invokedAt, endedAt } of operations) if (during(invokedAt, endedAt)) met++;
    return { kind, injected: windows.length, operations: met };
  });
}

/** Tells whether a stretch of time meets one of the windows. */
function overlapWith(windows: readonly FaultWindow[]): (from: number, to: number) => boolean {
  const sorted = [...windows].sort((a, b) => a.from - b.from);
  /** The latest end among the windows up to each position. */
  const ends: number[] = [];
  for (const { to } of sorted) ends.push(Math.max(to, ends.at(-1) ?? -Infinity));
  return (from, to) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as FaultWindow).from > to) high = middle;
      else low = middle + 1;
    }
    return low > 0 && (ends[low - 1] as number) >= from;
  };
}
