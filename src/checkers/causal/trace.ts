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

/** One event before it has its number. */
interface Draft {
  readonly operation: Operation;
  readonly version: Version;
  readonly isWrite: boolean;
}

/** Sorts the registers of a history by session. */
export function traceOf({ versions, reads }: Registers): Trace {
  const impossible: Read[] = [];
  const bySession = new Map<number, Draft[]>();
  const add = (draft: Draft): void => {
    const drafts = bySession.get(draft.operation.process);
    if (drafts) drafts.push(draft);
    else bySession.set(draft.operation.process, [draft]);
  };
  let next = 0;
  const addWritesBefore = (index: number): void => {
    for (; next < versions.length && (versions[next] as Version).invoked <= index; next++) {
      const version = versions[next] as Version;
      const wasSeen = version.firstSeen < Infinity;
      if (version.write && wasSeen) add({ operation: version.write, version, isWrite: true });
    }
  };
  for (const read of reads) {
    addWritesBefore(read.operation.index);
    if (read.version) add({ operation: read.operation, version: read.version, isWrite: false });
    else impossible.push(read);
  }
  addWritesBefore(Infinity);
  return number([...bySession.values()], impossible);
}

function number(sessions: readonly (readonly Draft[])[], impossible: readonly Read[]): Trace {
  const events = sessions.reduce((sum, { length }) => sum + length, 0);
  const sessionStart = new Int32Array(sessions.length + 1);
  const session = new Int32Array(events);
  const key = new Int32Array(events);
  const isWrite = new Uint8Array(events);
  const source = new Int32Array(events).fill(INITIAL);
  const firstOfOperation = new Int32Array(events);
  const lastOfOperation = new Int32Array(events);
  const operation: Operation[] = [];
  const keyNumbers = new Map<unknown, number>();
  const eventOf = new Map<Version, number>();
  let event = 0;
  for (const [number, drafts] of sessions.entries()) {
    for (const { operation: one, version, isWrite: writes } of drafts) {
      let keyNumber = keyNumbers.get(version.register);
      if (keyNumber === undefined) keyNumbers.set(version.register, (keyNumber = keyNumbers.size));
      session[event] = number;
      key[event] = keyNumber;
      operation.push(one);
      if (writes) {
        isWrite[event] = 1;
        eventOf.set(version, event);
      }
      event++;
    }
    sessionStart[number + 1] = event;
  }
  event = 0;
  for (const drafts of sessions) {
    for (const { version, isWrite: writes } of drafts) {
      if (!writes) source[event] = eventOf.get(version) ?? INITIAL;
      event++;
    }
  }
  for (let at = 0; at < events; at++) {
    const isFirst = at === 0 || operation[at - 1] !== operation[at];
    firstOfOperation[at] = isFirst ? at : (firstOfOperation[at - 1] as number);
  }
  for (let at = events - 1; at >= 0; at--) {
    const isLast = at === events - 1 || operation[at + 1] !== operation[at];
    lastOfOperation[at] = isLast ? at : (lastOfOperation[at + 1] as number);
  }
  return {
    events,
    sessionStart,
    session,
    key,
    keys: keyNumbers.size,
    isWrite,
    source,
    firstOfOperation,
    lastOfOperation,
    operation,
    impossible,
  };
}
