import type { Operation } from '../../src/history/operation.js';
import type { Revelation } from '../../src/history/revelation.js';
import { keysOf, pair } from '../describe-operation.js';
import { groupBy } from '../group-by.js';
import { cutText } from '../show-value.js';

/** A moment at which a replica began to show another value of a key. */
export interface ReplicaStep {
  readonly node: string;
  /** Nanoseconds. */
  readonly at: number;
  /** What it shows from then on: `x=17`. */
  readonly text: string;
  /** `Operation.index` of the write that it shows. */
  readonly write?: number;
  /** True when it had shown something else after it had shown this before. */
  readonly back: boolean;
}

/** What the replicas revealed, by key. */
export type TruthByKey = ReadonlyMap<string, readonly Named[]>;

/** A revelation, with what tells its value apart: values may be large, and are compared often. */
type Named = Revelation & { readonly shows: string };

/** Sorts what the replicas revealed by key, once for a report. */
export function truthByKey(truth: readonly Revelation[] = []): TruthByKey {
  const named = truth.map((revelation) => ({ ...revelation, shows: JSON.stringify(revelation.holds) }));
  return groupBy(named, ({ key }) => key);
}

const MAX_REPLICAS = 7;
const MAX_STEPS = 5;

/** When replicas took in, or lost again, what these operations wrote and read: a few steps for each replica. */
export function replicaSteps(operations: readonly Operation[], truth: TruthByKey): ReplicaStep[] {
  const from = Math.min(...operations.map(({ invokedAt }) => invokedAt));
  const to = Math.max(
    ...operations.map(({ invokedAt, endedAt }) => (Number.isFinite(endedAt) ? endedAt : invokedAt)),
  );
  const ofKey = groupBy(
    operations.filter(({ f }) => f === 'write' || f === 'read'),
    ({ key }) => key,
  );
  const steps = [...new Set(operations.flatMap((operation) => keysOf(operation)))].flatMap((key) => {
    const values = new Map<string, number | undefined>();
    for (const { f, input, output, index } of ofKey.get(key) ?? []) {
      if (f === 'write') values.set(JSON.stringify(input), index);
      else if (!values.has(JSON.stringify(output))) values.set(JSON.stringify(output), undefined);
    }
    return [...groupBy(truth.get(key) ?? [], ({ node }) => node)].flatMap(([node, revelations]) => {
      const seen = new Set<string>();
      let before: string | undefined;
      return revelations.flatMap(({ at, holds, shows: now }): ReplicaStep[] => {
        const was = before;
        if (now === was) return [];
        before = now;
        const back = seen.has(now);
        seen.add(now);
        if (at < from || at > to || !(values.has(now) || (was !== undefined && values.has(was)))) return [];
        const write = values.get(now);
        const text = cutText(pair(key, holds, 12), 30);
        return [{ node, at, text, ...(write !== undefined && { write }), back }];
      });
    });
  });
  const ofNode = groupBy(steps, ({ node }) => node);
  if (ofNode.size > MAX_REPLICAS) return [];
  return [...ofNode.values()]
    .flatMap((all) => all.sort((a, b) => a.at - b.at).slice(0, MAX_STEPS))
    .sort((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true }) || a.at - b.at);
}
