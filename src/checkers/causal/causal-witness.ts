import type { Operation } from '../../history/operation.js';
import type { Reason } from '../checker.js';
import { Witness } from '../witness.js';
import { causalPath } from './causal-path.js';
import type { Trace } from './trace.js';

/** Adds to a witness why one event is in the causal past of another. */
export function addCausalPath(witness: Witness, trace: Trace, from: number, to: number): void {
  for (const step of causalPath(trace, from, to) ?? [])
    addStep(witness, trace, step.from, step.to, step.reason);
}

/** Ties two events' operations. */
export function addStep(witness: Witness, trace: Trace, from: number, to: number, reason: Reason): void {
  const [first, second] = [trace.operation[from], trace.operation[to]] as [Operation, Operation];
  witness.add(first, second).relate(first, second, reason);
}
