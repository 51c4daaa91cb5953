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
  /** Moments with their places, both rising; between them time is stretched evenly. */
  readonly scale: readonly { readonly ns: number; readonly at: number }[];
}

export interface LayoutOptions {
  /** The least width of an operation's bar: that of its label. */
  readonly widthOf: (operation: Operation) => number;
  /** The least distance between two moments so many nanoseconds apart. */
  readonly gapOf: (ns: number) => number;
}

/**
 * Lays few operations out along one axis so that every label fits and the order of all beginnings and ends can be seen,
 * however short the operations are and however far apart.
 */
export function layoutIntervals(
  operations: readonly Operation[],
  { widthOf, gapOf }: LayoutOptions,
): IntervalLayout {
  const moments = operations
    .flatMap((operation) => [
      { operation, ns: operation.invokedAt, order: operation.index, end: false },
      ...(Number.isFinite(operation.completedIndex)
        ? [{ operation, ns: operation.completedAt, order: operation.completedIndex, end: true }]
        : []),
    ])
    .sort((a, b) => a.order - b.order);
  const starts = new Map<Operation, number>();
  const ends = new Map<Operation, number>();
  const scale: { ns: number; at: number }[] = [];
  let at = 0;
  let before: number | undefined;
  for (const { operation, ns, end } of moments) {
    if (before !== undefined) at += gapOf(ns - before);
    if (end) at = Math.max(at, (starts.get(operation) ?? 0) + widthOf(operation));
    (end ? ends : starts).set(operation, at);
    scale.push({ ns, at });
    before = ns;
  }
  const width = operations.reduce(
    (widest, operation) =>
      Math.max(widest, ends.get(operation) ?? (starts.get(operation) ?? 0) + widthOf(operation)),
    at,
  );
  const intervals = [...operations]
    .sort((a, b) => a.index - b.index)
    .map((operation) => ({
      operation,
      start: starts.get(operation) ?? 0,
      end: ends.get(operation) ?? width,
      open: !ends.has(operation),
    }));
  return { intervals, width, scale };
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
