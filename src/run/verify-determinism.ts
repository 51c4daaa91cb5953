import { targetNamed } from '../../targets/registry.js';
import type { Target } from '../../targets/target.js';
import { type Checkpoint, EVENTS_PER_CHECKPOINT } from '../cluster/simulation/timeline.js';
import { Trace, type TracedEvent } from '../cluster/simulation/trace.js';
import { simulate } from '../controller/simulate.js';
import type { Plan } from '../plan/plan.js';
import { withAllOptions } from './draw-plan.js';

/** Two runs of one plan parted: where. */
export interface Divergence {
  /** Number of the first event that differs, from 0. */
  readonly number: number;
  readonly one: TracedEvent | undefined;
  readonly other: TracedEvent | undefined;
}

/** Runs a plan twice in simulation and compares every event; undefined when the runs are the same. */
export async function verifyDeterminism(
  plan: Plan,
  target: Pick<Target, 'start' | 'connect'> = targetNamed(plan.target),
): Promise<Divergence | undefined> {
  const complete = withAllOptions(plan);
  const traces = [new Trace(), new Trace()] as const;
  for (const trace of traces) await simulate(complete, target, { trace });
  return Trace.firstDifference(...traces);
}

/** The divergence in a sentence. */
export function describeDivergence({ number, one, other }: Divergence): string {
  const words = (event: TracedEvent | undefined): string =>
    event
      ? `${[event.kind, event.type, event.from && `from ${event.from}`, event.place && `at ${event.place}`].filter(Boolean).join(' ')} at ${(event.at / 1e6).toFixed(6)} ms`
      : 'nothing, because the run had ended';
  return `The two runs part at event ${number}: the first had ${words(one)}; the second had ${words(other)}.`;
}

/** Where two runs part, as far as their checkpoints tell: between which events, and when; undefined when they don't. */
export function describeParting(
  one: readonly Checkpoint[],
  other: readonly Checkpoint[],
): string | undefined {
  const at = one.findIndex(({ hash }, place) => hash !== other[place]?.hash);
  if (at < 0) return undefined;
  const ms = (place: number): string => `${((one[place]?.at ?? 0) / 1e6).toFixed(3)} ms`;
  if (at === 0) return 'They part at the first event.';
  const first = (at - 1) * EVENTS_PER_CHECKPOINT;
  return `They part between events ${first} and ${first + EVENTS_PER_CHECKPOINT}, from ${ms(at - 1)} to ${ms(at)}.`;
}
