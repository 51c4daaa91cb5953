import type { Anomaly, Checker, CheckResult, CheckSettings, Guarantee } from './checker.js';
import { type Registers, registersOf } from './registers.js';

/** What a search for anomalies came to. */
export interface Findings {
  /** In any order. */
  readonly anomalies: readonly Anomaly[];
  /** How many there are, where `anomalies` does not hold all. */
  readonly count?: number;
  readonly chances: number;
  /** Why the absence of anomalies proves nothing, where it does not. */
  readonly why?: string;
}

/** A checker, but for what all have in common. */
export interface CheckerDraft {
  readonly guarantee: Guarantee;
  readonly summary: string;
  /** What a chance to fail is. */
  readonly what: string;
  /** How many operations an anomaly has is up to the search; the smallest are shown first. */
  readonly find: (registers: Registers, settings: CheckSettings) => Findings;
}

/** Makes a checker: orders and caps its anomalies, and says `unknown` where there is too little evidence. */
export function defineChecker({ guarantee, summary, what, find }: CheckerDraft): Checker {
  return {
    guarantee,
    summary,
    check(history, settings): CheckResult {
      const registers = registersOf(history);
      if (registers.foreign.size > 0) {
        const why = `The history has operations that this checker does not know: ${[...registers.foreign].join(', ')}. It knows read, write, multi-read and inspect.`;
        return {
          guarantee,
          holds: 'unknown',
          anomalies: [],
          anomalyCount: 0,
          evidence: { chances: 0, what },
          why,
        };
      }
      const findings = find(registers, settings);
      const { anomalies, chances } = findings;
      const found = {
        guarantee,
        anomalies: smallestFirst(anomalies).slice(0, settings.maxAnomalies),
        anomalyCount: findings.count ?? anomalies.length,
        evidence: { chances, what },
      };
      if (anomalies.length > 0) return { ...found, holds: false };
      const why = findings.why ?? tooLittle(chances, what, settings);
      return why === undefined ? { ...found, holds: true } : { ...found, holds: 'unknown', why };
    },
  };
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
