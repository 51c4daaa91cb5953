import type { Blob } from './campaign-folder.js';
import type { Campaign } from './campaign.js';
import type { FailureTally } from './tally.js';

/** What a campaign came to, as one point of a trend. */
export interface Night {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit?: string;
  readonly seeds: number;
  readonly valid: number;
  readonly invalid: number;
  readonly unknown: number;
  /** By kind of failure: seeds that showed it, a seed with two failures of a kind twice. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What failed: cell, guarantee and kind, or what a crash said. */
  readonly failures: readonly string[];
  /** Seeds per second; undefined where nothing tells. */
  readonly rate?: number;
  readonly complete: boolean;
}

/** A night beside the one before. */
export interface TrendNight extends Night {
  /** What failed here, and not the night before; undefined in the first. */
  readonly appeared?: readonly string[];
  /** What failed the night before, and not here. */
  readonly vanished?: readonly string[];
}

/** What campaigns have in common whose outcomes can be compared: the same cells with the same settings, whatever the seeds. */
export function matrixOf({ cells, swarm }: Campaign): string {
  const settings = cells.map(({ name, settings: { seed: _seed, ...same } }) => [name, same]);
  return JSON.stringify([swarm, settings]);
}

/** A campaign's figures for a trend. */
export function nightOf({ tally, startedAt, commit, wallMs, complete }: Blob): Night {
  const cells = Object.values(tally.cells);
  const sum = (of: (one: (typeof cells)[number]) => number): number =>
    cells.reduce((total, one) => total + of(one), 0);
  const kinds: Record<string, number> = {};
  for (const failure of Object.values(tally.failures)) {
    const kind = failure.failure?.kind ?? 'crash';
    kinds[kind] = (kinds[kind] ?? 0) + failure.seeds;
  }
  return {
    startedAt,
    ...(commit !== undefined && { commit }),
    seeds: tally.seeds,
    valid: sum(({ valid }) => valid),
    invalid: sum(({ invalid }) => invalid),
    unknown: sum(({ unknown }) => unknown),
    kinds,
    failures: [...new Set(Object.values(tally.failures).map(essence))].sort(),
    ...(wallMs > 0 && tally.seeds > 0 && { rate: tally.seeds / (wallMs / 1000) }),
    complete,
  };
}

/** Nights in order of time, each with what is new in it and what is gone. */
export function trendOf(nights: readonly Night[]): TrendNight[] {
  const sorted = [...nights].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return sorted.map((night, at) => {
    const before = sorted[at - 1];
    if (!before) return night;
    const [now, then] = [new Set(night.failures), new Set(before.failures)];
    return {
      ...night,
      appeared: night.failures.filter((failure) => !then.has(failure)),
      vanished: before.failures.filter((failure) => !now.has(failure)),
    };
  });
}

/** The same failure on different nights: its shape and a crash's numbers differ by chance. */
function essence({ cell, failure, crash }: FailureTally): string {
  if (failure) return `${failure.kind} (${failure.guarantee}) in ${cell}`;
  return `crash in ${cell}: ${(crash ?? '').replace(/\d+/g, '#')}`;
}
