import { z } from 'zod';
import { type Anomaly, type AnomalyKind, type Guarantee, guarantees } from '../checkers/checker.js';
import type { Verdict } from '../checkers/verdict.js';
import type { History, Operation } from '../history/operation.js';

/** How a promise was broken, as far as it tells failures apart. */
export interface Failure {
  /** The first of the promised guarantees that anomalies of this kind broke. */
  readonly guarantee: Guarantee;
  readonly kind: AnomalyKind;
  /** Of the smallest anomaly: how many operations of which name by how many processes, such as `2 write, 1 read by 2`. */
  readonly shape: string;
}

/** A failure in a file. */
export const failureSchema = z.looseObject({
  guarantee: z.enum(guarantees),
  kind: z.string(),
  shape: z.string(),
});

/** Larger anomalies are told apart by their size alone. */
const MOST_COUNTED = 12;

/** The kinds of anomaly by which a run broke promises, each once. */
export function failuresOf({ judgements }: Verdict, { operations }: History): Failure[] {
  const kinds = new Map<AnomalyKind, Failure>();
  const byIndex = new Map<number, Operation>();
  for (const { guarantee, promise, holds, anomalies } of judgements) {
    if (!promise || holds !== false) continue;
    for (const anomaly of anomalies) {
      if (kinds.has(anomaly.kind)) continue;
      if (byIndex.size === 0) for (const operation of operations) byIndex.set(operation.index, operation);
      kinds.set(anomaly.kind, { guarantee, kind: anomaly.kind, shape: shapeOf(anomaly, byIndex) });
    }
  }
  return [...kinds.values()];
}

function shapeOf({ operations }: Anomaly, byIndex: ReadonlyMap<number, Operation>): string {
  if (operations.length > MOST_COUNTED) return `${operations.length} operations`;
  const counts = new Map<string, number>();
  const processes = new Set<number>();
  for (const index of operations) {
    const { f = '?', process = -1 } = byIndex.get(index) ?? {};
    counts.set(f, (counts.get(f) ?? 0) + 1);
    processes.add(process);
  }
  const names = [...counts].sort(([a], [b]) => (a < b ? 1 : -1)).map(([f, count]) => `${count} ${f}`);
  return `${names.join(', ')} by ${processes.size}`;
}
