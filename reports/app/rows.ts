import type { RunData } from './run-data.js';
import { whoOf } from './operation-lines.js';

/** What the rows of the timeline stand for. */
export const rowKinds = ['client', 'node', 'key'] as const;
export type RowKind = (typeof rowKinds)[number];

/** The rows of the timeline: in each of them operations that do not overlap, in order. */
export interface Rows {
  readonly lanes: RunData['lanes'];
  /** For each row the positions of its operations. */
  readonly byLane: readonly Int32Array[];
  /** Of those, the ones that did not end in ok or belong to an anomaly. */
  readonly notableByLane: readonly Int32Array[];
}

/** Groups beyond these share a row's name. */
const MAX_GROUPS = 40;
const MAX_ROWS = 160;

/** Sorts the operations into rows; a node or key that does several things at once gets several rows. */
export function rowsBy(kind: RowKind, data: RunData): Rows {
  if (kind === 'client') return data;
  const groups = new Map<string, { positions: number[]; final: boolean }>();
  for (let at = 0; at < data.count; at++) {
    const wanted = kind === 'node' ? nodeName(data, at) : keyName(data, at);
    const name = groups.has(wanted) || groups.size < MAX_GROUPS ? wanted : `other ${kind}s`;
    const group = groups.get(name);
    if (group) group.positions.push(at);
    else groups.set(name, { positions: [at], final: false });
  }
  const lanes: { label: string; final: boolean }[] = [];
  const byLane: number[][] = [];
  const sorted = [...groups].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  for (const [name, { positions }] of sorted) {
    const first = lanes.length;
    const free: number[] = [];
    for (const at of positions) {
      let row = free.findIndex((end) => end <= (data.start[at] as number));
      if (row === -1 && (free.length === 0 || lanes.length < MAX_ROWS)) {
        row = free.length;
        lanes.push({ label: row === 0 ? name : '', final: false });
        byLane.push([]);
      } else if (row === -1) row = free.indexOf(Math.min(...free));
      free[row] = Math.max(free[row] ?? 0, data.end[at] as number);
      (byLane[first + row] as number[]).push(at);
    }
  }
  return {
    lanes,
    byLane: byLane.map((positions) => Int32Array.from(positions)),
    notableByLane: byLane.map((positions) =>
      Int32Array.from(positions.filter((at) => data.type[at] !== 0 || data.marked[at])),
    ),
  };
}

function nodeName(data: RunData, at: number): string {
  return data.nodes[data.node[at] as number] ?? whoOf(data, at);
}

function keyName(data: RunData, at: number): string {
  const keys = data.keys(at);
  if (typeof keys === 'number') return data.keyNames[keys] ?? 'no key';
  return keys.length > 0 ? 'several keys' : 'no key';
}
