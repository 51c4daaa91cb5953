import { NOT_LOOKED_FOR } from '../checkers/judge.js';
import type { Verdict } from '../checkers/verdict.js';

/** How often something could have been seen to go wrong, of how often it takes to count. */
export interface Evidence {
  readonly met: number;
  readonly needed: number;
}

/** Evidence by what it is for: a guarantee, or operations under a kind of fault. */
export type EvidenceByName = Readonly<Record<string, Evidence>>;

/**
 * The outcome of one seed among many. Evidence that is too thin in one seed may be enough in all of them together, so it
 * alone makes no seed `unknown`: the campaign sums it up.
 */
export function seedOutcome(
  { valid, judgements, faults }: Verdict,
  minEvidence: number,
): { readonly valid: boolean | 'unknown'; readonly evidence: EvidenceByName } {
  const needed = Math.max(1, minEvidence);
  const judged = judgements.filter(({ promise, evidence }) => promise && evidence.what !== NOT_LOOKED_FOR);
  const evidence: Record<string, Evidence> = {};
  for (const { guarantee, evidence: own } of judged) evidence[guarantee] = { met: own.chances, needed };
  for (const { kind, operations } of faults)
    evidence[`operations under ${kind}`] = { met: operations, needed: 1 };
  const isDoubtful = judged.some((one) => one.holds === 'unknown' && one.evidence.chances >= needed);
  if (valid === false) return { valid, evidence };
  return { valid: isDoubtful || judged.length === 0 ? 'unknown' : true, evidence };
}

/** Two parts of the evidence together. */
export function summedEvidence(one: EvidenceByName, other: EvidenceByName): EvidenceByName {
  const sum: Record<string, Evidence> = { ...one };
  for (const [name, { met, needed }] of Object.entries(other)) {
    const known = sum[name];
    sum[name] = { met: (known?.met ?? 0) + met, needed: Math.max(known?.needed ?? 0, needed) };
  }
  return sum;
}

/** What there is too little evidence for. */
export function thinEvidence(evidence: EvidenceByName): string[] {
  return Object.entries(evidence).flatMap(([name, { met, needed }]) => (met < needed ? [name] : []));
}
