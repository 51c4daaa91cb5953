import type { Reason } from '../checker.js';
import { INITIAL, type Trace } from './trace.js';

/** A step of a causal path. */
export interface Step {
  readonly from: number;
  readonly to: number;
  readonly reason: Reason;
}

/**
 * A shortest way from one event to a later one over session order and reads-from; undefined when there is none. Steps
 * within a session count as one, however much lies between. Backwards, breadth first: of each session only what comes
 * before the latest event reached so far is looked at, each event once.
 */
export function causalPath(trace: Trace, from: number, to: number): Step[] | undefined {
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
  /** Goes on to what a read returned; true when that is where the way begins. */
  const addSource = (event: number): boolean => {
    const write = source[event] as number;
    if (isWrite[event] || write === INITIAL || write === to || after.has(write)) return false;
    after.set(write, { from: write, to: event, reason: 'reads from' });
    next.push(write);
    return write === from;
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
