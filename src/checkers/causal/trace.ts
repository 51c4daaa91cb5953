import type { Operation } from '../../history/operation.js';
import type { Read, Registers } from '../registers.js';
import type { Version } from '../register.js';

/** The source of a read that returned the initial value. */
export const INITIAL = -1;

/**
 * A history as causal checkers see it: writes and reads of one key each, numbered so that those of a session follow each
 * other in session order, in flat arrays. A read of several keys is one event for each of them.
 *
 * Writes of unknown outcome that nobody read are left out: they may never have happened. One that was read is the last
 * of its session, for its process does nothing after it.
 */
export interface Trace {
  readonly events: number;
  /** Events of session `s`: from `sessionStart[s]` up to `sessionStart[s + 1]`. */
  readonly sessionStart: Int32Array;
  readonly session: Int32Array;
  readonly key: Int32Array;
  readonly keys: number;
  /** 1 for a write, 0 for a read. */
  readonly isWrite: Uint8Array;
  /** For a read the event that wrote what it returned, or `INITIAL`. */
  readonly source: Int32Array;
  /** The first and the last event of the same operation: itself, but for reads of several keys. */
  readonly firstOfOperation: Int32Array;
  readonly lastOfOperation: Int32Array;
  readonly operation: readonly Operation[];
  /** Reads of values that no write can have given; they are not among the events. */
  readonly impossible: readonly Read[];
}

/** Sorts the registers of a history by session. */
export function traceOf({ byKey, versions, reads }: Registers): Trace {
  const impossible = reads.filter(({ version }) => !version);
  const merged = mergedOrder(versions, reads);
  const events = merged.length;
  const sessionNumbers = new Map<number, number>();
  const sessionOf = merged.map((entry) => {
    const { process } = operationAt(entry, versions, reads);
    let number = sessionNumbers.get(process);
    if (number === undefined) sessionNumbers.set(process, (number = sessionNumbers.size));
    return number;
  });
  const sessionStart = startsOf(sessionOf, sessionNumbers.size);
  const session = new Int32Array(events);
  const key = new Int32Array(events);
  const isWrite = new Uint8Array(events);
  const source = new Int32Array(events).fill(INITIAL);
  const operation = new Array<Operation>(events);
  const eventOf = new Int32Array(versions.length).fill(INITIAL);
  const next = sessionStart.slice();
  // What a read returned was written before it ended, but may have been invoked after it was: sources come last.
  const eventAt = new Int32Array(events);
  for (let at = 0; at < events; at++) {
    const entry = merged[at] as number;
    const mine = sessionOf[at] as number;
    const event = next[mine] as number;
    next[mine] = event + 1;
    eventAt[at] = event;
    session[event] = mine;
    operation[event] = operationAt(entry, versions, reads);
    if (entry < 0) {
      isWrite[event] = 1;
      eventOf[~entry] = event;
      key[event] = (versions[~entry] as Version).register.number;
    } else key[event] = (reads[entry] as Read).register.number;
  }
  for (let at = 0; at < events; at++) {
    const place =
      (merged[at] as number) < 0 ? -1 : ((reads[merged[at] as number] as Read).version?.place ?? -1);
    if (place >= 0) source[eventAt[at] as number] = eventOf[place] as number;
  }
  return {
    events,
    sessionStart,
    session,
    key,
    keys: byKey.size,
    isWrite,
    source,
    ...operationBounds(operation),
    operation,
    impossible,
  };
}

/** Seen writes and possible reads in order of invocation: a read by its place, a write by the complement of its own. */
function mergedOrder(versions: readonly Version[], reads: readonly Read[]): Int32Array {
  const merged = new Int32Array(versions.length + reads.length);
  let length = 0;
  let next = 0;
  const addWritesBefore = (index: number): void => {
    for (; next < versions.length && (versions[next] as Version).invoked <= index; next++) {
      if ((versions[next] as Version).firstSeen < Infinity) merged[length++] = ~next;
    }
  };
  for (const [place, read] of reads.entries()) {
    addWritesBefore(read.operation.index);
    if (read.version) merged[length++] = place;
  }
  addWritesBefore(Infinity);
  return merged.subarray(0, length);
}

const operationAt = (entry: number, versions: readonly Version[], reads: readonly Read[]): Operation =>
  entry < 0 ? ((versions[~entry] as Version).write as Operation) : (reads[entry] as Read).operation;

function startsOf(sessionOf: Int32Array, sessions: number): Int32Array {
  const start = new Int32Array(sessions + 1);
  for (const session of sessionOf) start[session + 1] = (start[session + 1] as number) + 1;
  for (let session = 0; session < sessions; session++) {
    start[session + 1] = (start[session + 1] as number) + (start[session] as number);
  }
  return start;
}

function operationBounds(
  operation: readonly Operation[],
): Pick<Trace, 'firstOfOperation' | 'lastOfOperation'> {
  const events = operation.length;
  const firstOfOperation = new Int32Array(events);
  const lastOfOperation = new Int32Array(events);
  for (let at = 0; at < events; at++) {
    const isFirst = at === 0 || operation[at - 1] !== operation[at];
    firstOfOperation[at] = isFirst ? at : (firstOfOperation[at - 1] as number);
  }
  for (let at = events - 1; at >= 0; at--) {
    const isLast = at === events - 1 || operation[at + 1] !== operation[at];
    lastOfOperation[at] = isLast ? at : (lastOfOperation[at + 1] as number);
  }
  return { firstOfOperation, lastOfOperation };
}
