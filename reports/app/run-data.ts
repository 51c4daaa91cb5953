import { Unpacker } from '../page/packing.js';
import type { PageCluster, PageData, PageFault, PagePoints } from '../page/page-columns.js';

/** The history as the page works with it. Operations are known by their position, in order of invocation. */
export interface RunData {
  readonly count: number;
  readonly index: Float64Array;
  readonly lane: Uint16Array;
  readonly process: Float64Array;
  readonly f: Uint8Array;
  readonly keys: readonly (number | readonly number[])[];
  /** `write x=17`. */
  readonly what: (at: number) => string;
  /** 0 ok, 1 fail, 2 info. */
  readonly type: Uint8Array;
  /** Nanoseconds. */
  readonly start: Float64Array;
  /** Nanoseconds; the end of the run for what never ended. */
  readonly end: Float64Array;
  /** 1 where the client never stopped waiting. */
  readonly open: Uint8Array;
  readonly node: Int32Array;
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
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream('deflate'));
  return unpackPage(new Uint8Array(await new Response(stream).arrayBuffer()));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

/** Reads what `packPage` wrote. */
function unpackPage(bytes: Uint8Array): RunData {
  const from = new Unpacker(bytes);
  const page = JSON.parse(from.text()) as Omit<PageData, 'columns'>;
  const count = from.natural();
  const fill = <T extends Uint8Array | Uint16Array | Int32Array | Float64Array>(column: T, less = 0): T => {
    for (let at = 0; at < count; at++) column[at] = from.natural() - less;
    return column;
  };
  const index = sumUp(fill(new Float64Array(count)));
  const lane = fill(new Uint16Array(count));
  const process = fill(new Float64Array(count));
  const f = fill(new Uint8Array(count));
  const type = fill(new Uint8Array(count));
  const start = sumUp(fill(new Float64Array(count)));
  const end = fill(new Float64Array(count), 1);
  const open = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    open[at] = Number(end[at] === -1);
    end[at] = open[at] ? page.endedAt : (start[at] as number) + (end[at] as number);
  }
  const node = fill(new Int32Array(count), 1);
  const error = fill(new Int32Array(count), 1);
  const keys = Array.from({ length: count }, () => readKeys(from));
  const what = readTexts(from, count);
  const marks = new Set(page.marked);
  const marked = new Uint8Array(count);
  if (marks.size > 0) for (let at = 0; at < count; at++) marked[at] = Number(marks.has(index[at] as number));
  const { keys: keyNames, marked: _marked, ...rest } = page;
  const columns = { count, index, lane, process, f, keys, what, type, start, end, open, node, error, marked };
  const byLane = page.lanes.map((): number[] => []);
  const notable = page.lanes.map((): number[] => []);
  for (let at = 0; at < count; at++) {
    byLane[lane[at] as number]?.push(at);
    if (type[at] !== 0 || marked[at]) notable[lane[at] as number]?.push(at);
  }
  return {
    ...rest,
    ...columns,
    byLane: byLane.map((positions) => new Int32Array(positions)),
    notableByLane: notable.map((positions) => new Int32Array(positions)),
    keyNames,
    cluster: page.cluster,
    predictedFresh: page.predictedFresh,
  };
}

/** The key of an operation, or a list of several. */
function readKeys(from: Unpacker): number | number[] {
  const sole = from.natural();
  if (sole > 0) return sole - 1;
  return Array.from({ length: from.natural() }, () => from.natural());
}

/** Texts that stand in one: a million small ones would take long to make, and few of them are ever looked at. */
function readTexts(from: Unpacker, count: number): (at: number) => string {
  const ends = new Uint32Array(count);
  let sum = 0;
  for (let at = 0; at < count; at++) ends[at] = sum += from.natural();
  const text = from.text();
  return (at) => text.slice(ends[at - 1] ?? 0, ends[at]);
}

function sumUp(steps: Float64Array): Float64Array {
  for (let at = 1; at < steps.length; at++) steps[at] = (steps[at - 1] as number) + (steps[at] as number);
  return steps;
}

/**
 * The first place in a sorted list of positions whose operation ends at or after a moment.
 * @param from a place that is not behind it; the nearer, the sooner it is found
 */
export function firstEndingAfter(positions: Int32Array, { end }: RunData, ns: number, from = 0): number {
  let low = from;
  let step = 1;
  while (low + step < positions.length && (end[positions[low + step] as number] as number) < ns) {
    low += step;
    step *= 2;
  }
  let high = Math.min(positions.length, low + step);
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
