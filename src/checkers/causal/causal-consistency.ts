import type { Value } from '../../history/event.js';
import type { Anomaly, Guarantee } from '../checker.js';
import { impossibleRead } from '../impossible-read.js';
import { Witness } from '../witness.js';
import type { CausalAnalysis, Overlooked } from './analysis.js';
import { addCausalPath, addStep } from './causal-witness.js';
import { defineCausalChecker } from './define-causal-checker.js';
import { INITIAL, type Trace } from './trace.js';

/**
 * Causal consistency (CC, its weakest form) of registers whose written values are unique, by bad patterns (Bouajjani,
 * Enea, Guerraoui and Hamza, "On verifying causal consistency", POPL 2017): a read returns what nobody wrote
 * (ThinAirRead), or the initial value or an older write although a newer one is in its causal past (WriteCOInitRead,
 * WriteCORead). That causality goes round in a circle (CyclicCO) takes a read of what was not yet written.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                   ├─ read x: 1 ─┤  ├─ write y 1 ─┤
 *     p3                                                     ├─ read y: 1 ─┤  ├─ read x: null ─┤
 */
export const causalConsistency = defineCausalChecker({
  guarantee: 'causal-consistency',
  summary: 'whoever has seen an effect also sees its cause',
  find: (analysis, { maxAnomalies }) => causalAnomalies('causal-consistency', analysis, maxAnomalies),
});

/**
 * What contradicts causal consistency, told as against a guarantee that implies it.
 * @param most so many are told of each kind; all are counted
 */
export function causalAnomalies(
  guarantee: Guarantee,
  { trace, overlooked, overlookingReads }: CausalAnalysis,
  most: number,
): { anomalies: Anomaly[]; count: number } {
  const anomalies = trace.impossible.map(({ operation, register, value, write }) =>
    impossibleRead(guarantee, operation, register, value, write),
  );
  const count = anomalies.length + overlookingReads.length;
  for (const one of overlooked.slice(0, most)) anomalies.push(causalityViolation(guarantee, trace, one));
  return { anomalies, count };
}

function causalityViolation(
  guarantee: Guarantee,
  trace: Trace,
  { read, returned, newer }: Overlooked,
): Anomaly {
  const witness = new Witness();
  if (returned !== INITIAL) addCausalPath(witness, trace, returned, newer);
  addCausalPath(witness, trace, newer, read);
  if (returned !== INITIAL) addStep(witness, trace, returned, read, 'reads from');
  addStep(witness, trace, read, newer, 'older version');
  const key = trace.operation[newer]?.key;
  return {
    ...witness.anomaly({
      kind: 'causality-violation',
      guarantee,
      versionOrder: 'causality',
      facts: { returned: valueOf(trace, returned), expected: valueOf(trace, newer) },
    }),
    ...(key !== undefined && { key }),
  };
}

const valueOf = ({ operation }: Trace, write: number): Value =>
  write === INITIAL ? null : (operation[write]?.input ?? null);
