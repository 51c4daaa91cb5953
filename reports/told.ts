import { parseStanding } from '../src/replica/standing.js';
import { partOf } from './part-of.js';
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

/** The figures of one name, by the part of a node that they are about. */
export function toldByPart(told: readonly Told[], name: string): ReadonlyMap<string, readonly Told[]> {
  const parts = new Map<string, Told[]>();
  for (const one of told) {
    const { part, name: own } = partOf(one.name);
    if (own !== name) continue;
    const known = parts.get(part);
    if (known) known.push(one);
    else parts.set(part, [one]);
  }
  return parts;
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
