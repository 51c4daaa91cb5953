import { type EvidenceByName, summedEvidence, thinEvidence } from './evidence.js';
import type { Failure } from './failure.js';
import type { SeedReport } from './seed-task.js';

/** Seeds by outcome. */
export interface Outcomes {
  readonly valid: number;
  readonly unknown: number;
  readonly invalid: number;
  /** Of all its seeds together. */
  readonly evidence: EvidenceByName;
}

/** A way in which promises were broken, or runs crashed, and the seeds that showed it. */
export interface FailureTally {
  readonly cell: string;
  /** Absent for a crash. */
  readonly failure?: Failure;
  /** What a crash said. */
  readonly crash?: string;
  readonly seeds: number;
  /** Place of the first seed that showed it, from 0. */
  readonly first: number;
  /** The seed with the fewest operations. */
  readonly smallest: KeptSeed;
  /** The seed whose run was the shortest in its own time. */
  readonly fastest: KeptSeed;
}

export interface KeptSeed {
  readonly number: number;
  readonly seed: string;
  readonly operations: number;
  readonly simulatedMs: number;
}

/** What a campaign, or one shard of it, came to. The same seeds give the same tally, in whatever order they ended. */
export interface Tally {
  readonly cells: Readonly<Record<string, Outcomes>>;
  /** By cell and kind: those that look alike are one. */
  readonly failures: Readonly<Record<string, FailureTally>>;
  readonly canaries: { readonly planted: number; readonly reported: number };
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** How often each probe fired. */
  readonly probes: Readonly<Record<string, number>>;
  readonly seeds: number;
  readonly operations: number;
  readonly simulatedMs: number;
}

export const emptyTally: Tally = {
  cells: {},
  failures: {},
  canaries: { planted: 0, reported: 0 },
  faults: {},
  probes: {},
  seeds: 0,
  operations: 0,
  simulatedMs: 0,
};

/** A tally with one more seed. Seeds with a canary count only as such. */
export function withReport(tally: Tally, report: SeedReport): Tally {
  const { cell, valid, canary, operations, simulatedMs, faults, probes } = report;
  const { planted, reported } = tally.canaries;
  const all = { ...tally, faults: added(tally.faults, faults), probes: added(tally.probes, probes) };
  if (canary) {
    return { ...all, canaries: { planted: planted + 1, reported: reported + (valid === false ? 1 : 0) } };
  }
  const outcome = valid === 'unknown' ? 'unknown' : valid ? 'valid' : 'invalid';
  const before = outcomesOf(tally.cells, cell);
  return {
    ...all,
    cells: {
      ...tally.cells,
      [cell]: {
        ...before,
        [outcome]: before[outcome] + 1,
        evidence: summedEvidence(before.evidence, report.evidence),
      },
    },
    failures: mergedFailures(tally.failures, failuresIn(report)),
    seeds: tally.seeds + 1,
    operations: tally.operations + operations,
    simulatedMs: tally.simulatedMs + simulatedMs,
  };
}

/** What so many seeds came to. */
export function tallied(reports: readonly SeedReport[]): Tally {
  return reports.reduce(withReport, emptyTally);
}

const noOutcomes: Outcomes = { valid: 0, unknown: 0, invalid: 0, evidence: {} };

/** A cell may be called as something that every object has. */
function outcomesOf(cells: Tally['cells'], name: string): Outcomes {
  return (Object.hasOwn(cells, name) ? cells[name] : undefined) ?? noOutcomes;
}

/** Two parts of a campaign together. */
export function merged(one: Tally, other: Tally): Tally {
  const cells = { ...one.cells };
  for (const [name, { valid, unknown, invalid, evidence }] of Object.entries(other.cells)) {
    const known = outcomesOf(cells, name);
    cells[name] = {
      valid: known.valid + valid,
      unknown: known.unknown + unknown,
      invalid: known.invalid + invalid,
      evidence: summedEvidence(known.evidence, evidence),
    };
  }
  return {
    cells,
    failures: mergedFailures(one.failures, other.failures),
    canaries: {
      planted: one.canaries.planted + other.canaries.planted,
      reported: one.canaries.reported + other.canaries.reported,
    },
    faults: added(one.faults, other.faults),
    probes: added(one.probes, other.probes),
    seeds: one.seeds + other.seeds,
    operations: one.operations + other.operations,
    simulatedMs: one.simulatedMs + other.simulatedMs,
  };
}

/** The same with all names in order: seeds end in another order each time, and what is written should not show it. */
export function inOrder(tally: Tally): Tally {
  const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  const cells = Object.entries(tally.cells).map(
    ([name, outcomes]) => [name, { ...outcomes, evidence: sorted(outcomes.evidence) }] as const,
  );
  return {
    ...tally,
    cells: sorted(Object.fromEntries(cells)),
    failures: sorted(tally.failures),
    faults: sorted(tally.faults),
    probes: sorted(tally.probes),
  };
}

/** Whether every promise held: false outranks unknown. A canary that nobody reported makes all else worth nothing. */
export function verdictOf({ cells, failures, canaries, seeds }: Tally): boolean | 'unknown' {
  if (Object.keys(failures).length > 0) return false;
  if (canaries.planted > 0 && canaries.reported === 0) return false;
  const isDoubtful = ({ unknown, evidence }: Outcomes): boolean =>
    unknown > 0 || thinEvidence(evidence).length > 0;
  return seeds === 0 || Object.values(cells).some(isDoubtful) ? 'unknown' : true;
}

/** The verdict of a campaign of which perhaps not all was done: what was not run is unknown. */
export function campaignVerdict({
  tally,
  complete,
}: {
  readonly tally: Tally;
  readonly complete: boolean;
}): boolean | 'unknown' {
  const valid = verdictOf(tally);
  return valid === true && !complete ? 'unknown' : valid;
}

function failuresIn(report: SeedReport): Record<string, FailureTally> {
  const { cell, failures, crash, number, seed, operations, simulatedMs } = report;
  const kept: KeptSeed = { number, seed, operations, simulatedMs };
  const about = { cell, seeds: 1, first: number, smallest: kept, fastest: kept };
  const found: Record<string, FailureTally> = {};
  for (const failure of failures) {
    found[[cell, failure.guarantee, failure.kind, failure.shape].join(' | ')] = { ...about, failure };
  }
  // Where it differs is another time or number in every run.
  if (crash !== undefined) found[`${cell} | crash | ${crash.replace(/\d+/g, '#')}`] = { ...about, crash };
  return found;
}

function mergedFailures(one: Tally['failures'], other: Tally['failures']): Tally['failures'] {
  const together = { ...one };
  for (const [name, failure] of Object.entries(other)) {
    const known = together[name];
    together[name] = known ? mergedFailure(known, failure) : failure;
  }
  return together;
}

function mergedFailure(one: FailureTally, other: FailureTally): FailureTally {
  const earlier = one.first <= other.first ? one : other;
  return {
    ...earlier,
    seeds: one.seeds + other.seeds,
    smallest: least(one.smallest, other.smallest, 'operations'),
    fastest: least(one.fastest, other.fastest, 'simulatedMs'),
  };
}

function least(one: KeptSeed, other: KeptSeed, by: 'operations' | 'simulatedMs'): KeptSeed {
  return one[by] < other[by] || (one[by] === other[by] && one.number <= other.number) ? one : other;
}

function added(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
