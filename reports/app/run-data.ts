import type { PageCluster, PageData, PageFault, PagePoints } from '../page/page-columns.js';

/** The history as the page works with it. Operations are known by their position, in order of invocation. */
export interface RunData {
  readonly count: number;
  readonly index: Float64Array;
  readonly lane: Uint16Array;
  readonly process: Float64Array;
  readonly f: Uint8Array;
  readonly keys: readonly (number | readonly number[])[];
  readonly what: readonly string[];
  /** 0 ok, 1 fail, 2 info. */
  readonly type: Uint8Array;
  /** Nanoseconds. */
  readonly start: Float64Array;
  /** Nanoseconds; the end of the run for what never ended. */
  readonly end: Float64Array;
  /** 1 where the client never stopped waiting. */
  readonly open: Uint8Array;
  readonly node: Int16Array;
  readonly error: Int32Array;
  /** 1 for operations of an anomaly. */
  readonly marked: Uint8Array;
  /** For each lane the positions of its operations, in order. */
  readonly byLane: readonly Int32Array[];
  /** Positions of what did not end in ok, and of marked operations, for each lane. */
  readonly notableByLane: readonly Int32Array[];
  readonly lanes: PageData['lanes'];
  readonly kinds: readonly string[];
  readonly keyNames: readonly string[];
  readonly nodes: readonly string[];
  readonly errors: readonly string[];
  readonly faults: readonly PageFault[];
  readonly endedAt: number;
  readonly cluster: PageCluster | undefined;
  readonly lag: PagePoints;
  readonly stale: PagePoints;
  readonly predictedFresh: number | undefined;
}

/** Reads the history that stands in the page. */
export async function readRunData(base64: string): Promise<RunData> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return fromColumns((await new Response(stream).json()) as PageData);
}

function fromColumns(page: PageData): RunData {
  const { columns, endedAt } = page;
  const count = columns.index.length;
  const start = runningSum(columns.invoked);
  const index = runningSum(columns.index);
  const marks = new Set(page.marked);
  const type = Uint8Array.from(columns.type, Number);
  const lane = Uint16Array.from(columns.lane);
  const marked = Uint8Array.from(index, (name) => Number(marks.has(name)));
  const byLane = page.lanes.map((): number[] => []);
  const notable = page.lanes.map((): number[] => []);
  for (let at = 0; at < count; at++) {
    byLane[lane[at] as number]?.push(at);
    if (type[at] !== 0 || marked[at]) notable[lane[at] as number]?.push(at);
  }
  return {
    count,
    index,
    lane,
    process: Float64Array.from(columns.process),
    f: Uint8Array.from(columns.f),
    keys: columns.keys,
    what: columns.what,
    type,
    start,
    end: Float64Array.from(columns.duration, (ns, at) => (ns < 0 ? endedAt : (start[at] as number) + ns)),
    open: Uint8Array.from(columns.duration, (ns) => Number(ns < 0)),
    node: Int16Array.from(columns.node),
    error: Int32Array.from(columns.error),
    marked,
    byLane: byLane.map((positions) => Int32Array.from(positions)),
    notableByLane: notable.map((positions) => Int32Array.from(positions)),
    lanes: page.lanes,
    kinds: page.kinds,
    keyNames: page.keys,
    nodes: page.nodes,
    errors: page.errors,
    faults: page.faults,
    cluster: page.cluster,
    lag: page.lag,
    stale: page.stale,
    predictedFresh: page.predictedFresh,
    endedAt,
  };
}

function runningSum(steps: readonly number[]): Float64Array {
  const sums = new Float64Array(steps.length);
  let sum = 0;
  for (let at = 0; at < steps.length; at++) sums[at] = sum += steps[at] as number;
  return sums;
}

/** The first place in a sorted list of positions whose operation ends at or after a moment. */
export function firstEndingAfter(positions: Int32Array, { end }: RunData, ns: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((end[positions[middle] as number] as number) < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first operation invoked at or after a moment. */
export function firstStartingAfter({ start, count }: RunData, ns: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((start[middle] as number) < ns) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** True unless a chosen key or a search leaves the operation out. */
export function isChosen(data: RunData, at: number, { key, found }: Chosen): boolean {
  return (key === undefined || touches(data, at, key)) && (found === undefined || found[at] === 1);
}

interface Chosen {
  readonly key: number | undefined;
  readonly found: Uint8Array | undefined;
}

/** True when an operation is about a key. */
export function touches({ keys }: RunData, at: number, key: number): boolean {
  const own = keys[at];
  return typeof own === 'number' ? own === key : (own?.includes(key) ?? false);
}
