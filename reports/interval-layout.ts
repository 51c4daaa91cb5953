import type { Operation } from '../src/history/operation.js';

/** Where an operation's bar lies, in the caller's unit (pixels, characters). */
export interface PlacedInterval {
  readonly operation: Operation;
  readonly start: number;
  readonly end: number;
  /** True when it never ended: its bar runs on to the right edge. */
  readonly open: boolean;
}

/** A picture's time axis: what happened first is left of what happened later, but gaps are not to scale. */
export interface IntervalLayout {
  /** In order of invocation. */
  readonly intervals: readonly PlacedInterval[];
  readonly width: number;
  /** Where each mark lies, in the order in which they were given. */
  readonly marks: readonly number[];
  /** Moments with their places, both rising; between them time is stretched evenly. */
  readonly scale: readonly { readonly ns: number; readonly at: number }[];
}

export interface LayoutOptions {
  /** The least width of an operation's bar: that of its label. */
  readonly widthOf: (operation: Operation) => number;
  /** The least distance between two moments so many nanoseconds apart. */
  readonly gapOf: (ns: number) => number;
  /** The row of an operation, by name: only things of one row must not overlap with marks. */
  readonly rowOf?: (operation: Operation) => string;
  /** Further moments that need a place of their own, each with the width of its label in its row. */
  readonly marks?: readonly { readonly ns: number; readonly row: string; readonly width: number }[];
}

/**
 * Lays few operations out along one axis so that every label fits and the order of all beginnings and ends can be seen,
 * however short the operations are and however far apart.
 */
export function layoutIntervals(
  operations: readonly Operation[],
  { widthOf, gapOf, rowOf = () => '', marks = [] }: LayoutOptions,
): IntervalLayout {
  const moments = operations
    .flatMap((operation) => [
      { operation, ns: operation.invokedAt, order: operation.index, end: false },
      ...(Number.isFinite(operation.completedIndex)
        ? [{ operation, ns: operation.completedAt, order: operation.completedIndex, end: true }]
        : []),
    ])
    .sort((a, b) => a.order - b.order);
  const waiting = [...marks].sort((a, b) => a.ns - b.ns);
  const placed = new Map<object, number>();
  const free = new Map<string, number>();
  const starts = new Map<Operation, number>();
  const ends = new Map<Operation, number>();
  const scale: { ns: number; at: number }[] = [];
  let at = 0;
  let before: number | undefined;
  const placeMarks = (until: number): void => {
    for (let mark = waiting[0]; mark && mark.ns < until; mark = waiting[0]) {
      waiting.shift();
      // What happens at one moment in several rows has one place.
      if (before !== undefined && mark.ns > before) at += gapOf(mark.ns - before);
      at = Math.max(at, free.get(mark.row) ?? 0);
      free.set(mark.row, at + mark.width);
      placed.set(mark, at);
      scale.push({ ns: mark.ns, at });
      before = mark.ns;
    }
  };
  for (const { operation, ns, end } of moments) {
    placeMarks(ns);
    if (before !== undefined) at += gapOf(ns - before);
    if (end) at = Math.max(at, (starts.get(operation) ?? 0) + widthOf(operation));
    else at = Math.max(at, free.get(rowOf(operation)) ?? 0);
    (end ? ends : starts).set(operation, at);
    scale.push({ ns, at });
    before = ns;
  }
  placeMarks(Infinity);
  const width = operations.reduce(
    (widest, operation) =>
      Math.max(widest, ends.get(operation) ?? (starts.get(operation) ?? 0) + widthOf(operation)),
    Math.max(at, ...free.values()),
  );
  const intervals = [...operations]
    .sort((a, b) => a.index - b.index)
    .map((operation) => ({
      operation,
      start: starts.get(operation) ?? 0,
      end: ends.get(operation) ?? width,
      open: !ends.has(operation),
    }));
  return { intervals, width, scale, marks: marks.map((mark) => placed.get(mark) ?? width) };
}

/** The place of a moment on a layout's axis; beyond its ends, the nearest end. */
export function placeOf({ scale, width }: IntervalLayout, ns: number): number {
  const after = scale.findIndex((point) => point.ns >= ns);
  if (after === -1) return width;
  const right = scale[after] as { ns: number; at: number };
  const left = scale[after - 1];
  if (!left) return right.at;
  const share = right.ns === left.ns ? 1 : (ns - left.ns) / (right.ns - left.ns);
  return left.at + share * (right.at - left.at);
}

/** Moments are kept so far apart where there is room. */
const LEAST_GAP = 7;

/**
 * The places of further moments, in proportion between those of the layout but not closer to each other than can be seen,
 * where there is room for that. Those beyond its ends have none.
 */
export function spreadMoments(
  { scale }: Pick<IntervalLayout, 'scale'>,
  moments: readonly number[],
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const sorted = [...new Set(moments)].sort((a, b) => a - b);
  let next = 0;
  for (let right = 1; right < scale.length; right++) {
    const [from, to] = [scale[right - 1], scale[right]];
    if (!from || !to) continue;
    while ((sorted[next] ?? Infinity) <= from.ns) next++;
    const between: number[] = [];
    for (; (sorted[next] ?? Infinity) < to.ns; next++) between.push(sorted[next] as number);
    const gap = Math.min(LEAST_GAP, (to.at - from.at) / (between.length + 1));
    let least = from.at;
    const late = between.map((ns) => {
      const share = (ns - from.ns) / (to.ns - from.ns);
      return (least = Math.max(least + gap, from.at + share * (to.at - from.at)));
    });
    let most = to.at;
    for (let at = between.length - 1; at >= 0; at--) {
      most = Math.min(most - gap, late[at] as number);
      places.set(between[at] as number, most);
    }
  }
  return places;
}
