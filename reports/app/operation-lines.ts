import { formatDuration, timeFormat } from '../quantity.js';
import type { RunData } from './run-data.js';

const outcomes = ['ok', 'failed', 'unknown outcome'];

/** Who did an operation. */
export function whoOf(data: RunData, at: number): string {
  const lane = data.lanes[data.lane[at] as number];
  return lane?.final ? lane.label : `client ${data.process[at]}`;
}

/** An operation in a few lines: what, who, how it ended, when. */
export function operationLines(data: RunData, at: number): string[] {
  const [start, end] = [data.start[at] as number, data.end[at] as number];
  const open = data.open[at] === 1;
  const node = data.nodes[data.node[at] as number];
  const error = data.errors[data.error[at] as number];
  const outcome = outcomes[data.type[at] as number] ?? '';
  const times = timeFormat([start, end, data.endedAt]);
  return [
    data.what(at),
    `${whoOf(data, at)}${node === undefined ? '' : ` at ${node}`}`,
    error === undefined ? outcome : `${outcome}: ${error}`,
    `${times.stretch(start, open ? Infinity : end)}${open ? '' : ` · ${formatDuration(end - start)}`}`,
    ...(data.marked[at] ? ['part of an anomaly'] : []),
  ];
}
