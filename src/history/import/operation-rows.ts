import type { Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { type ForeignEvent, show } from './foreign-event.js';

/** An operation that its source has as one record with two times. */
export interface OperationRow {
  readonly line: number;
  /** Nanoseconds. */
  readonly start: number;
  /** Nanoseconds; the start where nobody knows. */
  readonly end: number;
  readonly type: 'ok' | 'fail' | 'info';
  readonly process: Value | undefined;
  readonly f: Value | undefined;
  readonly key: Value | undefined;
  readonly input: Value | undefined;
  readonly output: Value | undefined;
  readonly error: Value | undefined;
  readonly node: Value | undefined;
  readonly user: Value | undefined;
}

interface RankedEvent {
  readonly event: ForeignEvent;
  readonly time: number;
  /** Order among events of one time. */
  readonly rank: number;
}

/**
 * Turns operations with times into events. Operations whose times touch count as concurrent, so at one time operations
 * begin before others end; but a process ends one before it begins the next. Where that cannot be for several processes
 * at once, the next operations get processes of their own: no order is made up between operations. Without processes,
 * each operation gets one that is free.
 * @throws HistoryError when operations of one process overlap
 */
export function eventsOfRows(rows: readonly OperationRow[]): ForeignEvent[] {
  const ordered = [...rows].sort((a, b) => a.start - b.start || a.end - b.end);
  const chains = chainsOf(ordered);
  const touching = touchingProcesses(chains);
  const events: RankedEvent[] = [];
  for (const [process, chain] of chains) {
    const follows = (row: OperationRow | undefined, next: OperationRow | undefined): boolean =>
      row !== undefined && next?.start === row.end && touching.get(row.end) === process;
    let rank = 0;
    for (const [at, row] of chain.entries()) {
      const { line, start, end, type, f, key, input, output, error, node, user } = row;
      const before = chain[at - 1];
      const isTornOff = before?.end === start && !follows(before, row);
      const same = {
        line,
        process: isTornOff ? `${show(process)} of line ${line}` : process,
        f,
        key,
        node,
        user,
      };
      rank = follows(before, row) ? rank + 1 : 0;
      events.push({ event: { ...same, type: 'invoke', value: input, time: start }, time: start, rank });
      const isLast = !follows(row, chain[at + 1]);
      rank = isLast ? Infinity : start === end ? rank + 1 : 1;
      events.push({ event: { ...same, type, value: output, error, time: end }, time: end, rank });
    }
  }
  return events
    .sort((a, b) => a.time - b.time || (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ event }) => event);
}

/** The operations of each process, in order of time. */
function chainsOf(rows: readonly OperationRow[]): Map<Value, OperationRow[]> {
  const chains = new Map<Value, OperationRow[]>();
  const free: { readonly process: string; at: number }[] = [];
  let unnamed = 0;
  const processOf = ({ process, start, end, type }: OperationRow): Value => {
    if (process !== undefined && process !== null) return process;
    const found = type === 'info' ? undefined : free.find(({ at }) => at < start);
    if (found) {
      found.at = end;
      return found.process;
    }
    const name = `unnamed ${++unnamed}`;
    if (type !== 'info') free.push({ process: name, at: end });
    return name;
  };
  for (const row of rows) {
    const process = processOf(row);
    const chain = chains.get(process);
    const before = chain?.at(-1);
    if (before && before.end > row.start) {
      throw new HistoryError(
        row.line,
        `process ${show(process)} begins this operation at ${row.start} ns, before its operation of line ${before.line} ends at ${before.end} ns; a process does one thing at a time. Map "process" to another column, or to none, if this is no process in that sense.`,
      );
    }
    if (chain) chain.push(row);
    else chains.set(process, [row]);
  }
  return chains;
}

/** For a time at which just one process ends an operation and begins the next: that process. */
function touchingProcesses(
  chains: ReadonlyMap<Value, readonly OperationRow[]>,
): Map<number, Value | undefined> {
  const touching = new Map<number, Value | undefined>();
  for (const [process, chain] of chains) {
    for (const [at, { start }] of chain.entries()) {
      if (chain[at - 1]?.end !== start) continue;
      touching.set(start, touching.has(start) && touching.get(start) !== process ? undefined : process);
    }
  }
  return touching;
}
