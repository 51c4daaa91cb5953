import type { Reason } from '../checker.js';
import type { EdgesByEnd } from './edges.js';
import { INITIAL, type Trace } from './trace.js';

/** A step of a causal path. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
  /** The number of the edge, for one of the conflicts. */
  readonly conflict?: number;
}

/**
 * A shortest way from one event to a later one over session order and reads-from; undefined when there is none. Steps
 * within a session count as one, however much lies between. Backwards, breadth first: of each session only what comes
 * before the latest event reached so far is looked at, each event once.
 *
 * @param conflicts further steps between writes
 */
export function causalPath(
  trace: Trace,
  from: number,
  to: number,
  conflicts?: EdgesByEnd,
): Step[] | undefined {
  const { session, sessionStart, source, isWrite, firstOfOperation } = trace;
  const after = new Map<number, Step>();
  /** For each session how far it has been looked at. */
  const seen = new Map<number, number>();
  const stepsFrom = (start: number): Step[] => {
    const steps: Step[] = [];
    for (let at = start; at !== to;) {
      const step = after.get(at) as Step;
      steps.push(step);
      at = step.to;
    }
    return steps;
  };
  let next: number[] = [];
  /** Goes on to a write; true when that is where the way begins. */
  const reach = (step: Step): boolean => {
    if (step.from === to || after.has(step.from)) return false;
    after.set(step.from, step);
    next.push(step.from);
    return step.from === from;
  };
  /** Goes on to what a read returned, or to what conflicts with a write. */
  const addSource = (event: number): boolean => {
    if (!isWrite[event]) {
      const write = source[event] as number;
      return write !== INITIAL && reach({ from: write, to: event, reason: 'reads from' });
    }
    if (!conflicts) return false;
    const { last, before, from: start } = conflicts;
    for (let edge = last[event] as number; edge >= 0; edge = before[edge] as number) {
      const step = { from: start[edge] as number, to: event, reason: 'conflict', conflict: edge } as const;
      if (reach(step)) return true;
    }
    return false;
  };
  for (let level = [to]; level.length > 0; level = next) {
    next = [];
    for (const event of level) {
      const mine = session[event] as number;
      if (addSource(event)) return stepsFrom(from);
      // The other reads of the same operation do not come before it.
      const before = (firstOfOperation[event] as number) - 1;
      const first = Math.max(seen.get(mine) ?? 0, sessionStart[mine] as number);
      if (before < first) continue;
      seen.set(mine, before + 1);
      for (let at = before; at >= first; at--) {
        if (!after.has(at)) after.set(at, { from: at, to: event, reason: 'session order' });
        if (at === from) return stepsFrom(from);
        if (addSource(at)) return stepsFrom(from);
      }
    }
  }
  return undefined;
}
