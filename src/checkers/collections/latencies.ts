/** How long something took, over many cases, in milliseconds. */
export type Latencies = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

const NS_PER_MS = 1e6;

/** @param ns how long each took, in nanoseconds; null when there are none */
export function latenciesOf(ns: readonly number[]): Latencies | null {
  if (ns.length === 0) return null;
  const sorted = Float64Array.from(ns).sort();
  const at = (share: number): number =>
    (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number) / NS_PER_MS;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
