import type { Anomaly } from '../checker.js';
import { isLinearizable } from '../linearizability.js';
import { Witness } from '../witness.js';
import { causalAnomalies } from './causal-consistency.js';
import { joinSessionSteps, READS_FROM, SESSION_ORDER } from './causal-convergence.js';
import { causalPath } from './causal-path.js';
import { addStep } from './causal-witness.js';
import { defineCausalChecker } from './define-causal-checker.js';
import { type HappensBefore, happensBefore } from './happens-before.js';
import type { Trace } from './trace.js';

/** Steps that all rounds together may take: seconds. */
const MOST_STEPS = 4e9;

/**
 * Causal memory (CM; Ahamad, Neiger, Burns, Kohli and Hutto, "Causal memory: definitions, implementation, and
 * programming", Distributed Computing 1995): for each session some order of all writes that it may know, in which causes
 * come first, makes all its reads right together. Causal consistency asks that only of each read by itself. By bad patterns
 * (Bouajjani et al., POPL 2017): beside those of causal consistency, what must happen before what for the reads of a session
 * goes round in a circle (CyclicHB), or puts a write before a read of the initial value (WriteHBInitRead).
 *
 *     p1  ├─ write x 1 ─┤
 *     p2  ├─ write x 2 ─┤
 *     p3                   ├─ read x: 1 ─┤  ├─ read x: 2 ─┤  ├─ read x: 1 ─┤
 */
export const causalMemory = defineCausalChecker({
  guarantee: 'causal-memory',
  summary: 'each session sees all writes that it knows in one order, in which causes come first',
  find(analysis, { maxAnomalies }, registers) {
    const causal = causalAnomalies('causal-memory', analysis, maxAnomalies);
    if (causal.count > 0) return causal;
    if (isLinearizable(registers)) return { anomalies: [] };
    let left = MOST_STEPS;
    const mayGoOn = (steps: number): boolean => (left -= steps) >= 0;
    // Seldom does one order not do for all.
    const together = happensBefore(analysis, () => true, mayGoOn);
    if (together && !together.contradiction) return { anomalies: [] };
    const { order, trace } = analysis;
    const anomalies: Anomaly[] = [];
    for (let session = 0; session < order.sessions && anomalies.length < maxAnomalies; session++) {
      const alone = happensBefore(analysis, (one) => one === session, mayGoOn);
      if (!alone) {
        const why = 'What must happen before what was not worked out for all sessions within the bound.';
        return { anomalies, why };
      }
      if (alone.contradiction) anomalies.push(disorder(trace, session, alone));
    }
    return { anomalies };
  },
});

function disorder(trace: Trace, session: number, { edges, contradiction }: HappensBefore): Anomaly {
  const witness = new Witness();
  const told = new Set<number>();
  /** Why an event happens before another, by what was known before the edge of this number. */
  const addWay = (from: number, to: number, limit: number): void => {
    for (const step of causalPath(trace, from, to, edges.byEnd(trace.events, limit)) ?? []) {
      if (step.conflict !== undefined) addConflict(step.conflict);
      else addStep(witness, trace, step.from, step.to, step.reason);
    }
  };
  /** The read returned the later write, and the other happens before the read. */
  const addConflict = (number: number): void => {
    if (told.has(number)) return;
    told.add(number);
    const { from, to, label } = edges.at(number);
    addWay(from, label, number);
    addStep(witness, trace, to, label, 'reads from');
    addStep(witness, trace, from, to, 'conflict');
  };
  if (contradiction && 'cycle' in contradiction) {
    for (const { from, to, label } of joinSessionSteps(contradiction.cycle)) {
      if (label === SESSION_ORDER) addStep(witness, trace, from, to, 'session order');
      else if (label === READS_FROM) addStep(witness, trace, from, to, 'reads from');
      else addConflict(label);
    }
  } else if (contradiction) {
    addWay(contradiction.newer, contradiction.read, edges.count);
    addStep(witness, trace, contradiction.read, contradiction.newer, 'older version');
  }
  const reader = trace.operation[trace.sessionStart[session] as number]?.process ?? null;
  return witness.anomaly({ kind: 'disordered-memory', guarantee: 'causal-memory', facts: { reader } });
}
