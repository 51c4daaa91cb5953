import type { Value } from '../history/event.js';

/** One operation that a client will invoke. */
export interface PlannedOperation {
  /** Milliseconds after the run's start; the operation waits longer if its client is still busy. */
  readonly atMs: number;
  /** The node to speak to. */
  readonly node: string;
  readonly f: string;
  readonly key?: string;
  readonly value: Value;
  /** It is left out unless what the client did just before it returned something: an answer needs a question. */
  readonly ifFound?: true;
}

/** A client: a sequential caller. Its first process number is its position in the plan. */
export interface PlannedClient {
  /** Whose device it is, where a user has several. */
  readonly user?: string;
  readonly operations: readonly PlannedOperation[];
}

/** What every node is asked in the end, all nodes at once. */
export interface FinalRound {
  readonly f: string;
  /** Once about each key, or once in all. */
  readonly each: 'key' | 'node';
}

/** Each replica's own state first, before reads can repair it; then every key. */
export const askedInTheEnd: readonly FinalRound[] = [
  { f: 'inspect', each: 'node' },
  { f: 'read', each: 'key' },
];

/** A fault with its beginning and end, and fields of its own kind. */
export interface PlannedFault {
  /** Unique in the plan, such as `partition-2`. */
  readonly id: string;
  readonly kind: string;
  readonly atMs: number;
  readonly durationMs: number;
  readonly [field: string]: Value;
}

/**
 * How what is added to the least latency is drawn. No policy finds every bug soonest; each is the best for some.
 * - `uniform`: for each message, up to twice the mean.
 * - `per-client`: so between nodes, but each client has a mean of its own to and from each node.
 * - `per-link`: each directed link has a mean of its own.
 * - `heavy-tailed`: for each message; most are fast, a few very slow (bounded at 22 times the mean).
 */
export const latencyPolicies = ['uniform', 'per-client', 'per-link', 'heavy-tailed'] as const;

export type LatencyPolicy = (typeof latencyPolicies)[number];

/** How the simulated network treats each message. Real clusters have a network of their own. */
export interface NetworkPlan {
  /** Every message takes at least this long. */
  readonly minLatencyMs: number;
  /** Mean of what is added to that. */
  readonly meanLatencyMs: number;
  readonly latency: LatencyPolicy;
  /** Chances in [0, 1] for each message between nodes. */
  readonly loss: number;
  readonly duplication: number;
  /** True: messages on one link may overtake each other. */
  readonly reordering: boolean;
}

/** A node's wall clock at the start of a simulation. */
export interface ClockPlan {
  readonly offsetMs: number;
  readonly driftPpm: number;
}

/** How long the simulated disks take to sync. */
export interface DiskPlan {
  readonly minSyncMs: number;
  readonly maxSyncMs: number;
}

/** What a plan was drawn from, beside its seed: kept so that a report can say it and a run can be asked for again. */
export interface PlanSettings {
  /** Operations per second, all clients together. */
  readonly rate: number;
  readonly concurrency: number;
  /** Kinds of faults. */
  readonly faults: readonly string[];
  /** Mean pause between two faults of one kind, and mean length of one. */
  readonly faultIntervalMs: number;
  readonly faultDurationMs: number;
  /** The workload's knobs, complete. */
  readonly knobs: { readonly [name: string]: Value };
}

/** Everything random about a run, decided beforehand. */
export interface Plan {
  readonly version: 1;
  readonly seed: string;
  readonly target: string;
  readonly workload: string;
  /** Nodes in order: `n1`, `n2`, … */
  readonly nodes: readonly string[];
  /** The target's options, complete. */
  readonly options: { readonly [name: string]: Value };
  /** Names of the planted bugs that are switched on. */
  readonly bugs: readonly string[];
  /** Clients invoke operations, and faults happen, within this time. */
  readonly timeLimitMs: number;
  /** A client's patience with one operation. */
  readonly operationTimeoutMs: number;
  /** Pause between healing and the final reads. */
  readonly quietMs: number;
  /**
   * Whether the plan's time stands still while the nemesis is at work, so that what comes after a fault in the plan comes after
   * it in truth. In simulation its deeds take no time.
   */
  readonly inStep?: boolean;
  /** A guarantee needs at least this many chances to fail before it counts as kept. */
  readonly minEvidence: number;
  /** The keys that the final phase asks about. */
  readonly keys: readonly string[];
  /** What the final phase asks, one round after the other, in plans of before all workloads asked the same: `askedInTheEnd`. */
  readonly final?: readonly FinalRound[];
  readonly clients: readonly PlannedClient[];
  readonly faults: readonly PlannedFault[];
  readonly network: NetworkPlan;
  readonly clocks: { readonly [node: string]: ClockPlan };
  readonly disk: DiskPlan;
  readonly settings: PlanSettings;
}
