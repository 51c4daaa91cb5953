import { clock } from './clock.js';
import type { Fault } from './fault.js';
import { kill } from './kill.js';
import { partition } from './partition.js';
import { pause } from './pause.js';

/** Every kind of fault, in the order in which they are listed. */
export const faults: readonly Fault[] = [partition, clock, kill, pause] as readonly Fault[];

/**
 * The fault of this kind.
 * @throws Error that lists the kinds there are
 */
export function faultOfKind(kind: string): Fault {
  const fault = faults.find((candidate) => candidate.kind === kind);
  if (!fault) {
    throw new Error(`There is no fault "${kind}". Faults: ${faults.map((known) => known.kind).join(', ')}.`);
  }
  return fault;
}
