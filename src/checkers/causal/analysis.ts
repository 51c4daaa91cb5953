import { type Registers } from '../registers.js';
import { CausalPast, type Cycle, visitReads } from './causal-past.js';
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
  readonly pasts: CausalPast;
  /** Causality goes round in a circle: then nothing else was looked at. */
  readonly cycle: Cycle | undefined;
  /** In order of reads, session by session; at most `MOST_KEPT`. */
  readonly overlooked: readonly Overlooked[];
  readonly overlookedCount: number;
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

/** Why a history with too many sessions is not judged. */
export const TOO_MANY_SESSIONS =
  'It has too many sessions: the causal past of each write, four bytes for each session, would not fit into 1 GiB.';

/** Bytes that the pasts of all writes may take. */
const MOST_BYTES = 2 ** 30;

const analysed = new WeakMap<Registers, CausalAnalysis | undefined>();

/**
 * Analyses a history once for all causal checkers, in time proportional to reads times sessions that write the key.
 * Undefined when the pasts of its writes would take more than a gibibyte: writes times sessions times four bytes.
 */
export function causalAnalysis(registers: Registers): CausalAnalysis | undefined {
  if (!analysed.has(registers)) analysed.set(registers, analyse(traceOf(registers)));
  return analysed.get(registers);
}

function analyse(trace: Trace): CausalAnalysis | undefined {
  if (CausalPast.bytesFor(trace) > MOST_BYTES) return undefined;
  const writes = new WriteIndex(trace);
  const pasts = new CausalPast(trace);
  const conflicts = new Edges();
  const overlooked: Overlooked[] = [];
  const overlookingReads: number[] = [];
  let chances = 0;
  const { key, source, session, sessionStart } = trace;
  const later = new LatestEdges(trace);
  const cycle = visitReads(trace, pasts, (read, past) => {
    const returned = source[read] as number;
    let newest = -1;
    if (writes.isWrittenByOther(key[read] as number, session[read] as number)) chances++;
    for (const writer of writes.writersOf(key[read] as number)) {
      if (past[writer] === sessionStart[writer]) continue;
      const write = writes.lastBefore(key[read] as number, writer, past[writer] as number);
      if (write < 0 || write === returned) continue;
      if (returned === INITIAL || pasts.upTo(write, session[returned] as number) > returned) newest = write;
      else if (pasts.upTo(returned, writer) <= write && later.isNew(returned, write))
        conflicts.add(write, returned, read);
    }
    if (newest < 0) return;
    overlookingReads.push(read);
    if (overlooked.length < MOST_KEPT) overlooked.push({ read, returned, newer: newest });
  });
  return {
    trace,
    writes,
    pasts,
    cycle,
    overlooked,
    overlookedCount: overlookingReads.length,
    overlookingReads,
    chances,
    conflicts,
  };
}

/** Which edges into a write are known: of those from one session the last implies the others, by session order. */
class LatestEdges {
  readonly #session: Int32Array;
  readonly #latest = new Map<number, Map<number, number>>();

  constructor({ session }: Trace) {
    this.#session = session;
  }

  isNew(to: number, from: number): boolean {
    let bySession = this.#latest.get(to);
    if (!bySession) this.#latest.set(to, (bySession = new Map<number, number>()));
    const session = this.#session[from] as number;
    if ((bySession.get(session) ?? -1) >= from) return false;
    bySession.set(session, from);
    return true;
  }
}
