import { thinEvidence } from '../../src/campaign/evidence.js';
import type { CutOff } from '../../src/campaign/shrink.js';
import type { FailureTally, Tally } from '../../src/campaign/tally.js';
import type { PlanSize } from '../../src/plan/shrinking/plan-size.js';
import { guaranteeWords, inSentence } from '../guarantee-words.js';
import { counted, formatCount } from '../quantity.js';
import type { CampaignRecord, KeptFailure, ShrunkFailure } from './record.js';

/** What a campaign came to, in a sentence. */
export function campaignAnswer({ tally, complete }: Pick<CampaignRecord, 'tally' | 'complete'>): string {
  const { seeds, failures, cells, canaries } = tally;
  const broken = Object.values(cells).reduce((sum, { invalid }) => sum + invalid, 0);
  if (Object.keys(failures).length > 0) return `${formatCount(broken)} of ${counted(seeds, 'seed')} failed.`;
  if (canaries.planted > 0 && canaries.reported === 0) {
    return `No seed failed, but nor did any of the ${counted(canaries.planted, 'canary', 'canaries')}: a planted bug would not be found.`;
  }
  const unknown = Object.values(cells).reduce((sum, one) => sum + one.unknown, 0);
  if (seeds === 0) return 'No seed was run.';
  if (!complete) {
    return `None of the ${counted(seeds, 'seed')} that ended failed, but not all was done that was asked for.`;
  }
  if (unknown > 0)
    return `No seed failed; ${formatCount(unknown)} of ${formatCount(seeds)} could not be judged.`;
  const thin = thinIn(cells);
  if (thin.length > 0) {
    return `No seed failed, but all together there is too little evidence for ${thin.slice(0, 4).join(', ')}.`;
  }
  return seeds === 1 ? 'The seed kept every promise.' : `All ${formatCount(seeds)} seeds kept every promise.`;
}

/** Where a campaign's runs took place: `simulated`, or `on docker`. */
export function runPlace({ cells }: CampaignRecord['campaign']): string {
  const kinds = [...new Set(cells.map(({ settings }) => settings.cluster))];
  return kinds.every((kind) => kind === 'simulation') ? 'simulated' : `on ${kinds.join(' and ')}`;
}

/** How a real cluster's failure was seen again, there and in simulation; nothing of what ran in simulation alone. */
export function searchWords({ search, again }: KeptFailure): string | undefined {
  const there =
    again &&
    `Run on the cluster again, ${formatCount(again.failed)} of ${counted(again.of, 'run')} failed so.`;
  const words = [there, search && simulationWords(search)].filter((part) => part !== undefined);
  return words.length > 0 ? words.join(' ') : undefined;
}

function simulationWords(search: NonNullable<KeptFailure['search']>): string {
  if (search.found)
    return `Seen again in simulation: schedule ${formatCount(search.schedules)} of the same plan.`;
  return `Not seen in simulation, in ${counted(search.schedules, 'schedule')} of the same plan: it may need more of them, or what only the real cluster has.`;
}

/** What there is too little evidence for in some cell, each once. */
export function thinIn(cells: Tally['cells']): string[] {
  return [...new Set(Object.values(cells).flatMap(({ evidence }) => thinEvidence(evidence)))];
}

/** What a failure is, in a few words. */
export function failureTitle({ failure, crash }: FailureTally): string {
  if (!failure) return `crash: ${crash ?? 'no reason was given'}`;
  return `${failure.kind} (${inSentence(guaranteeWords[failure.guarantee].title)})`;
}

/** What a campaign without failures is worth: the chance of a failure is below this, at 95 % confidence. */
export function ruleOfThree(seeds: number): string {
  return `a failure in fewer than 1 of ${formatCount(Math.floor(seeds / 3))} seeds would still have been missed (at 95 % confidence)`;
}

/** Failures: the most frequent first. */
export function failuresByFrequency({ failures }: Tally): FailureTally[] {
  return Object.values(failures).sort((a, b) => b.seeds - a.seeds || a.first - b.first);
}

/** Failures by kind, the most frequent first. */
export function kindsByFrequency(tally: Tally): readonly KindOfFailure[] {
  const kinds = new Map<string, { seeds: number; failures: FailureTally[] }>();
  for (const failure of failuresByFrequency(tally)) {
    const kind = failure.failure?.kind ?? 'crash';
    const known = kinds.get(kind) ?? { seeds: 0, failures: [] };
    kinds.set(kind, {
      seeds: known.seeds + failure.seeds,
      failures: [...known.failures, failure],
    });
  }
  return [...kinds]
    .map(([kind, about]) => ({ kind, ...about }))
    .sort((a, b) => b.seeds - a.seeds || (a.kind < b.kind ? -1 : 1));
}

/** A campaign's failures of one kind. */
export interface KindOfFailure {
  /** A kind of anomaly, or `crash`. */
  readonly kind: string;
  /** Seeds that showed it, one that failed twice in this way counted twice. */
  readonly seeds: number;
  /** The most frequent first. */
  readonly failures: readonly FailureTally[];
}

/** What is kept of a failure, if it was kept. */
export function keptOf(failure: FailureTally, kept: readonly KeptFailure[]): KeptFailure | undefined {
  return kept.find((one) => one.failure === failure);
}

/** How large a plan is: `2 operations by 1 client, 1 fault, 3 nodes`. */
export function sizeWords({ operations, clients, faults, nodes }: PlanSize): string {
  return `${counted(operations, 'operation')} by ${counted(clients, 'client')}, ${counted(faults, 'fault')}, ${counted(nodes, 'node')}`;
}

/** A failure in plain lines: where and how often, what proves it, and how to see it again. */
export function toldFailure(kept: KeptFailure): string[] {
  const { failure, command, shrunk } = kept;
  const { cell, seeds, smallest } = failure;
  return [
    `${failureTitle(failure)} in ${cell}: ${counted(seeds, 'seed')}, the smallest ${smallest.seed}.`,
    searchWords(kept),
    shrunk?.story,
    shrunk && `Shrunk to ${sizeWords(shrunk.size)}: ${shrunk.command}`,
    command === '' ? undefined : command,
  ].filter((line) => line !== undefined);
}

/** In brackets what ended shrinking too early; nothing where it came to its end. */
export function cutOffWords({ cutOffBy }: ShrunkFailure): string {
  return cutOffBy ? ` (${cutOffs[cutOffBy]})` : '';
}

const cutOffs: Readonly<Record<CutOff, string>> = {
  time: 'the time for shrinking was up; with more it may be smaller',
  runs: 'as far as shrinking goes',
  interrupt: 'shrinking was interrupted',
};
