import type { HistoryEvent, Value } from '../../src/history/event.js';
import type { History } from '../../src/history/operation.js';
import { pair } from '../../src/history/pair.js';

/** An operation as tests write it down; times are small numbers. */
export interface Draft {
  readonly process: number;
  readonly f: string;
  readonly key?: string;
  /** What was written, or what was read. */
  readonly value: Value;
  /** The argument; left out for a write, whose argument is its value, and where there is none. */
  readonly input?: Value;
  readonly invoked: number;
  /** Left out: never completed. */
  readonly ended?: number;
  /** `ok` unless stated. */
  readonly type?: 'ok' | 'fail' | 'info';
  readonly node?: string;
  readonly user?: string;
  readonly final?: true;
}

/** `w(1, 'x', 7, 0, 5)`: process 1 writes 7 to x between times 0 and 5. */
export function w(process: number, key: string, value: Value, invoked: number, ended?: number): Draft {
  return { process, f: 'write', key, value, invoked, ...(ended !== undefined && { ended }) };
}

/** As `w`, for a read that returned the value. */
export function r(process: number, key: string, value: Value, invoked: number, ended: number): Draft {
  return { process, f: 'read', key, value, invoked, ended };
}

/** A read of several keys that returned these values. */
export function m(process: number, value: { [key: string]: Value }, invoked: number, ended: number): Draft {
  return { process, f: 'multi-read', value, invoked, ended };
}

/** What a replica said in the final phase that it holds. */
export function inspect(
  node: string,
  values: { [key: string]: Value },
  invoked: number,
  ended: number,
): Draft {
  const value = Object.fromEntries(
    Object.entries(values).map(([key, held]) => [key, { value: held, version: '1@n1' }]),
  );
  return { process: 1000 + invoked, f: 'inspect', value, invoked, ended, node, final: true };
}

/**
 * The events of these operations. Within one moment invocations come first, so that operations that merely touch count
 * as concurrent, unless they are of one process.
 */
export function eventsOf(drafts: readonly Draft[]): HistoryEvent[] {
  const events: { -readonly [K in keyof HistoryEvent]: HistoryEvent[K] }[] = [];
  const add = (draft: Draft, type: HistoryEvent['type'], value: Value, time: number): void => {
    const { process, f, key, node, user, final } = draft;
    const event: (typeof events)[number] = { index: 0, process, f, type, value, time };
    if (key !== undefined) event.key = key;
    if (node) event.node = node;
    if (user !== undefined) event.user = user;
    if (final) event.final = final;
    events.push(event);
  };
  for (const draft of drafts) {
    const { f, value, invoked, ended, type = 'ok', input = f === 'write' ? value : null } = draft;
    add(draft, 'invoke', input, invoked);
    if (ended !== undefined) add(draft, type, value, ended);
  }
  // The sort is stable: what begins and ends in one moment, or is of one process, keeps its order.
  const order = ({ type }: HistoryEvent): number => (type === 'invoke' ? 0 : 1);
  events.sort((a, b) => a.time - b.time || order(a) - order(b));
  for (const [index, event] of events.entries()) event.index = index;
  return events;
}

export function makeHistory(...drafts: readonly Draft[]): History {
  return pair(eventsOf(drafts));
}

/** The part of a history that these operations are, with the indexes they had. */
export function restrict(history: History, indexes: Iterable<number>): History {
  const kept = new Set(indexes);
  return { ...history, operations: history.operations.filter(({ index }) => kept.has(index)) };
}
