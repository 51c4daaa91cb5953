import type { KeyStaleness, Staleness } from '../src/checkers/staleness/measure-staleness.js';
import { counted, formatCount, formatDuration } from './quantity.js';
import { showName } from './show-value.js';

const NS_PER_MS = 1e6;

/** A figure with its name and what it means. */
export interface StalenessFigure {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** How many of the reads begun in some stretch of time after an acknowledgment missed the write. */
export interface StaleShare {
  /** The stretch of time: `1–2 ms`. */
  readonly after: string;
  readonly reads: number;
  readonly stale: number;
  /** From 0 to 1. */
  readonly observed: number;
  readonly predicted?: number;
}

/** True when no read was stale in any sense. */
export function isFresh({ k, stale }: Staleness): boolean {
  return k.atMost === 1 && stale === 0;
}

/** The smallest k, Δ and Γ of the stalest keys. */
export function stalenessFigures(staleness: Staleness): readonly StalenessFigure[] {
  const { k, deltaMs, gammaMs } = staleness;
  return [
    { name: 'k', value: boundsText(k), meaning: `${meaningOfK(k)}${whichKey(staleness)}` },
    {
      name: 'Δ',
      value: durationOf(deltaMs),
      meaning: 'had each read begun so much earlier, all would fit one order',
    },
    {
      name: 'Γ',
      value: durationOf(gammaMs),
      meaning: 'had each operation taken so much longer, half of it at either end, all would fit one order',
    },
  ];
}

/** `3`, or `3 to 5` where it is not known more exactly. */
export function boundsText({ atLeast, atMost }: KeyStaleness['k']): string {
  return atLeast === atMost ? formatCount(atLeast) : `${formatCount(atLeast)} to ${formatCount(atMost)}`;
}

function meaningOfK({ atLeast, atMost }: KeyStaleness['k']): string {
  if (atMost === 1) return 'every read returned the latest value';
  if (atLeast === atMost) {
    return `every read returned one of the ${formatCount(atLeast)} latest values, and not always one of fewer`;
  }
  return `every read returned one of the ${formatCount(atMost)} latest values; whether fewer do, but at least ${formatCount(atLeast)}, would take too long to find out`;
}

/** On which key, when there is a choice. */
function whichKey({ keys: [worst], staleKeys }: Staleness): string {
  if (worst?.key === undefined) return '';
  const others =
    staleKeys > 1 ? `, and ${counted(staleKeys - 1, 'other key is', 'other keys are')} stale too` : '';
  return ` (worst on ${showName(worst.key)}${others})`;
}

/** Staleness as clients felt it, in sentences. */
export function feltStaleness(staleness: Staleness): readonly string[] {
  const { reads, stale, missed, staleForMs, impossibleReads } = staleness;
  const sentences: string[] = [];
  if (stale === 0) {
    sentences.push(
      `0 of ${counted(reads, 'read')} missed a newer write that had been acknowledged before it began.`,
    );
  } else {
    const parts = missed
      .filter(({ from }) => from > 0)
      .map(({ from, to, reads: count }) => {
        const writes = from === to ? formatCount(from) : `${formatCount(from)} to ${formatCount(to)}`;
        return `${formatCount(count)} missed ${writes}`;
      });
    sentences.push(
      `${formatCount(stale)} of ${counted(reads, 'read')} (${percent(stale / reads)}) missed newer writes that had been acknowledged before they began: ${parts.join(', ')}.`,
    );
  }
  if (staleForMs) {
    const { p50, p90, p99, max } = staleForMs;
    sentences.push(
      stale === 1
        ? `What it missed had been acknowledged for ${durationOf(max)}.`
        : `What they missed had been acknowledged for ${durationOf(p50)} (median), ${durationOf(p90)} (90 %), ${durationOf(p99)} (99 %), ${durationOf(max)} (at most).`,
    );
  }
  if (impossibleReads > 0) {
    sentences.push(`Left out: ${counted(impossibleReads, 'read')} of values that no write can have given.`);
  }
  return sentences;
}

/** The share of stale reads by the time since the newest write had been acknowledged. */
export function staleShares({ visibility, prediction }: Staleness): readonly StaleShare[] {
  return visibility.map(({ fromMs, toMs, reads, stale }, at) => {
    const predicted = prediction?.staleShares[at];
    return {
      after: stretch(fromMs, toMs),
      reads,
      stale,
      observed: stale / reads,
      ...(predicted !== undefined && { predicted }),
    };
  });
}

/** What theory expects of the quorums, in a sentence; undefined when they are not known. */
export function predictionWords({ prediction, stale, reads }: Staleness): string | undefined {
  if (!prediction) return undefined;
  const { n, w, r, missAtLeast } = prediction;
  const miss = missAtLeast[0] ?? 0;
  const quorums = `n = ${n}, w = ${w}, r = ${r}`;
  if (miss === 0) {
    return `Predicted for ${quorums}: no stale reads, because every read quorum meets every write quorum; observed ${percent(stale / Math.max(1, reads))}.`;
  }
  return `Predicted for ${quorums}: at most ${percent(miss)} of reads miss the latest write, ${percent(missAtLeast[1] ?? 0)} the 2 latest, if nothing reaches a replica beyond the write quorum; observed ${percent(stale / Math.max(1, reads))} stale reads.`;
}

/**
 * From how long after an acknowledgment on, in nanoseconds, fewer than 1 % of reads were predicted to miss it; undefined when
 * nothing was predicted, or not that.
 */
export function freshFrom({ prediction, visibility }: Partial<Staleness> = {}): number | undefined {
  if (!prediction || !visibility) return undefined;
  const last = prediction.staleShares.findLastIndex((share) => share >= 0.01);
  if (last === prediction.staleShares.length - 1) return undefined;
  return (visibility[last + 1]?.fromMs ?? 0) * NS_PER_MS;
}

/** A share of one: `3.5 %`. */
export function percent(share: number): string {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 0.1) return '< 0.1 %';
  if (hundredths < 100 && hundredths > 99.9) return '> 99.9 %';
  return `${Number(hundredths.toFixed(hundredths < 10 ? 1 : 0))} %`;
}

function stretch(fromMs: number, toMs: number): string {
  const [size, unit] = toMs <= 1000 ? [1, 'ms'] : [1000, 's'];
  const digits = (ms: number): string => String(Number((ms / size).toPrecision(3)));
  return `${digits(fromMs)}–${digits(toMs)} ${unit}`;
}

function durationOf(ms: number): string {
  return ms === 0 ? '0' : formatDuration(ms * NS_PER_MS);
}
