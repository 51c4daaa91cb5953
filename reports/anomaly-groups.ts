import type { Anomaly, Guarantee } from '../src/checkers/checker.js';
import type { Verdict } from '../src/checkers/verdict.js';
import { groupBy } from './group-by.js';

/** Anomalies of one kind, from all the guarantees that they contradict. */
export interface AnomalyGroup {
  /** The one to show: the smallest. */
  readonly anomaly: Anomaly;
  /** All that the verdict keeps, without those that another guarantee reports in the same operations. */
  readonly anomalies: readonly Anomaly[];
  /** How many were found, at least. */
  readonly count: number;
  /** True when one of the guarantees was promised. */
  readonly promised: boolean;
  readonly guarantees: readonly Guarantee[];
}

/** The anomalies of a verdict by kind: those that break promises first, each group smallest first. */
export function anomalyGroups(verdict: Verdict): AnomalyGroup[] {
  const kinds = new Map<
    string,
    { anomalies: Map<string, Anomaly>; counts: number[]; promised: boolean; guarantees: Guarantee[] }
  >();
  for (const { anomalies, anomalyCount, promise, guarantee } of verdict.judgements) {
    const ofKind = groupBy(anomalies, ({ kind }) => kind);
    for (const [kind, members] of ofKind) {
      let group = kinds.get(kind);
      if (!group)
        kinds.set(kind, (group = { anomalies: new Map(), counts: [], promised: false, guarantees: [] }));
      for (const member of members) {
        const operations = [...member.operations].sort((a, b) => a - b).join();
        if (!group.anomalies.has(operations)) group.anomalies.set(operations, member);
      }
      // Where a guarantee has anomalies of one kind only, its count is theirs.
      group.counts.push(ofKind.size === 1 ? anomalyCount : members.length);
      group.promised ||= promise !== undefined;
      group.guarantees.push(guarantee);
    }
  }
  return [...kinds.values()]
    .map(({ anomalies, counts, promised, guarantees }) => {
      const sorted = [...anomalies.values()].sort((a, b) => a.operations.length - b.operations.length);
      return {
        anomaly: sorted[0] as Anomaly,
        anomalies: sorted,
        count: Math.max(sorted.length, ...counts),
        promised,
        guarantees,
      };
    })
    .sort((a, b) => Number(b.promised) - Number(a.promised));
}
