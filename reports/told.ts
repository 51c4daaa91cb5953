import { parseStanding } from '../src/replica/standing.js';
import { logLines } from './log-lines.js';
import type { NodeLog } from './run-record.js';

/** A figure that a replica told of itself, from a moment on. */
export interface Told {
  readonly node: string;
  /** Nanoseconds. */
  readonly at: number;
  readonly name: string;
  /** Null: it does not hold any more. */
  readonly figure: number | null;
}

/** What replicas told of themselves (`Host.tell`), in order of time; of several at one moment the last. */
export function toldIn(logs: readonly NodeLog[]): Told[] {
  const told = logs.flatMap((log) => {
    const newest = new Map<string, Told>();
    for (const { at, text } of logLines(log)) {
      const standing = at === undefined ? undefined : parseStanding(text);
      if (at === undefined || !standing) continue;
      for (const [name, figure] of Object.entries(standing)) {
        newest.set(`${at} ${name}`, { node: log.node, at, name, figure });
      }
    }
    return [...newest.values()];
  });
  return told.sort((a, b) => a.at - b.at);
}
