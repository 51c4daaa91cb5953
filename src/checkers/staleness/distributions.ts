import type { Registers } from '../registers.js';
import { MissedWrites } from './missed-writes.js';

const NS_PER_MS = 1e6;

/** Reads that missed so many acknowledged newer writes. */
export interface MissedBucket {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly reads: number;
}

/** Reads invoked so long after the newest write before them had been acknowledged. */
export interface VisibilityBucket {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** The mean over its reads. */
  readonly meanMs: number;
  readonly reads: number;
  /** Those that returned something older than that write. */
  readonly stale: number;
}

/**
 * Staleness as clients felt it. Reads of the final phase are left out: the harness made them, after everything was
 * healed.
 */
export interface Distributions {
  readonly reads: number;
  /** Those that missed at least one newer write. */
  readonly stale: number;
  /** How many acknowledged newer writes reads missed; buckets without reads are left out. */
  readonly missed: readonly MissedBucket[];
  /** Of the reads before which some write of their key had been acknowledged; buckets without reads are left out. */
  readonly visibility: readonly VisibilityBucket[];
  /**
   * For how long, when the stale reads were invoked, the first write that they missed had been acknowledged, in
   * milliseconds; absent when none was stale.
   */
  readonly staleForMs?: {
    readonly p50: number;
    readonly p90: number;
    readonly p99: number;
    readonly max: number;
  };
}

/**
 * Counts for each read the newer writes that it missed: acknowledged before it was invoked, and invoked only after
 * the write of what it returned had been acknowledged. What clients see of k-staleness and t-visibility (Bailis,
 * Venkataraman, Franklin, Hellerstein and Stoica, "Probabilistically bounded staleness for practical partial
 * quorums", VLDB 2012).
 *
 *     w x 1   ├───┤
 *     w x 2          ├───┤
 *     w x 3                  ├───┤
 *     r x: 1                         ├───┤    misses 2
 *                                ├─t─┤
 */
export function distributions({ byKey, reads }: Registers): Distributions {
  const missedWrites = Array.from(byKey.values(), (register) => new MissedWrites(register));
  const missed = new Map<number, number>();
  const visibility = new Map<number, { reads: number; stale: number; sumNs: number }>();
  const staleForNs: number[] = [];
  let count = 0;
  for (const { operation, register, version } of reads) {
    if (!version || operation.final) continue;
    count++;
    const sight = (missedWrites[register.number] as MissedWrites).of(operation, version);
    bump(missed, missedFrom(sight.count));
    if (sight.first) staleForNs.push(operation.invokedAt - sight.first.completedAt);
    if (!sight.newest) continue;
    const sinceNs = operation.invokedAt - sight.newest.completedAt;
    const from = visibleFrom(sinceNs / NS_PER_MS);
    let bucket = visibility.get(from);
    if (!bucket) visibility.set(from, (bucket = { reads: 0, stale: 0, sumNs: 0 }));
    bucket.reads++;
    bucket.sumNs += sinceNs;
    if (sight.count > 0) bucket.stale++;
  }
  return {
    reads: count,
    stale: staleForNs.length,
    missed: sorted(missed).map(([from, reads]) => ({ from, to: missedTo(from), reads })),
    visibility: sorted(visibility).map(([fromMs, { reads, stale, sumNs }]) => ({
      fromMs,
      toMs: visibleTo(fromMs),
      meanMs: sumNs / reads / NS_PER_MS,
      reads,
      stale,
    })),
    ...(staleForNs.length > 0 && { staleForMs: quantiles(staleForNs) }),
  };
}

function bump(counts: Map<number, number>, at: number): void {
  counts.set(at, (counts.get(at) ?? 0) + 1);
}

function sorted<T>(buckets: ReadonlyMap<number, T>): [number, T][] {
  return [...buckets].sort(([a], [b]) => a - b);
}

/** Up to 9 each number is a bucket of its own, then buckets begin at 10, 20, 50, 100, … */
function missedFrom(versions: number): number {
  return versions < 10 ? versions : roundDown(versions);
}

function missedTo(from: number): number {
  return from < 10 ? from : roundUp(from) - 1;
}

/** Buckets of time begin at 0, 0.1, 0.2, 0.5, 1, 2, 5, … milliseconds. */
function visibleFrom(ms: number): number {
  return ms < 0.1 ? 0 : roundDown(ms);
}

function visibleTo(fromMs: number): number {
  return fromMs === 0 ? 0.1 : roundUp(fromMs);
}

/** The largest of 1, 2, 5 times a power of ten that is not above a number. */
function roundDown(number: number): number {
  const exponent = Math.floor(Math.log10(number) + 1e-9);
  const digit = [5, 2, 1].find((candidate) => scaled(candidate, exponent) <= number) ?? 1;
  return scaled(digit, exponent);
}

/** The next of 1, 2, 5 times a power of ten after one of them. */
function roundUp(from: number): number {
  const exponent = Math.floor(Math.log10(from) + 1e-9);
  const digit = [2, 5, 10].find((candidate) => scaled(candidate, exponent) > from) ?? 10;
  return scaled(digit, exponent);
}

/** Written as decimals are, so that 0.2 is 0.2. */
function scaled(digit: number, exponent: number): number {
  return Number(`${digit}e${exponent}`);
}

function quantiles(ns: number[]): NonNullable<Distributions['staleForMs']> {
  const rising = Float64Array.from(ns).sort();
  const at = (share: number): number =>
    (rising[Math.max(0, Math.ceil(share * rising.length) - 1)] as number) / NS_PER_MS;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
