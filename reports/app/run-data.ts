import { Unpacker } from '../page/packing.js';
import type { PageCluster, PageData, PageFault, PagePoints } from '../page/page-columns.js';

/** The history as the page works with it. Operations are known by their position, in order of invocation. */
export interface RunData {
  readonly count: number;
  readonly index: Float64Array;
  readonly lane: Uint16Array;
  readonly process: Float64Array;
  readonly f: Uint8Array;
  /** Position in `keyNames`, or several of them. */
  readonly keys: (at: number) => number | readonly number[];
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
  const { readable, writable } = new DecompressionStream('deflate');
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(bytesOf(base64)), writer.close()]);
  const inflated = await new Response(readable).arrayBuffer();
  await written;
  return unpackPage(new Uint8Array(inflated));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  // Where a browser has it, it takes a twentieth of the time.
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
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
  const index = sumUp(from.column(new Float64Array(count)));
  const lane = from.column(new Uint16Array(count));
  const process = from.column(new Float64Array(count));
  const f = from.column(new Uint8Array(count));
  const type = from.column(new Uint8Array(count));
  const start = sumUp(from.column(new Float64Array(count)));
  const end = lessOne(from.column(new Float64Array(count)));
  const open = new Uint8Array(count);
  for (let at = 0; at < count; at++) {
    open[at] = Number(end[at] === -1);
    end[at] = open[at] ? page.endedAt : (start[at] as number) + (end[at] as number);
  }
  const node = lessOne(from.column(new Int32Array(count)));
  const error = lessOne(from.column(new Int32Array(count)));
  const keys = readKeys(from, count);
  const what = readTexts(from, count);
  const marks = new Set(page.marked);
  const marked = new Uint8Array(count);
  if (marks.size > 0) for (let at = 0; at < count; at++) marked[at] = Number(marks.has(index[at] as number));
  const { keys: keyNames, marked: _marked, ...rest } = page;
  const columns = { count, index, lane, process, f, keys, what, type, start, end, open, node, error, marked };
  return {
    ...rest,
    ...columns,
    byLane: inLanes(page.lanes.length, lane, () => true),
    notableByLane: inLanes(page.lanes.length, lane, (at) => type[at] !== 0 || marked[at] === 1),
    keyNames,
    cluster: page.cluster,
    predictedFresh: page.predictedFresh,
  };
}

/** Which of the operations that are wanted each lane has, in order. */
function inLanes(lanes: number, lane: Uint16Array, isWanted: (at: number) => boolean): Int32Array[] {
  const wanted = new Int32Array(lane.length);
  const counts = new Uint32Array(lanes);
  let found = 0;
  for (let at = 0; at < lane.length; at++) {
    if (!isWanted(at)) continue;
    wanted[found++] = at;
    counts[lane[at] as number] = (counts[lane[at] as number] as number) + 1;
  }
  const positions = Array.from(counts, (count) => new Int32Array(count));
  for (let next = found - 1; next >= 0; next--) {
    const at = wanted[next] as number;
    const place = (counts[lane[at] as number] as number) - 1;
    counts[lane[at] as number] = place;
    (positions[lane[at] as number] as Int32Array)[place] = at;
  }
  return positions;
}

function readKeys(from: Unpacker, count: number): RunData['keys'] {
  const soles = from.column(new Uint32Array(count));
  const lists = new Map<number, number[]>();
  for (let at = soles.indexOf(0); at !== -1; at = soles.indexOf(0, at + 1))
    lists.set(
      at,
      Array.from({ length: from.natural() }, () => from.natural()),
    );
  return (at) => lists.get(at) ?? (soles[at] as number) - 1;
}

/** Texts that stand in one: a million small ones would take long to make, and few of them are ever looked at. */
function readTexts(from: Unpacker, count: number): (at: number) => string {
  const ends = sumUp(from.column(new Uint32Array(count)));
  const all = from.laterText();
  return (at) => all().slice(ends[at - 1] ?? 0, ends[at]);
}

function sumUp<T extends Float64Array | Uint32Array>(steps: T): T {
  for (let at = 1; at < steps.length; at++) steps[at] = (steps[at - 1] as number) + (steps[at] as number);
  return steps;
}

function lessOne<T extends Float64Array | Int32Array>(numbers: T): T {
  for (let at = 0; at < numbers.length; at++) numbers[at] = (numbers[at] as number) - 1;
  return numbers;
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
  const own = keys(at);
  return typeof own === 'number' ? own === key : own.includes(key);
}
