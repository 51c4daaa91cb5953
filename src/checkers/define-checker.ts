import type { History } from '../history/operation.js';
import { INSPECT } from './inspection.js';
import type { Anomaly, Checker, CheckResult, CheckSettings, Guarantee } from './checker.js';

/** What a search for anomalies came to. */
export interface Findings {
  /** In any order. */
  readonly anomalies: readonly Anomaly[];
  /** How many there are, where `anomalies` does not hold all. */
  readonly count?: number;
  readonly chances: number;
  /** Further figures of the whole history. */
  readonly facts?: CheckResult['facts'];
  /** Why the absence of anomalies proves nothing, where it does not. */
  readonly why?: string;
}

/** A checker, but for what all have in common. */
export interface CheckerDraft {
  readonly guarantee: Guarantee;
  readonly summary: string;
  /** Names of the operations that it knows (`Operation.f`); absent when it judges operations of any name. */
  readonly operations?: readonly string[];
  /** Whether a history of such operations is of its kind, where other objects have operations of the same names. */
  readonly suits?: (history: History) => boolean;
  /** What a chance to fail is. */
  readonly what: string;
  /** How many operations an anomaly has is up to the search; the smallest are shown first. */
  readonly find: (history: History, settings: CheckSettings) => Findings;
}

/** Makes a checker: orders and caps its anomalies, and says `unknown` where there is too little evidence. */
export function defineChecker(draft: CheckerDraft): Checker {
  const { guarantee, summary, operations, suits, what, find } = draft;
  return {
    guarantee,
    summary,
    ...(operations && { operations }),
    ...(suits && { suits }),
    check(history, settings): CheckResult {
      const foreign = operations ? operationsBeside(operations, history) : [];
      const findings: Findings =
        operations && foreign.length > 0
          ? { anomalies: [], chances: 0, why: doesNotKnow(foreign, operations) }
          : find(history, settings);
      const { anomalies, chances, facts } = findings;
      const found = {
        guarantee,
        anomalies: smallestFirst(anomalies).slice(0, settings.maxAnomalies),
        anomalyCount: findings.count ?? anomalies.length,
        evidence: { chances, what },
        ...(facts && { facts }),
      };
      if (anomalies.length > 0) return { ...found, holds: false };
      const why = findings.why ?? tooLittle(chances, what, settings);
      return why === undefined ? { ...found, holds: true } : { ...found, holds: 'unknown', why };
    },
  };
}

/** Whether a checker judges operations of this name, or is one of any; that a look into a replica is not its own, it knows. */
export function knows({ operations }: Pick<Checker, 'operations'>, name: string): boolean {
  return !operations || name === INSPECT || operations.includes(name);
}

const namesIn = new WeakMap<History, readonly string[]>();

/** Names of a history's operations other than these, unless they certainly had no effect; looks into a replica are of any object. */
export function operationsBeside(known: readonly string[], history: History): readonly string[] {
  let names = namesIn.get(history);
  if (!names) {
    const all = new Set<string>();
    for (const { f, type } of history.operations) if (type !== 'fail' && f !== INSPECT) all.add(f);
    names = [...all];
    namesIn.set(history, names);
  }
  return names.filter((name) => !known.includes(name));
}

function doesNotKnow(foreign: readonly string[], known: readonly string[]): string {
  const list = new Intl.ListFormat('en-GB').format(known);
  return `The history has operations that this checker does not know: ${foreign.join(', ')}. It knows ${list}.`;
}

/** A guarantee never holds for lack of any chance to fail, whatever little evidence was asked for. */
function tooLittle(chances: number, what: string, { minEvidence }: CheckSettings): string | undefined {
  const needed = Math.max(1, minEvidence);
  return chances < needed ? `Too little evidence: ${chances} ${what}, but ${needed} are needed.` : undefined;
}

function smallestFirst(anomalies: readonly Anomaly[]): Anomaly[] {
  const end = ({ operations }: Anomaly): number => operations.at(-1) ?? 0;
  return [...anomalies].sort((a, b) => a.operations.length - b.operations.length || end(a) - end(b));
}
