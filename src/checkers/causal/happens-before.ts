import type { CausalAnalysis } from './analysis.js';
import { addSessionOrderAndReads } from './causal-convergence.js';
import { type Edge, Edges, type EdgesByEnd } from './edges.js';
import { INITIAL, type Trace } from './trace.js';

/** Why no order of the writes that some sessions know makes all their reads right. */
export type Contradiction =
  /** What must come before what goes round in a circle; steps between writes are labelled with their place in `edges`. */
  | { readonly cycle: readonly Edge[] }
  /** A read of the initial value, although a write of its key must come before it. */
  | { readonly read: number; readonly newer: number };

/** What must come before what, for the reads of some sessions to be right together. */
export interface HappensBefore {
  /**
   * Beside session order and reads-from: of a write that comes before a read of another one of its key, to that one. Each
   * is labelled with the read, and follows from those before it.
   */
  readonly edges: Edges;
  readonly contradiction: Contradiction | undefined;
}

/**
 * Works out what happens before what for readers (Bouajjani et al., POPL 2017: the relation HB): starts with
 * causality; when a write happens before a read of another write of its key, it happens before that one too; and again,
 * until nothing is new. What follows from causality at once is known from its analysis. Each round takes time proportional to operations times sessions.
 *
 * @param isReader whose reads count, by session; those of the others only pass on causality
 * @param mayGoOn asked before each round with the steps that it will take
 * @returns undefined when there was to be no further round
 */
export function happensBefore(
  analysis: CausalAnalysis,
  isReader: (session: number) => boolean,
  mayGoOn: (steps: number) => boolean,
): HappensBefore | undefined {
  const { trace, order, conflicts } = analysis;
  const edges = new Edges();
  for (const { from, to, label } of conflicts) {
    if (isReader(trace.session[label] as number)) edges.add(from, to, label);
  }
  const steps = trace.events * order.sessions;
  const rounds = new Rounds(analysis, edges, isReader);
  for (;;) {
    if (!mayGoOn(steps)) return undefined;
    const known = edges.count;
    if (!rounds.goThrough()) return { edges, contradiction: { cycle: cycleWith(trace, edges) } };
    const { contradiction } = rounds;
    if (contradiction || edges.count === known) return { edges, contradiction };
  }
}

function cycleWith(trace: Trace, conflicts: Edges): Edge[] {
  const all = new Edges();
  addSessionOrderAndReads(trace, all);
  let number = 0;
  for (const { from, to } of conflicts) all.add(from, to, number++);
  return all.cycle(trace.events) ?? [];
}

/** Goes through all events, each after all that is known to happen before it, and adds what follows for the reads. */
class Rounds {
  contradiction: Contradiction | undefined;
  readonly #analysis: CausalAnalysis;
  readonly #edges: Edges;
  /** The edges that were known before the round. */
  #known: EdgesByEnd;
  /** For each write and session the first event that is not known to happen before it. */
  readonly #pasts: Int32Array;
  /** The same for what each session has come to. */
  readonly #past: readonly Int32Array[];
  /** For each reader and cell the last write that happens before what it has come to. */
  readonly #lastSeen: readonly (Int32Array | undefined)[];
  readonly #next: Int32Array;

