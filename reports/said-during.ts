import type { Operation } from '../src/history/operation.js';
import { isForPrograms, logLines } from './log-lines.js';
import type { NodeLog } from './run-record.js';

/** What a node said at some moment. */
export interface Said {
  readonly node: string;
  /** Nanoseconds. */
  readonly at: number;
  readonly text: string;
}

/**
 * What nodes said while these operations went on, in order of time: of more than `most` the first and the last. Looks
 * of the final phase come long after what they show, so the time ends with what comes before them, or at `until`.
 * @param until nanoseconds; when it was last seen that something happened that the operations are about
 */
export function saidDuring(
  operations: readonly Operation[],
  logs: readonly NodeLog[],
  { until = 0, most }: { readonly until?: number; readonly most: number },
): { readonly said: readonly Said[]; readonly left: number } {
  const early = operations.filter(({ final }) => !final);
  const about = early.length > 0 ? early : operations;
  const from = Math.min(...about.map(({ invokedAt }) => invokedAt));
  const ends = about.map(({ invokedAt, endedAt }) => (Number.isFinite(endedAt) ? endedAt : invokedAt));
  const to = Math.max(until, ...ends);
  const all = logs
    .flatMap((log) =>
      logLines(log)
        .filter((line) => !isForPrograms(line))
        .flatMap(({ at, text }) =>
          at !== undefined && at >= from && at <= to ? [{ node: log.node, at, text }] : [],
        ),
    )
    .sort((a, b) => a.at - b.at);
  if (all.length <= most) return { said: all, left: 0 };
  const first = Math.ceil(most / 2);
  return { said: [...all.slice(0, first), ...all.slice(first - most)], left: all.length - most };
}
