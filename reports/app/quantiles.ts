/** A window of time, and how long so many of those took that were answered in it: in nanoseconds. */
export interface WindowQuantiles {
  readonly from: number;
  readonly to: number;
  /** For each share that was asked for. */
  readonly ns: readonly number[];
}

/** With fewer answers a window says nothing. */
const FEWEST = 5;

/**
 * Quantiles of durations for each of so many windows of equal length: the smallest duration that is at least as long as a share
 * of them. Windows with fewer than five are left out.
 * @param ends when each ended, and `ns` how long it took, in nanoseconds
 */
export function quantilesOver(
  { ends, ns }: { readonly ends: readonly number[]; readonly ns: readonly number[] },
  endedAt: number,
  windows: number,
  shares: readonly number[],
): WindowQuantiles[] {
  const length = endedAt / windows;
  const inWindow = Array.from({ length: windows }, (): number[] => []);
  for (const [at, end] of ends.entries()) {
    inWindow[Math.min(windows - 1, Math.floor(end / length))]?.push(ns[at] as number);
  }
  return inWindow.flatMap((durations, window): WindowQuantiles[] => {
    if (durations.length < FEWEST) return [];
    const sorted = Float64Array.from(durations).sort();
    const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] as number;
    return [{ from: window * length, to: (window + 1) * length, ns: shares.map(quantile) }];
  });
}
