import type { Value } from '../../src/history/event.js';
import type { History, Operation } from '../../src/history/operation.js';
import { stream } from '../../src/plan/stream.js';

/** What clients of a store with lagging copies do. */
export interface LagShape {
  readonly seed: string;
  readonly operations: number;
  readonly keys: number;
  readonly sessions: number;
  /** A session's copy is behind the log by fewer entries than this. */
  readonly maxLag: number;
}

/**
 * A history of a store that keeps one log of writes and lets each session read from a copy that lags behind; before a
 * session writes, its copy catches up. Sequentially consistent, and so all that follows from that, but not linearizable.
 */
export function laggingHistory({ seed, operations: count, keys, sessions, maxLag }: LagShape): History {
  const { unit } = stream(seed, 'lagging');
  const log: { readonly key: string; readonly value: number }[] = [];
  const copies = Array.from({ length: sessions }, () => ({ applied: 0, content: new Map<string, number>() }));
  const operations: Operation[] = [];
  for (let at = 0; at < count; at++) {
    const process = Math.floor(unit() * sessions);
    const copy = copies[process] as (typeof copies)[number];
    const key = `k${Math.floor(unit() * keys)}`;
    const isWrite = unit() < 0.5;
    const upTo = isWrite ? log.length : Math.max(copy.applied, log.length - Math.floor(unit() * maxLag));
    for (; copy.applied < upTo; copy.applied++) {
      const entry = log[copy.applied] as (typeof log)[number];
      copy.content.set(entry.key, entry.value);
    }
    if (isWrite) {
      log.push({ key, value: at });
      copy.content.set(key, at);
      copy.applied++;
    }
    operations.push(operationOf(at, process, key, isWrite, isWrite ? at : (copy.content.get(key) ?? null)));
  }
  return { operations, faults: [], endedAt: 2 * count, events: 2 * count };
}

/** One operation after the other: sessions differ in what they see, not in when. */
function operationOf(at: number, process: number, key: string, isWrite: boolean, value: Value): Operation {
  return {
    index: 2 * at,
    process,
    f: isWrite ? 'write' : 'read',
    key,
    input: isWrite ? value : null,
    output: value,
    type: 'ok',
    invokedAt: 2 * at,
    completedAt: 2 * at + 1,
    completedIndex: 2 * at + 1,
    endedAt: 2 * at + 1,
  };
}
