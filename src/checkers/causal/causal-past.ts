import { INITIAL, type Trace } from './trace.js';

/**
 * What had happened before each event by session order and reads-from, closed: a vector of how far into each session
 * (Fidge 1988, Mattern 1989). Kept for writes; for a read it is made anew while its session is gone through.
 */
export class CausalPast {
  readonly #sessions: number;
  /** A row for each write, by the write's place among the writes. */
  readonly #rows: Int32Array;
  readonly #rowOf: Int32Array;

  constructor({ events, isWrite, sessionStart }: Trace) {
    this.#sessions = sessionStart.length - 1;
    this.#rowOf = new Int32Array(events);
    let writes = 0;
    for (let event = 0; event < events; event++) if (isWrite[event]) this.#rowOf[event] = writes++;
    this.#rows = new Int32Array(writes * this.#sessions);
  }

  /** Bytes that the pasts of a trace take. */
  static bytesFor({ isWrite, sessionStart }: Trace): number {
    let writes = 0;
    for (const write of isWrite) writes += write;
    return writes * (sessionStart.length - 1) * 4;
  }

  /** Keeps a write's past: for each session the first event that is not part of it. */
  keep(write: number, past: Int32Array): void {
    this.#rows.set(past, (this.#rowOf[write] as number) * this.#sessions);
  }

  /** The first event of a session that is not in the past of a write. */
  upTo(write: number, session: number): number {
    return this.#rows[(this.#rowOf[write] as number) * this.#sessions + session] as number;
  }

  /** Extends a past by that of a write. */
  join(past: Int32Array, write: number): void {
    const row = (this.#rowOf[write] as number) * this.#sessions;
    for (let session = 0; session < past.length; session++) {
      const upTo = this.#rows[row + session] as number;
      if (upTo > (past[session] as number)) past[session] = upTo;
    }
  }
}

/** A cycle of session order and reads-from: what the events of each were waiting for, session after session. */
export interface Cycle {
  readonly events: readonly number[];
}

/**
 * Goes through all events so that each comes after its causal past, and says of each read what that is: a vector of the
 * first events of each session that are not part of it. The vector is used again, so it must not be kept.
 *
 * @returns a cycle when causality has one; then events on it and after it were not visited
 */
export function visitReads(
  trace: Trace,
  pasts: CausalPast,
  visit: (read: number, past: Int32Array) => void,
): Cycle | undefined {
  const { sessionStart, session, source, isWrite, lastOfOperation } = trace;
  const sessions = sessionStart.length - 1;
  const next = sessionStart.slice(0, sessions);
  const past = Array.from({ length: sessions }, () => sessionStart.slice(0, sessions));
  /** For each session those that wait for one of its writes. */
  const waiting = Array.from({ length: sessions }, (): { at: number; write: number }[] => []);
  const ready = Array.from({ length: sessions }, (_, at) => at);
  const afterwards: number[] = [];
  const isDone = (write: number): boolean => write < (next[session[write] as number] as number);

  const advance = (at: number): void => {
    const mine = past[at] as Int32Array;
    const end = sessionStart[at + 1] as number;
    for (let event = next[at] as number; event < end; event = next[at]) {
      const last = lastOfOperation[event] as number;
      for (let one = event; one <= last; one++) {
        const from = source[one] as number;
        if (isWrite[one] || from === INITIAL || isDone(from)) continue;
        waiting[session[from] as number]?.push({ at, write: from });
        return;
      }
      if (isWrite[event]) {
        mine[at] = event + 1;
        pasts.keep(event, mine);
      } else {
        for (let one = event; one <= last; one++) {
          const from = source[one] as number;
          // Of the reads of several keys none comes before another: each has only its own source in its past.
          const own = last === event ? mine : mine.slice();
          if (from !== INITIAL) pasts.join(own, from);
          visit(one, own);
          if (own !== mine) afterwards.push(from);
        }
        for (const from of afterwards.splice(0)) if (from !== INITIAL) pasts.join(mine, from);
        mine[at] = last + 1;
      }
      next[at] = last + 1;
      const waiters = waiting[at] ?? [];
      if (waiters.length === 0) continue;
      waiting[at] = waiters.filter(({ write }) => write > last);
      for (const waiter of waiters) if (waiter.write <= last) ready.push(waiter.at);
    }
  };
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) advance(at);
  return cycleAmong(trace, next);
}

/** The sessions that could not go on wait for each other: followed far enough, somebody waits for itself. */
function cycleAmong(
  { sessionStart, session, source, lastOfOperation }: Trace,
  next: Int32Array,
): Cycle | undefined {
  const isStuck = (at: number): boolean => (next[at] as number) < (sessionStart[at + 1] as number);
  let at = next.findIndex((_, one) => isStuck(one));
  if (at < 0) return undefined;
  const blockerOf = (one: number): [read: number, write: number] => {
    const first = next[one] as number;
    for (let read = first; read <= (lastOfOperation[first] as number); read++) {
      const write = source[read] as number;
      if (write !== INITIAL && write >= (next[session[write] as number] as number)) return [read, write];
    }
    throw new Error('A session stopped although nothing was in its way.');
  };
  const visited: number[] = [];
  while (!visited.includes(at)) {
    visited.push(at);
    at = session[blockerOf(at)[1]] as number;
  }
  return { events: visited.slice(visited.indexOf(at)).flatMap((one) => blockerOf(one)) };
}