  constructor(analysis: CausalAnalysis, edges: Edges, isReader: (session: number) => boolean) {
    const { trace, writes, order } = analysis;
    this.#analysis = analysis;
    this.#edges = edges;
    this.#known = edges.byEnd(trace.events);
    this.#pasts = new Int32Array(order.pasts.length);
    this.#next = trace.sessionStart.slice(0, order.sessions);
    this.#past = Array.from(this.#next, () => trace.sessionStart.slice(0, order.sessions));
    this.#lastSeen = Array.from(this.#next, (_, session) =>
      isReader(session) ? new Int32Array(writes.cells).fill(-1) : undefined,
    );
  }

  /** One round. False when some events wait for each other. */
  goThrough(): boolean {
    const { events, sessionStart, session, lastOfOperation } = this.#analysis.trace;
    const next = this.#next;
    const starts = sessionStart.subarray(0, next.length);
    next.set(starts);
    for (const past of this.#past) past.set(starts);
    for (const seen of this.#lastSeen) seen?.fill(-1);
    this.#known = this.#edges.byEnd(events);
    /** For each session those that wait for it to go on. */
    const waiting = Array.from(next, (): number[] => []);
    const ready = [...next.keys()];
    for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
      const from = next[at];
      while ((next[at] as number) < (sessionStart[at + 1] as number)) {
        const first = next[at] as number;
        const last = lastOfOperation[first] as number;
        const missing = this.#missing(first, last);
        if (missing !== INITIAL) {
          waiting[session[missing] as number]?.push(at);
          break;
        }
        this.#goOn(at, first, last);
        next[at] = last + 1;
      }
      if (next[at] === from) continue;
      const waiters = waiting[at] as number[];
      waiting[at] = [];
      ready.push(...waiters);
    }
    return next.every((event, at) => event === sessionStart[at + 1]);
  }

  /** A write that must be gone through before these events. */
  #missing(first: number, last: number): number {
    const { session, source, isWrite } = this.#analysis.trace;
    const isMissing = (write: number): boolean => write >= (this.#next[session[write] as number] as number);
    if (isWrite[first]) {
      const { last, before, from } = this.#known;
      for (let edge = last[first] as number; edge >= 0; edge = before[edge] as number) {
        if (isMissing(from[edge] as number)) return from[edge] as number;
      }
      return INITIAL;
    }
    for (let read = first; read <= last; read++) {
      const from = source[read] as number;
      if (from !== INITIAL && isMissing(from)) return from;
    }
    return INITIAL;
  }

  #goOn(at: number, first: number, last: number): void {
    const { trace, writes, order } = this.#analysis;
    if (!trace.isWrite[first]) {
      this.#read(at, first, last);
      return;
    }
    const known = this.#known;
    for (let edge = known.last[first] as number; edge >= 0; edge = known.before[edge] as number) {
      this.#join(at, known.from[edge] as number);
    }
    const past = this.#past[at] as Int32Array;
    past[at] = first + 1;
    const row = order.rowOf(first);
    for (let session = 0; session < past.length; session++) {
      this.#pasts[row + session] = past[session] as number;
    }
    const seen = this.#lastSeen[at];
    if (seen) seen[writes.cellInOrder[order.placeOf[first] as number] as number] = first;
  }

  #read(at: number, first: number, last: number): void {
    const { source } = this.#analysis.trace;
    const seen = this.#lastSeen[at];
    if (first === last) {
      this.#join(at, source[first] as number);
      if (seen) this.#look(first, seen);
      return;
    }
    // Of the reads of several keys none comes before another.
    if (seen) {
      for (let read = first; read <= last; read++)
        this.#look(read, this.#seenWith(source[read] as number, seen));
    }
    for (let read = first; read <= last; read++) this.#join(at, source[read] as number);
  }

  /** What a session has come to, and a write with what happens before it. */
  #join(at: number, write: number): void {
    if (write === INITIAL) return;
    const { order, writes } = this.#analysis;
    const { inOrder, cellInOrder } = writes;
    const { placeOf } = order;
    const past = this.#past[at] as Int32Array;
    const seen = this.#lastSeen[at];
    const row = order.rowOf(write);
    for (let session = 0; session < past.length; session++) {
      const upTo = this.#pasts[row + session] as number;
      const before = past[session] as number;
      if (upTo <= before) continue;
      past[session] = upTo;
      if (!seen) continue;
      for (let place = placeOf[before] as number; place < (placeOf[upTo] as number); place++) {
        seen[cellInOrder[place] as number] = inOrder[place] as number;
      }
    }
  }

  /** The last write of each cell, were a write read too. */
  #seenWith(write: number, seen: Int32Array): Int32Array {
    if (write === INITIAL) return seen;
    const { order, writes } = this.#analysis;
    const row = order.rowOf(write);
    return seen.map((last, cell) =>
      Math.max(last, writes.lastBefore(cell, this.#pasts[row + (writes.writer[cell] as number)] as number)),
    );
  }

  #look(read: number, seen: Int32Array): void {
    const { trace, writes, order } = this.#analysis;
    const { cellStart, writer } = writes;
    const key = trace.key[read] as number;
    const returned = trace.source[read] as number;
    const row = returned === INITIAL ? 0 : order.rowOf(returned);
    for (let cell = cellStart[key] as number; cell < (cellStart[key + 1] as number); cell++) {
      const write = seen[cell] as number;
      if (write < 0 || write === returned) continue;
      const at = row + (writer[cell] as number);
      if (returned === INITIAL) this.contradiction ??= { read, newer: write };
      else if ((this.#pasts[at] as number) <= write) {
        this.#edges.add(write, returned, read);
        this.#pasts[at] = write + 1;
      }
    }
  }
}
