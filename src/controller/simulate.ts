import { Simulation, type SimulationOptions } from '../cluster/simulation/simulation.js';
import type { Checkpoint } from '../cluster/simulation/timeline.js';
import type { HistoryEvent } from '../history/event.js';
import type { Revelation } from '../history/revelation.js';
import type { Plan } from '../plan/plan.js';
import type { Target } from '../../targets/target.js';
import { runPlan, type Progress } from './run-plan.js';

/** A run in simulation, as it went. */
export interface SimulatedRun {
  readonly events: readonly HistoryEvent[];
  /** What the replicas took in, in the order in which they did. */
  readonly revealed: readonly Revelation[];
  /** The rolling hash over everything that happened in the cluster. */
  readonly hash: string;
  /** How often replicas marked each of the target's probes. */
  readonly probes: Readonly<Record<string, number>>;
  /** The rolling hash before every thousandth event. */
  readonly checkpoints: readonly Checkpoint[];
  /** How many things happened: messages, timers, syncs, … */
  readonly happenings: number;
}

export interface SimulateOptions extends SimulationOptions {
  readonly onEvent?: (event: HistoryEvent) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** Runs a plan on a simulated cluster: the same code and plan give the same events and the same hash. */
export async function simulate(
  plan: Plan,
  target: Pick<Target, 'start' | 'connect' | 'probes'>,
  { onEvent, onProgress, signal, ...options }: SimulateOptions = {},
): Promise<SimulatedRun> {
  const events: HistoryEvent[] = [];
  const revealed: Revelation[] = [];
  const probes = Object.fromEntries((target.probes ?? []).map((name) => [name, 0]));
  const cluster = new Simulation(plan, target.start, {
    ...options,
    onProbe(name) {
      const count = probes[name];
      if (count === undefined) {
        throw new Error(
          `There is no probe "${name}". The target's probes: ${Object.keys(probes).join(', ') || 'none'}.`,
        );
      }
      probes[name] = count + 1;
    },
    onReveal: (one) => {
      revealed.push(one as Revelation);
      options.onReveal?.(one);
    },
  });
  await cluster.start();
  await runPlan({
    plan,
    cluster,
    target,
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  return {
    events,
    revealed,
    hash: cluster.hash,
    probes,
    checkpoints: cluster.checkpoints,
    happenings: cluster.events,
  };
}
