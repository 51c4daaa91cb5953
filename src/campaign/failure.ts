import type { Anomaly, AnomalyKind, Guarantee } from '../checkers/checker.js';
import type { Verdict } from '../checkers/verdict.js';
import type { History, Operation } from '../history/operation.js';

/** How a promise was broken, as far as it tells failures apart. */
export interface Failure {
  /** The first of the promised guarantees that anomalies of this kind broke. */
  readonly guarantee: Guarantee;
  readonly kind: AnomalyKind;
  /** The smallest anomaly with processes and keys renamed in order of appearance, such as `write 0a, read 1a`. */
  readonly shape: string;
}

/** Larger anomalies are told apart by their size alone. */
const MOST_SPELT_OUT = 6;

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
  if (operations.length > MOST_SPELT_OUT) return `${operations.length} operations`;
  const processes = new Map<number, number>();
  const keys = new Map<string, string>();
  const number = <K, V>(known: Map<K, V>, key: K, name: (at: number) => V): V => {
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = name(known.size)));
    return found;
  };
  return [...operations]
    .sort((a, b) => a - b)
    .map((index) => {
      const operation = byIndex.get(index);
      if (!operation) return '?';
      const { f, process, key } = operation;
      const who = number(processes, process, (at) => at);
      const what = key === undefined ? '' : number(keys, key, (at) => String.fromCharCode(97 + (at % 26)));
      return `${f} ${who}${what}`;
    })
    .join(', ');
}
