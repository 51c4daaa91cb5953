import { type Registers } from '../registers.js';
import { CausalOrder, fillOrder } from './causal-order.js';
import { Edges } from './edges.js';
import { INITIAL, type Trace, traceOf } from './trace.js';
import { WriteIndex } from './write-index.js';

/** A read of something although a newer write of the key was in its causal past. */
export interface Overlooked {
  readonly read: number;
  /** The write whose value it returned, or `INITIAL`. */
  readonly returned: number;
  /** A write of the same key that the read's past holds, and that has `returned` in its own. */
  readonly newer: number;
}

/** What session order and reads-from say of a history, for all causal checkers. */
export interface CausalAnalysis {
  readonly trace: Trace;
  readonly writes: WriteIndex;
  readonly order: CausalOrder;
  /** Each comes after its causal past; at most `MOST_KEPT`. */
  readonly overlooked: readonly Overlooked[];
  /** All reads that overlooked something, in the same order. */
  readonly overlookingReads: readonly number[];
  /** Reads of keys that some other session writes: what could have been overlooked. */
  readonly chances: number;
  /**
   * Of two concurrent writes of a key that were both in the past of a read that returned one of them, from the other to
   * the one returned: in any order on which all sessions agree it comes later (conflict order of causal convergence).
   * Each is labelled with the read.
   */
  readonly conflicts: Edges;
}

/** More of one kind are counted but not kept. */
const MOST_KEPT = 1_000;

/** Bytes that the causal order of all writes may take. */
const MOST_BYTES = 2 ** 30;

const analysed = new WeakMap<Registers, CausalAnalysis | undefined>();

/**
 * Analyses a history once for all causal checkers, in time proportional to operations times sessions.
 * Undefined when the causal order of its writes would take more than a gibibyte: writes times sessions times twelve bytes.
 */
export function causalAnalysis(registers: Registers): CausalAnalysis | undefined {
  if (!analysed.has(registers)) analysed.set(registers, analyse(traceOf(registers)));
  return analysed.get(registers);
}

function analyse(trace: Trace): CausalAnalysis | undefined {
  if (CausalOrder.bytesFor(trace) > MOST_BYTES) return undefined;
  const writes = new WriteIndex(trace);
  const order = new CausalOrder(trace);
  const looks = new Looks(trace, writes, order);
  fillOrder(trace, order, writes, (read, lastSeen) => {
    looks.at(read, lastSeen);
  });
  const { overlooked, overlookingReads, conflicts } = looks;
  return {
    trace,
    writes,
    order,
    chances: chancesIn(trace, writes),
    overlooked,
    overlookingReads,
    conflicts,
  };
}

/** How many reads there are of keys that some other session writes. */
export function chancesIn(trace: Trace, writes = new WriteIndex(trace)): number {
  const { events, isWrite, key, session } = trace;
  let chances = 0;
  for (let event = 0; event < events; event++) {
    if (!isWrite[event] && writes.isWrittenByOther(key[event] as number, session[event] as number)) chances++;
  }
  return chances;
}

/** Looks at each read, with what had been written by then as its session could know. */
class Looks {
  readonly overlooked: Overlooked[] = [];
  readonly overlookingReads: number[] = [];
  readonly conflicts = new Edges();
  readonly #latest = new LatestEdges();
  readonly #trace: Trace;
  readonly #writes: WriteIndex;
  readonly #order: CausalOrder;

  constructor(trace: Trace, writes: WriteIndex, order: CausalOrder) {
    this.#trace = trace;
    this.#writes = writes;
    this.#order = order;
  }

  at(read: number, lastSeen: Int32Array): void {
    const { key, source, firstOfOperation, lastOfOperation } = this.#trace;
    const { writer, cellStart } = this.#writes;
    const { pasts, futures } = this.#order;
    const returned = source[read] as number;
    const row = returned === INITIAL ? 0 : this.#order.rowOf(returned);
    const isOneOfSeveral = returned !== INITIAL && firstOfOperation[read] !== lastOfOperation[read];
    const end = cellStart[(key[read] as number) + 1] as number;
    let newest = -1;
    for (let cell = cellStart[key[read] as number] as number; cell < end; cell++) {
      const session = writer[cell] as number;
      let write = lastSeen[cell] as number;
      if (isOneOfSeveral) {
        write = Math.max(write, this.#writes.lastBefore(cell, pasts[row + session] as number));
      }
      if (write < 0 || write === returned) continue;
      if (returned === INITIAL || write >= (futures[row + session] as number)) newest = write;
      else if (write >= (pasts[row + session] as number) && this.#latest.isNew(row + session, write)) {
        this.conflicts.add(write, returned, read);
      }
    }
    if (newest < 0) return;
    this.overlookingReads.push(read);
    if (this.overlooked.length < MOST_KEPT) this.overlooked.push({ read, returned, newer: newest });
  }
}

/** Which edges into a write are known: of those from one session the last implies the others, by session order. */
class LatestEdges {
  readonly #latest = new Map<number, number>();

  /** @param cell the place of the later write's row, plus the session of the earlier one */
  isNew(cell: number, from: number): boolean {
    if ((this.#latest.get(cell) ?? -1) >= from) return false;
    this.#latest.set(cell, from);
    return true;
  }
}
