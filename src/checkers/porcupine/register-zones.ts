import type { Decision } from './model.js';
import type { RegisterInput, RegisterOutput } from './models/register.js';
import type { TimedOperation } from './operation.js';

type RegisterOperation<Value> = TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>;

const METHOD = 'zones';

/** A value with the operations that wrote and read it. */
interface Cluster {
  /** Position of the operation that wrote it; -1 for the initial value. */
  readonly writer: number;
  /** The earliest return and the latest call among its operations, and whose they are. */
  minReturn: number;
  minReturnOf: number;
  maxCall: number;
  maxCallOf: number;
  /** The cluster that a compare-and-set made of it. */
  next: Cluster | undefined;
  hasPrevious: boolean;
}

/** Clusters that follow each other without anything between, as a zone on the axis of time. */
interface Block {
  readonly first: number;
  readonly firstOf: number;
  readonly last: number;
  readonly lastOf: number;
}

const violated = (...conflict: number[]): Decision => ({
  linearizable: false,
  method: METHOD,
  conflict: [...new Set(conflict.filter((at) => at >= 0))],
});

/**
 * Decides a register with unique written values in O(n log n): Gibbons and Korach, "Testing shared memories" (SIAM J.
 * Comput. 1997), the cases with a read mapping, for reads, writes and compare-and-set; zones as in Golab, Li and Shah
 * (PODC 2011). Compare-and-sets chain the clusters of values to blocks. Undefined when a value is written twice, or a
 * compare-and-set is known to have found another value: these need the search.
 */
export function decideByZones<Value>(
  initial: Value,
  operations: readonly RegisterOperation<Value>[],
): Decision | undefined {
  const clusters = clustersOf(initial, operations);
  if (!(clusters instanceof Map)) return clusters;
  const blocks = chain(clusters);
  if (!Array.isArray(blocks)) return blocks;
  return compareBlocks(blocks);
}

/** The value that an operation writes if it takes effect; undefined for a read. */
function written<Value>({ input }: RegisterOperation<Value>): Value | undefined {
  return input.f === 'read' ? undefined : input.value;
}

/** Whether an operation certainly took effect: it returned, or somebody saw what it wrote. */
function effective<Value>(
  initial: Value,
  operations: readonly RegisterOperation<Value>[],
  writerOf: ReadonlyMap<Value, number>,
): Uint8Array {
  const took = new Uint8Array(operations.length);
  const queue: number[] = [];
  const see = (value: Value): void => {
    const writer = value === initial ? undefined : writerOf.get(value);
    if (writer !== undefined && !took[writer]) {
      took[writer] = 1;
      queue.push(writer);
    }
  };
  for (const [at, { outcome, input, output }] of operations.entries()) {
    if (outcome !== 'ok') continue;
    if (input.f === 'read') see(output as Value);
    if (!took[at]) queue.push(at);
    took[at] = 1;
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const { input } = operations[at] as RegisterOperation<Value>;
    if (input.f === 'cas') see(input.expected);
  }
  return took;
}

function clustersOf<Value>(
  initial: Value,
  operations: readonly RegisterOperation<Value>[],
): Map<Value, Cluster> | Decision | undefined {
  const writerOf = new Map<Value, number>();
  for (const [at, operation] of operations.entries()) {
    const value = written(operation);
    if (value === undefined) continue;
    if (value === initial || writerOf.has(value)) return undefined;
    if (operation.outcome === 'ok' && operation.output === false) return undefined;
    writerOf.set(value, at);
  }
  const took = effective(initial, operations, writerOf);
  const clusters = new Map<Value, Cluster>([[initial, clusterOf(-1)]]);
  for (const [value, at] of writerOf) if (took[at]) clusters.set(value, clusterOf(at));

  for (const [at, operation] of operations.entries()) {
    if (!took[at]) continue;
    const { input, output, outcome, call, return: end } = operation;
    const value = input.f === 'read' ? (output as Value) : input.value;
    const cluster = clusters.get(value);
    if (!cluster) return violated(at);
    const returned = outcome === 'ok' ? (end as number) : Infinity;
    const { writer } = cluster;
    if (
      input.f === 'read' &&
      writer >= 0 &&
      returned < (operations[writer] as RegisterOperation<Value>).call
    ) {
      return violated(writer, at);
    }
    extend(cluster, at, call, returned);
    if (input.f !== 'cas') continue;
    const from = clusters.get(input.expected);
    if (!from) return violated(at);
    if (from.next) return violated(from.next.writer, at);
    from.next = cluster;
    cluster.hasPrevious = true;
  }
  return clusters;
}

function clusterOf(writer: number): Cluster {
  return {
    writer,
    minReturn: Infinity,
    minReturnOf: -1,
    maxCall: -Infinity,
    maxCallOf: -1,
    next: undefined,
    hasPrevious: false,
  };
}

function extend(cluster: Cluster, at: number, call: number, returned: number): void {
  if (returned < cluster.minReturn) {
    cluster.minReturn = returned;
    cluster.minReturnOf = at;
  }
  if (call > cluster.maxCall) {
    cluster.maxCall = call;
    cluster.maxCallOf = at;
  }
}

/** Joins clusters that follow each other; the block of the initial value comes first. */
function chain<Value>(clusters: ReadonlyMap<Value, Cluster>): Block[] | Decision {
  const blocks: Block[] = [];
  let joined = 0;
  for (const head of clusters.values()) {
    if (head.hasPrevious) continue;
    const members: Cluster[] = [];
    for (let at: Cluster | undefined = head; at; at = at.next) members.push(at);
    joined += members.length;
    // Nothing of a later cluster may have returned before something of an earlier one was called.
    let [first, firstOf, last, lastOf] = [Infinity, -1, -Infinity, -1];
    for (const { minReturn, minReturnOf, maxCall, maxCallOf } of members.reverse()) {
      if (first < maxCall) return violated(maxCallOf, firstOf);
      if (minReturn < first) [first, firstOf] = [minReturn, minReturnOf];
      if (maxCall > last) [last, lastOf] = [maxCall, maxCallOf];
    }
    // The initial value was written before everything else.
    if (head.writer < 0) first = -Infinity;
    blocks.push({ first, firstOf, last, lastOf });
  }
  if (joined === clusters.size) return blocks;
  // What no head leads to runs in a circle: each value was made of another of them.
  return violated(
    ...[...clusters.values()]
      .filter(({ next, hasPrevious }) => next && hasPrevious)
      .map(({ writer }) => writer),
  );
}

/** One block must come before another when it had begun to be seen before the other was last asked for. */
function compareBlocks(blocks: readonly Block[]): Decision {
  const conflict = (a: Block, b: Block): Decision => violated(a.firstOf, a.lastOf, b.firstOf, b.lastOf);
  const forward = blocks.filter(({ first, last }) => first < last).sort((a, b) => a.first - b.first);
  for (let at = 1; at < forward.length; at++) {
    const [before, after] = [forward[at - 1] as Block, forward[at] as Block];
    if (after.first < before.last) return conflict(before, after);
  }
  for (const backward of blocks) {
    if (backward.first < backward.last) continue;
    const around = lastBeginningBefore(forward, backward.last);
    if (around && backward.first < around.last) return conflict(around, backward);
  }
  return { linearizable: true, method: METHOD };
}

/** The last of the zones, sorted by beginning, that begins before a time. */
function lastBeginningBefore(zones: readonly Block[], time: number): Block | undefined {
  let [low, high] = [0, zones.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((zones[middle] as Block).first < time) low = middle + 1;
    else high = middle;
  }
  return zones[low - 1];
}
