import type { Value } from '../../src/history/event.js';
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

/** A moment at which a replica began to show another value of a key than before. */
interface Change {
  readonly node: string;
  readonly at: number;
  readonly holds: Value;
  /** What tells the value apart, and the one before: values may be large, and are compared often. */
  readonly shows: string;
  readonly was: string | undefined;
  /** It had shown it before. */
  readonly back: boolean;
}

/** What the replicas revealed: by key, the changes in order of time. */
export type TruthByKey = ReadonlyMap<string, readonly Change[]>;

/** Finding the changes of a long run takes seconds, and several parts of a report ask for them. */
const known = new WeakMap<readonly Revelation[], TruthByKey>();

/** Sorts what the replicas revealed by key. */
export function truthByKey(truth: readonly Revelation[] = []): TruthByKey {
  let changes = known.get(truth);
  if (!changes) known.set(truth, (changes = changesIn(truth)));
  return changes;
}

function changesIn(truth: readonly Revelation[]): TruthByKey {
  const byKey = new Map<string, Change[]>();
  const replicas = new Map<string, { was: string | undefined; readonly seen: Set<string> }>();
  for (const { key, node, at, holds } of truth) {
    const name = JSON.stringify([key, node]);
    let replica = replicas.get(name);
    if (!replica) replicas.set(name, (replica = { was: undefined, seen: new Set() }));
    const { was, seen } = replica;
    const shows = JSON.stringify(holds);
    if (shows === was) continue;
    const change = { node, at, holds, shows, was, back: seen.has(shows) };
    replica.was = shows;
    seen.add(shows);
    const changes = byKey.get(key);
    if (changes) changes.push(change);
    else byKey.set(key, [change]);
  }
  return byKey;
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
    return between(truth.get(key) ?? [], from, to)
      .filter(({ shows, was }) => values.has(shows) || (was !== undefined && values.has(was)))
      .map(({ node, at, holds, shows, back }): ReplicaStep => {
        const write = values.get(shows);
        const text = cutText(pair(key, holds, 12), 30);
        return { node, at, text, ...(write !== undefined && { write }), back };
      });
  });
  const ofNode = groupBy(steps, ({ node }) => node);
  if (ofNode.size > MAX_REPLICAS) return [];
  return [...ofNode.values()]
    .flatMap((all) => all.sort((a, b) => a.at - b.at).slice(0, MAX_STEPS))
    .sort((a, b) => a.node.localeCompare(b.node, 'en', { numeric: true }) || a.at - b.at);
}

/** The changes from one moment to another: the first is found by halving. */
function between(changes: readonly Change[], from: number, to: number): readonly Change[] {
  let start = 0;
  let high = changes.length;
  while (start < high) {
    const middle = (start + high) >>> 1;
    if ((changes[middle] as Change).at < from) start = middle + 1;
    else high = middle;
  }
  let end = start;
  while (end < changes.length && (changes[end] as Change).at <= to) end++;
  return changes.slice(start, end);
}
