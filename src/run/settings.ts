import type { ClusterKind } from '../cluster/cluster.js';
import type { Value } from '../history/event.js';

/** All that can be said about a run, complete; the command line and `splitbrain.config.ts` fill it in. */
export interface RunSettings {
  readonly target: string;
  readonly cluster: ClusterKind;
  /** How many nodes. */
  readonly nodes: number;
  readonly workload: string;
  /** Kinds of faults; none is a calm run. */
  readonly faults: readonly string[];
  readonly seed: string;
  readonly timeLimitMs: number;
  /** Operations per second, all clients together. */
  readonly rate: number;
  readonly concurrency: number;
  /** The target's options, as far as they were given. */
  readonly options: Readonly<Record<string, Value>>;
  /** The workload's knobs, as far as they were given. */
  readonly knobs: Readonly<Record<string, Value>>;
  readonly bugs: readonly string[];
  readonly faultIntervalMs: number;
  readonly faultDurationMs: number;
  readonly operationTimeoutMs: number;
  readonly quietMs: number;
  readonly minEvidence: number;
}

/** What a run is when nothing else is said; the seed is drawn, and the faults are all that the cluster can do and that break no
 * promise. */
export const defaultSettings = {
  target: 'leaderless',
  cluster: 'simulation',
  nodes: 5,
  workload: 'register',
  timeLimitMs: 10_000,
  rate: 200,
  concurrency: 10,
  options: {},
  knobs: {},
  bugs: [],
  faultIntervalMs: 1_500,
  faultDurationMs: 1_000,
  operationTimeoutMs: 1_000,
  quietMs: 2_000,
  minEvidence: 10,
} as const satisfies Omit<RunSettings, 'seed' | 'faults'>;
