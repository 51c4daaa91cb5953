import { INITIAL, type Trace } from './trace.js';
import type { WriteIndex } from './write-index.js';

/**
 * What had happened before each write, and what happens after it, by session order and reads-from, closed: vectors of
 * how far into each session (Fidge 1988, Mattern 1989). In flat arrays, so that what is said of one write lies together.
 */
export class CausalOrder {
  /** Length of a row. */
  readonly sessions: number;
  /** How many writes come before each event; of a write, its place among the writes. */
  readonly placeOf: Int32Array;
  /** A row for each write: for each session the first event that is not part of its past. */
  readonly pasts: Int32Array;
  /**
   * A row for each write: for each session the first event from which on its writes have this one in their past; the
   * number of all events where there is none.
   */
  readonly futures: Int32Array;

  constructor({ events, isWrite, sessionStart }: Trace) {
    this.sessions = sessionStart.length - 1;
    this.placeOf = new Int32Array(events + 1);
    for (let event = 0; event < events; event++) {
      this.placeOf[event + 1] = (this.placeOf[event] as number) + (isWrite[event] as number);
    }
    const cells = (this.placeOf[events] as number) * this.sessions;
    this.pasts = new Int32Array(cells);
    this.futures = new Int32Array(cells).fill(events);
  }

  /** Bytes that it takes at most to work out the order of a trace. */
  static bytesFor({ isWrite, sessionStart }: Trace): number {
    let writes = 0;
    for (const write of isWrite) writes += write;
    // Its two rows, and what each session has seen last of each cell: there are no more cells than writes.
    return 3 * writes * (sessionStart.length - 1) * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Where a write's rows begin. */
  rowOf(write: number): number {
    return (this.placeOf[write] as number) * this.sessions;
  }

  /** The first event of a session from which on its writes have a write in their past. */
  firstAfter(write: number, session: number): number {
    return this.futures[this.rowOf(write) + session] as number;
  }

  /** Whether one write is in the past of another; both are events, and `session` is that of the first. */
  isBefore(write: number, session: number, other: number): boolean {
    return (this.pasts[this.rowOf(other) + session] as number) > write;
  }
}

/**
 * Hears of a read when all of its causal past has been gone through. What the read itself returned is part of that
 * past, unless the read is one of several of one operation.
 * @param lastSeen for each cell of the writes' index the last of its writes in the past; -1 when there is none
 */
type Look = (read: number, lastSeen: Int32Array) => void;

/**
 * Works out the rows of all writes, and looks at all reads: goes through the events so that each comes after its past.
 * Causality cannot go round in a circle (CyclicCO): somewhere on it a read would have ended before the write began whose
 * value it returned, and such reads are not among the events.
 */
export function fillOrder(trace: Trace, order: CausalOrder, writes: WriteIndex, look: Look): void {
  const { sessionStart, session, source, isWrite, lastOfOperation } = trace;
  const walk = new Walk(trace, order, writes);
  const next = sessionStart.slice(0, order.sessions);
  /** For each session those that wait for one of its writes. */
  const waiting = Array.from(next, (): { at: number; write: number }[] => []);
  const ready = [...next.keys()];
  const unready = (first: number, last: number): number => {
    for (let one = first; one <= last; one++) {
      const from = source[one] as number;
      if (from !== INITIAL && from >= (next[session[from] as number] as number)) return from;
    }
    return INITIAL;
  };

  const advance = (at: number): void => {
    for (let event = next[at] as number; event < (sessionStart[at + 1] as number); event = next[at]) {
      const last = lastOfOperation[event] as number;
      const missing = isWrite[event] ? INITIAL : unready(event, last);
      if (missing !== INITIAL) {
        waiting[session[missing] as number]?.push({ at, write: missing });
        return;
      }
      if (isWrite[event]) walk.write(at, event);
      else if (last === event) {
        walk.read(at, event, event);
        look(event, walk.lastSeen[at] as Int32Array);
      } else {
        // Of the reads of several keys none comes before another.
        for (let one = event; one <= last; one++) look(one, walk.lastSeen[at] as Int32Array);
        for (let one = event; one <= last; one++) walk.read(at, one, event);
      }
      next[at] = last + 1;
      const waiters = waiting[at] as { at: number; write: number }[];
      if (waiters.length === 0) continue;
      waiting[at] = waiters.filter(({ write }) => write > last);
      for (const waiter of waiters) if (waiter.write <= last) ready.push(waiter.at);
    }
  };
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) advance(at);
}

/** How far into the others each session has seen while all go on. */
class Walk {
  /** For each session and cell the last write in its past. */
  readonly lastSeen: readonly Int32Array[];
  readonly #past: readonly Int32Array[];
  readonly #order: CausalOrder;
  readonly #source: Int32Array;
  readonly #writes: WriteIndex;

  constructor({ sessionStart, source }: Trace, order: CausalOrder, writes: WriteIndex) {
    const { sessions } = order;
    this.#order = order;
    this.#writes = writes;
    this.#source = source;
    this.#past = Array.from({ length: sessions }, () => sessionStart.slice(0, sessions));
    this.lastSeen = Array.from({ length: sessions }, () => new Int32Array(writes.cells).fill(-1));
  }

  /** A session writes. */
  write(at: number, event: number): void {
    const { pasts, futures, placeOf } = this.#order;
    const past = this.#past[at] as Int32Array;
    past[at] = event + 1;
    const row = this.#order.rowOf(event);
    // Faster than `set` for rows as short as these.
    for (let session = 0; session < past.length; session++) pasts[row + session] = past[session] as number;
    futures[row + at] = event + 1;
    (this.lastSeen[at] as Int32Array)[this.#writes.cellInOrder[placeOf[event] as number] as number] = event;
  }

  /** A session reads: the past of the write that it read becomes part of its own, from an event on. */
  read(at: number, event: number, from: number): void {
    if (this.#source[event] === INITIAL) return;
    const { pasts, futures, placeOf, sessions } = this.#order;
    const { inOrder, cellInOrder } = this.#writes;
    const past = this.#past[at] as Int32Array;
    const lastSeen = this.lastSeen[at] as Int32Array;
    const row = this.#order.rowOf(this.#source[event] as number);
    for (let session = 0; session < sessions; session++) {
      const upTo = pasts[row + session] as number;
      const before = past[session] as number;
      if (upTo <= before) continue;
      past[session] = upTo;
      for (let place = placeOf[before] as number; place < (placeOf[upTo] as number); place++) {
        futures[place * sessions + at] = from;
        lastSeen[cellInOrder[place] as number] = inOrder[place] as number;
      }
    }
  }
}
