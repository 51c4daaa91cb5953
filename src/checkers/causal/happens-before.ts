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
 * until nothing is new. Each round takes time proportional to operations times sessions.
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
  const { trace, order } = analysis;
  const edges = new Edges();
  const steps = trace.events * order.sessions;
  for (;;) {
    if (!mayGoOn(steps)) return undefined;
    const known = edges.count;
    const round = new Round(analysis, edges, isReader);
    if (round.isStuck) return { edges, contradiction: { cycle: cycleWith(trace, edges) } };
    if (round.contradiction || edges.count === known) return { edges, contradiction: round.contradiction };
  }
}

function cycleWith(trace: Trace, conflicts: Edges): Edge[] {
  const all = new Edges();
  addSessionOrderAndReads(trace, all);
  let number = 0;
  for (const { from, to } of conflicts) all.add(from, to, number++);
  return all.cycle(trace.events) ?? [];
}

/** Goes once through all events, each after all that is known to happen before it, and adds what follows for the reads. */
class Round {
  contradiction: Contradiction | undefined;
  /** Some events wait for each other. */
  readonly isStuck: boolean;
  readonly #analysis: CausalAnalysis;
  readonly #edges: Edges;
  readonly #isReader: (session: number) => boolean;
  /** The edges that were known before the round. */
  readonly #known: EdgesByEnd;
  /** For each write and session the first event that is not known to happen before it. */
  readonly #pasts: Int32Array;
  /** The same for what each session has come to. */
  readonly #past: readonly Int32Array[];
  readonly #next: Int32Array;

  constructor(analysis: CausalAnalysis, edges: Edges, isReader: (session: number) => boolean) {
    const { trace, order } = analysis;
    this.#analysis = analysis;
    this.#edges = edges;
    this.#isReader = isReader;
    this.#known = edges.byEnd(trace.events);
    this.#pasts = new Int32Array(order.pasts.length);
    this.#next = trace.sessionStart.slice(0, order.sessions);
    this.#past = Array.from(this.#next, () => trace.sessionStart.slice(0, order.sessions));
    this.isStuck = this.#goThrough();
  }

  #goThrough(): boolean {
    const { sessionStart, session, lastOfOperation } = this.#analysis.trace;
    const next = this.#next;
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
    return next.some((event, at) => event < (sessionStart[at + 1] as number));
  }

  /** A write that must be gone through before these events. */
  #missing(first: number, last: number): number {
    const { session, source, isWrite } = this.#analysis.trace;
    const isMissing = (write: number): boolean => write >= (this.#next[session[write] as number] as number);
    if (isWrite[first]) {
      for (const [, from] of this.#known.into(first)) if (isMissing(from)) return from;
      return INITIAL;
    }
    for (let read = first; read <= last; read++) {
      const from = source[read] as number;
      if (from !== INITIAL && isMissing(from)) return from;
    }
    return INITIAL;
  }

  #goOn(at: number, first: number, last: number): void {
    const { source, isWrite } = this.#analysis.trace;
    const past = this.#past[at] as Int32Array;
    if (isWrite[first]) {
      for (const [, from] of this.#known.into(first)) this.#join(past, from);
      past[at] = first + 1;
      const row = this.#analysis.order.rowOf(first);
      for (let session = 0; session < past.length; session++) {
        this.#pasts[row + session] = past[session] as number;
      }
      return;
    }
    const isReader = this.#isReader(at);
    // Of the reads of several keys none comes before another.
    if (isReader && last > first) {
      for (let read = first; read <= last; read++) {
        const own = past.slice();
        this.#join(own, source[read] as number);
        this.#look(read, own);
      }
    }
    for (let read = first; read <= last; read++) this.#join(past, source[read] as number);
    if (isReader && last === first) this.#look(first, past);
  }

  #join(past: Int32Array, write: number): void {
    if (write === INITIAL) return;
    const row = this.#analysis.order.rowOf(write);
    for (let session = 0; session < past.length; session++) {
      const upTo = this.#pasts[row + session] as number;
      if (upTo > (past[session] as number)) past[session] = upTo;
    }
  }

  #look(read: number, past: Int32Array): void {
    const { trace, writes, order } = this.#analysis;
    const { cellStart, writer } = writes;
    const key = trace.key[read] as number;
    const returned = trace.source[read] as number;
    const row = returned === INITIAL ? 0 : order.rowOf(returned);
    for (let cell = cellStart[key] as number; cell < (cellStart[key + 1] as number); cell++) {
      const session = writer[cell] as number;
      const write = writes.lastBefore(cell, past[session] as number);
      if (write < 0 || write === returned) continue;
      if (returned === INITIAL) this.contradiction ??= { read, newer: write };
      else if ((this.#pasts[row + session] as number) <= write) {
        this.#edges.add(write, returned, read);
        this.#pasts[row + session] = write + 1;
      }
    }
  }
}
