import type { Anomaly, Guarantee } from '../checker.js';
import { Witness } from '../witness.js';
import type { CausalAnalysis } from './analysis.js';
import { causalAnomalies } from './causal-consistency.js';
import { addCausalPath, addStep } from './causal-witness.js';
import { defineCausalChecker } from './define-causal-checker.js';
import { type Edge, Edges } from './edges.js';
import { INITIAL, type Trace } from './trace.js';

/**
 * Causal convergence (CCv): causal consistency, and all sessions agree on one order of concurrent writes. By bad patterns
 * (Bouajjani et al., POPL 2017): beside those of causal consistency, the order of causality and of conflicts goes round in
 * a circle (CyclicCF); of two concurrent writes in a read's past the one that it returned came later.
 *
 *     p1  ├─ write x 1 ─┤  ├─ read x: 2 ─┤
 *     p2  ├─ write x 2 ─┤  ├─ read x: 1 ─┤
 */
export const causalConvergence = defineCausalChecker({
  guarantee: 'causal-convergence',
  summary: 'causal, and all sessions see concurrent writes in one order',
  find: (analysis, { maxAnomalies }) => convergenceAnomalies('causal-convergence', analysis, maxAnomalies),
});

/** What contradicts causal convergence, told as against a guarantee that implies it. */
export function convergenceAnomalies(
  guarantee: Guarantee,
  analysis: CausalAnalysis,
  most: number,
): { anomalies: Anomaly[]; count: number } {
  const causal = causalAnomalies(guarantee, analysis, most);
  if (causal.count > 0) return causal;
  const cycle = conflictCycle(analysis);
  return cycle
    ? { anomalies: [divergence(guarantee, analysis.trace, cycle)], count: 1 }
    : { anomalies: [], count: 0 };
}

/** Whether a history is causally convergent, without any telling of why not. */
export function isConvergent(analysis: CausalAnalysis): boolean {
  const { trace, overlookingReads } = analysis;
  return trace.impossible.length === 0 && overlookingReads.length === 0 && !conflictCycle(analysis);
}

const conflictCycles = new WeakMap<CausalAnalysis, Edge[] | undefined>();

/** An edge within a session. */
export const SESSION_ORDER = -1;
/** An edge from a write to a read of it. */
export const READS_FROM = -2;
/** A read returned a version older than the write. */
export const OVERWRITTEN_BY = -3;

/** A shortest cycle of session order, reads-from and conflicts; looked for once. */
function conflictCycle(analysis: CausalAnalysis): Edge[] | undefined {
  if (!conflictCycles.has(analysis)) conflictCycles.set(analysis, findConflictCycle(analysis));
  return conflictCycles.get(analysis);
}

function findConflictCycle(analysis: CausalAnalysis): Edge[] | undefined {
  if (canOrderWrites(analysis)) return undefined;
  return knownOrder(analysis).cycle(analysis.trace.events);
}

/** Whether causality and conflicts leave some order of all writes: reads only pass on what comes before what. */
function canOrderWrites({ trace, conflicts, order }: CausalAnalysis): boolean {
  if (conflicts.count === 0) return true;
  const { events, source, session, isWrite } = trace;
  const { placeOf } = order;
  const place = (event: number): number => placeOf[event] as number;
  const edges = new Edges(events + conflicts.count);
  for (const { from, to } of conflicts) edges.add(place(from), place(to), 0);
  let following = -1;
  for (let event = events - 1; event >= 0; event--) {
    if (following >= 0 && session[following] !== session[event]) following = -1;
    const from = isWrite[event] ? event : (source[event] as number);
    // Of what a session reads before its next write, the last of each writer would do; there is little to gain from that.
    if (following >= 0 && from !== INITIAL && from !== following) edges.add(place(from), place(following), 0);
    if (isWrite[event]) following = event;
  }
  return edges.isAcyclic(place(events));
}

/** What comes before what in any order on which all sessions agree: session order, reads-from and conflicts. */
export function knownOrder({ trace, conflicts }: CausalAnalysis): Edges {
  const edges = new Edges();
  addSessionOrderAndReads(trace, edges);
  for (const { from, to, label } of conflicts) edges.add(from, to, label);
  return edges;
}

/** Adds what causality is made of, labelled `SESSION_ORDER` and `READS_FROM`. */
export function addSessionOrderAndReads(trace: Trace, edges: Edges): void {
  const { events, session, source, isWrite, firstOfOperation } = trace;
  for (let event = 0; event < events; event++) {
    const before = (firstOfOperation[event] as number) - 1;
    if (before >= 0 && session[before] === session[event]) {
      for (let one = firstOfOperation[before] as number; one <= before; one++) {
        edges.add(one, event, SESSION_ORDER);
      }
    }
    const from = source[event] as number;
    if (!isWrite[event] && from !== INITIAL) edges.add(from, event, READS_FROM);
  }
}

function divergence(guarantee: Guarantee, trace: Trace, cycle: readonly Edge[]): Anomaly {
  return witnessOf(trace, cycle).anomaly({ kind: 'divergent-order', guarantee, facts: {} });
}

/** The operations on a cycle of known order, and why each comes before the next. */
export function witnessOf(trace: Trace, cycle: readonly Edge[]): Witness {
  const witness = new Witness();
  for (const { from, to, label } of joinSessionSteps(cycle)) {
    if (label === SESSION_ORDER) addStep(witness, trace, from, to, 'session order');
    else if (label === READS_FROM) addStep(witness, trace, from, to, 'reads from');
    else if (label === OVERWRITTEN_BY) {
      const returned = trace.source[from] as number;
      if (returned !== INITIAL) {
        addCausalPath(witness, trace, returned, to);
        addStep(witness, trace, returned, from, 'reads from');
      }
      addStep(witness, trace, from, to, 'older version');
    } else {
      // The read had both in its past, and returned the later one.
      addCausalPath(witness, trace, from, label);
      addStep(witness, trace, to, label, 'reads from');
      addStep(witness, trace, from, to, 'conflict');
    }
  }
  return witness;
}

/** Steps within a session are one, however much lies between. */
export function joinSessionSteps(cycle: readonly Edge[]): Edge[] {
  // Begins after a step of another kind: a cycle cannot stay within one session.
  const start = cycle.findIndex(
    ({ label }, at) => label === SESSION_ORDER && cycle.at(at - 1)?.label !== SESSION_ORDER,
  );
  const turned = start <= 0 ? cycle : [...cycle.slice(start), ...cycle.slice(0, start)];
  const joined: Edge[] = [];
  for (const edge of turned) {
    const last = joined.at(-1);
    if (last && last.label === SESSION_ORDER && edge.label === SESSION_ORDER) {
      joined[joined.length - 1] = { ...last, to: edge.to };
    } else joined.push(edge);
  }
  return joined;
}
