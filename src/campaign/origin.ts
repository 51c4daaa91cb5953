import type { Plan } from '../plan/plan.js';
import { drawPlan } from '../run/draw-plan.js';
import type { RunSettings } from '../run/settings.js';
import { drawSwarm } from './swarm.js';

/** What a plan was drawn from, beside its seed: with other seeds it gives fresh plans of the same settings. */
export interface Origin {
  readonly settings: Omit<RunSettings, 'seed'>;
  /** Faults, rates and clients are drawn around the settings for each seed. */
  readonly swarm: boolean;
}

/** A plan of the same settings with its own operations and faults, for a simulation wherever the settings ran. */
export function freshPlan({ settings, swarm }: Origin, seed: string): Plan {
  const own: RunSettings = { ...settings, cluster: 'simulation', seed };
  return drawPlan(swarm ? drawSwarm(own) : own);
}

/** The settings that a plan was drawn from; undefined of one that is not as it was drawn, such as one that was shrunk. */
export function originOf(plan: Plan): Origin | undefined {
  const { target, workload, options, bugs, timeLimitMs, operationTimeoutMs, quietMs, minEvidence } = plan;
  const { rate, concurrency, faults, faultIntervalMs, faultDurationMs, knobs } = plan.settings;
  const settings: Omit<RunSettings, 'seed'> = {
    target,
    cluster: 'simulation',
    nodes: plan.nodes.length,
    workload,
    faults,
    timeLimitMs,
    rate,
    concurrency,
    options,
    knobs,
    bugs,
    faultIntervalMs,
    faultDurationMs,
    operationTimeoutMs,
    quietMs,
    minEvidence,
  };
  const origin: Origin = { settings, swarm: false };
  return JSON.stringify(freshPlan(origin, plan.seed)) === JSON.stringify(plan) ? origin : undefined;
}
