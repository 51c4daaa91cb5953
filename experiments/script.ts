import type { UnsyncedFate } from '../src/cluster/cluster.js';
import type { Value } from '../src/history/event.js';
import type { ClockPlan, NetworkPlan, Plan, PlannedFault, PlannedOperation } from '../src/plan/plan.js';
import { defaultSettings } from '../src/run/settings.js';
import { workloadNamed } from '../workloads/registry.js';
import { userName } from '../workloads/users.js';

/** A directed schedule: who does what when, and what happens to the cluster. */
export interface Script {
  /** What each client does, in order. */
  readonly clients: readonly (readonly PlannedOperation[])[];
  readonly faults: readonly ScriptedFault[];
  /** When clients stop; faults that last longer are healed then. */
  readonly untilMs: number;
  readonly operationTimeoutMs?: number;
  /** Where it differs from a network in which every message takes 1 ms. */
  readonly network?: Partial<NetworkPlan>;
  readonly clocks?: Readonly<Record<string, ClockPlan>>;
  /** How long a disk takes to sync. */
  readonly syncMs?: number;
}

/** A fault that a script asks for; its id is added, and links where nodes on two sides are apart. */
export type ScriptedFault = Omit<PlannedFault, 'id'> & {
  readonly kind: string;
  readonly sides?: readonly [one: readonly string[], other: readonly string[]];
};

/** What a script is made a plan with. */
export interface ScriptContext {
  readonly id: string;
  readonly target: string;
  readonly workload: string;
  readonly nodes: number;
  /** How many of the nodes, the last ones, the script does not speak of. */
  readonly added?: number;
  /** Complete. */
  readonly options: Plan['options'];
  readonly bugs?: readonly string[];
}

/** A write of a register. */
export function write(atMs: number, node: string, key: string, value: Value): PlannedOperation {
  return { atMs, node, f: 'write', key, value };
}

/** A read of a register. */
export function read(atMs: number, node: string, key: string): PlannedOperation {
  return { atMs, node, f: 'read', key, value: null };
}

/** Any other operation. */
export function act(
  atMs: number,
  node: string,
  f: string,
  key: string,
  value: Value = null,
): PlannedOperation {
  return { atMs, node, f, key, value };
}

/** A read of several registers together. */
export function readAll(atMs: number, node: string, keys: readonly string[]): PlannedOperation {
  return { atMs, node, f: 'multi-read', value: Object.fromEntries(keys.map((key) => [key, null])) };
}

/** Nodes on one side neither hear nor reach those on the other. */
export function apart(
  fromMs: number,
  toMs: number,
  one: readonly string[],
  other: readonly string[],
): ScriptedFault {
  return { kind: 'partition', atMs: fromMs, durationMs: toMs - fromMs, shape: 'halves', sides: [one, other] };
}

/** Nodes are down, and come back with what their disks hold. */
export function down(
  fromMs: number,
  toMs: number,
  nodes: readonly string[],
  unsynced: UnsyncedFate = 'kept',
): ScriptedFault {
  return { kind: 'kill', atMs: fromMs, durationMs: toMs - fromMs, nodes, unsynced };
}

/** Nodes stand still, and go on as if nothing had been. */
export function paused(fromMs: number, toMs: number, nodes: readonly string[]): ScriptedFault {
  return { kind: 'pause', atMs: fromMs, durationMs: toMs - fromMs, nodes };
}

/** Nodes' wall clocks are wrong by so much. */
export function skewed(
  fromMs: number,
  toMs: number,
  nodes: readonly string[],
  offsetMs: number,
): ScriptedFault {
  return { kind: 'clock', atMs: fromMs, durationMs: toMs - fromMs, shape: 'jump', nodes, offsetMs };
}

/** An operator makes a node the leader. */
export function promoted(atMs: number, node: string): ScriptedFault {
  return { kind: 'promote', atMs, durationMs: 0, node };
}

/** An operator adds and removes nodes, until these are the members; in the end all are to be. */
export function membersAre(fromMs: number, toMs: number, nodes: readonly string[]): ScriptedFault {
  return { kind: 'members', atMs: fromMs, durationMs: toMs - fromMs, nodes };
}

/** The plan that a script stands for: in it nothing is left to chance but what replicas draw themselves. */
export function planOf(
  { clients, faults, untilMs, operationTimeoutMs = 500, network, clocks = {}, syncMs = 0.5 }: Script,
  { id, target, workload, nodes: count, added = 0, options, bugs = [] }: ScriptContext,
): Plan {
  const nodes = Array.from({ length: count }, (_, at) => `n${at + 1}`);
  const { devices } = workloadNamed(workload);
  const keys = new Set(
    clients
      .flat()
      .flatMap(({ key, f, value }) => (f === 'multi-read' ? Object.keys(value as object) : (key ?? []))),
  );
  return {
    version: 1,
    seed: `script ${id}`,
    target,
    workload,
    nodes,
    options,
    bugs,
    timeLimitMs: untilMs,
    operationTimeoutMs,
    quietMs: defaultSettings.quietMs,
    minEvidence: 0,
    keys: [...keys].sort(),
    clients: clients.map((operations, at) => ({
      ...(devices !== undefined && { user: userName(at, devices) }),
      operations,
    })),
    faults: faults.map(
      (fault, at) =>
        ({ ...linked(fault, nodes.slice(count - added)), id: `${fault.kind}-${at + 1}` }) as PlannedFault,
    ),
    network: {
      minLatencyMs: 1,
      meanLatencyMs: 0,
      latency: 'uniform',
      loss: 0,
      duplication: 0,
      reordering: false,
      ...network,
    },
    clocks: Object.fromEntries(nodes.map((node) => [node, clocks[node] ?? { offsetMs: 0, driftPpm: 0 }])),
    disk: { minSyncMs: syncMs, maxSyncMs: syncMs },
    settings: {
      rate: 1,
      concurrency: Math.max(1, clients.length),
      faults: [...new Set(faults.map(({ kind }) => kind))],
      faultIntervalMs: 0,
      faultDurationMs: 0,
      knobs: {},
    },
  };
}

/** Names the links between two sides. Nodes of which the script does not speak are on the larger one. */
function linked({ sides, ...fault }: ScriptedFault, added: readonly string[]): ScriptedFault {
  if (!sides) return fault;
  const [smaller, larger] = [...sides].sort((a, b) => a.length - b.length) as [string[], string[]];
  const all = [...larger, ...added];
  const links = smaller.flatMap((a) =>
    all.flatMap((b) => [
      [a, b],
      [b, a],
    ]),
  );
  return { ...fault, links };
}

/** Operations of one client, one after another from `fromMs` on. */
export function repeated(
  fromMs: number,
  everyMs: number,
  count: number,
  operation: (atMs: number, number: number) => PlannedOperation,
): PlannedOperation[] {
  return Array.from({ length: count }, (_, at) => operation(fromMs + at * everyMs, at + 1));
}
