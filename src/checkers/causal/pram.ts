import type { Anomaly } from '../checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import { impossibleRead } from '../impossible-read.js';
import { Witness } from '../witness.js';
import { causalAnalysis } from './analysis.js';
import { isConvergent } from './causal-convergence.js';
import { addStep } from './causal-witness.js';
import { WHAT_COUNTS } from './define-causal-checker.js';
import { type Edge, Edges } from './edges.js';
import { withSmallestWitnesses } from './smallest-witnesses.js';
import { INITIAL, type Trace, traceOf } from './trace.js';
import { WriteIndex } from './write-index.js';

/**
 * PRAM (FIFO consistency: Lipton and Sandberg, 1988; as in Viotti and Vukolić, "Consistency in non-transactional
 * distributed storage systems", 2016): a session sees its own writes, and whoever has seen a write of another session
 * has seen all that this session had written before. All sessions agree on one order of writes that extends the sessions'
 * own. It is what read your writes, monotonic reads and monotonic writes make together.
 *
 *     p1  ├─ write x 1 ─┤  ├─ write y 1 ─┤
 *     p2                                    ├─ read y: 1 ─┤  ├─ read x: null ─┤
 */
export const pram = defineRegisterChecker({
  guarantee: 'pram',
  summary: 'the writes of a session are seen by all in the order in which it wrote them',
  what: WHAT_COUNTS,
  find: withSmallestWitnesses((registers, { maxAnomalies }) => {
    const analysis = causalAnalysis(registers);
    // It follows from causal convergence, whose conflicts are far fewer.
    if (analysis && isConvergent(analysis)) return { anomalies: [], chances: analysis.chances };
    const trace = analysis?.trace ?? traceOf(registers);
    const anomalies = trace.impossible.map(({ operation, register, value, write }) =>
      impossibleRead('pram', operation, register, value, write),
    );
    const { overlooked, conflicts, chances } = visitSessions(trace);
    const count = anomalies.length + overlooked.length;
    for (const { read, newer } of overlooked.slice(0, maxAnomalies))
      anomalies.push(violation(trace, read, newer));
    if (count === 0) {
      addWriteOrder(trace, conflicts);
      const cycle = conflicts.cycle(trace.events);
      if (cycle) anomalies.push(disagreement(trace, cycle));
    }
    return { anomalies, count: Math.max(count, anomalies.length), chances };
  }),
});

const SESSION_ORDER = -1;

interface Visit {
  readonly overlooked: { readonly read: number; readonly newer: number }[];
  /** From a write that a read's session had to see to the one that the read returned; labelled with the read. */
  readonly conflicts: Edges;
  readonly chances: number;
}

/** Goes through each session with how far it must have seen each other. */
function visitSessions(trace: Trace): Visit {
  const { sessionStart, session, key, source, isWrite, lastOfOperation } = trace;
  const sessions = sessionStart.length - 1;
  const writes = new WriteIndex(trace);
  const visit = { overlooked: [] as { read: number; newer: number }[], conflicts: new Edges(), chances: 0 };
  /** The last edge into a write from each session: earlier ones follow from it. */
  const known = new Map<number, number>();
  const look = (read: number, seen: Int32Array): void => {
    const returned = source[read] as number;
    if (writes.isWrittenByOther(key[read] as number, session[read] as number)) visit.chances++;
    const end = writes.cellStart[(key[read] as number) + 1] as number;
    for (let cell = writes.cellStart[key[read] as number] as number; cell < end; cell++) {
      const writer = writes.writer[cell] as number;
      if (seen[writer] === sessionStart[writer]) continue;
      const write = writes.lastBefore(cell, seen[writer] as number);
      if (write < 0 || write === returned) continue;
      if (returned === INITIAL || (session[returned] === writer && write > returned)) {
        visit.overlooked.push({ read, newer: write });
      } else if (session[returned] !== writer) {
        const cell = returned * sessions + writer;
        if ((known.get(cell) ?? -1) >= write) continue;
        known.set(cell, write);
        visit.conflicts.add(write, returned, read);
      }
    }
  };
  const see = (seen: Int32Array, write: number): void => {
    if (write === INITIAL) return;
    const writer = session[write] as number;
    seen[writer] = Math.max(seen[writer] as number, write + 1);
  };
  for (let at = 0; at < sessions; at++) {
    const seen = sessionStart.slice(0, sessions);
    for (let event = sessionStart[at] as number; event < (sessionStart[at + 1] as number);) {
      const last = lastOfOperation[event] as number;
      for (let one = event; one <= last && !isWrite[one]; one++) {
        const own = last === event ? seen : seen.slice();
        see(own, source[one] as number);
        look(one, own);
      }
      for (let one = event; one <= last && !isWrite[one]; one++) see(seen, source[one] as number);
      seen[at] = last + 1;
      event = last + 1;
    }
  }
  return visit;
}

/** Adds that the writes of a session come in its order. */
function addWriteOrder({ events, session, isWrite }: Trace, edges: Edges): void {
  let before = -1;
  for (let event = 0; event < events; event++) {
    if (!isWrite[event]) continue;
    if (before >= 0 && session[before] === session[event]) edges.add(before, event, SESSION_ORDER);
    before = event;
  }
}

function violation(trace: Trace, read: number, newer: number): Anomaly {
  const witness = new Witness();
  const returned = trace.source[read] as number;
  if (returned !== INITIAL) addStep(witness, trace, returned, newer, 'session order');
  addSight(witness, trace, newer, read);
  if (returned !== INITIAL) addStep(witness, trace, returned, read, 'reads from');
  addStep(witness, trace, read, newer, 'older version');
  const key = trace.operation[newer]?.key;
  return {
    ...witness.anomaly({
      kind: 'causality-violation',
      guarantee: 'pram',
      versionOrder: 'session order',
      facts: {
        returned: returned === INITIAL ? null : (trace.operation[returned]?.input ?? null),
        expected: trace.operation[newer]?.input ?? null,
      },
    }),
    ...(key !== undefined && { key }),
  };
}

/** Why a session must have seen a write by the time of a read: it is its own, or it read that or a later one. */
function addSight(witness: Witness, trace: Trace, write: number, read: number): void {
  const { session, source, isWrite, sessionStart, firstOfOperation } = trace;
  if (session[write] === session[read]) {
    addStep(witness, trace, write, read, 'session order');
    return;
  }
  const sees = (one: number): boolean => {
    const from = source[one] as number;
    return !isWrite[one] && from !== INITIAL && session[from] === session[write] && from >= write;
  };
  let seer = read;
  if (!sees(read)) {
    seer = (firstOfOperation[read] as number) - 1;
    while (seer >= (sessionStart[session[read] as number] as number) && !sees(seer)) seer--;
  }
  const from = source[seer] as number;
  if (from !== write) addStep(witness, trace, write, from, 'session order');
  addStep(witness, trace, from, seer, 'reads from');
  if (seer !== read) addStep(witness, trace, seer, read, 'session order');
}

function disagreement(trace: Trace, cycle: readonly Edge[]): Anomaly {
  const witness = new Witness();
  for (const { from, to, label } of cycle) {
    if (label === SESSION_ORDER) {
      addStep(witness, trace, from, to, 'session order');
      continue;
    }
    addSight(witness, trace, from, label);
    addStep(witness, trace, to, label, 'reads from');
    addStep(witness, trace, from, to, 'conflict');
  }
  return witness.anomaly({ kind: 'divergent-order', guarantee: 'pram', facts: {} });
}
