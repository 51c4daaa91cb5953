import { z } from 'zod';
import { targetNamed, targets } from '../../targets/registry.js';
import type { Target } from '../../targets/target.js';
import { workloadNamed, workloads } from '../../workloads/registry.js';
import { userName } from '../../workloads/users.js';
import type { Workload } from '../../workloads/workload.js';
import type { ClusterKind } from '../cluster/cluster.js';
import { faultOfKind, faults } from '../nemesis/registry.js';
import { findNamed } from '../named.js';
import { generatePlan } from '../plan/generate-plan.js';
import type { Plan } from '../plan/plan.js';
import type { RunSettings } from './settings.js';

/** Thrown when settings contradict each other or name what does not exist; the message says what would do. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** `x`, `y`, `z`, then `k4`, `k5`, …: few keys should read well. */
function keyNames(count: number): string[] {
  return Array.from({ length: count }, (_, at) => ['x', 'y', 'z'][at] ?? `k${at + 1}`);
}

/** The kinds of faults that this cluster can do, whatever target runs there. */
export function faultsOn(cluster: ClusterKind): string[] {
  return faults
    .filter(({ clusters, order }) => clusters[cluster] === true && order === undefined)
    .map(({ kind }) => kind);
}

/** The kinds of faults that a run has when none are named: all that the cluster can do and that break no promise. */
export function defaultFaults(cluster: ClusterKind): string[] {
  return faultsOn(cluster).filter((kind) => !faultOfKind(kind).mayBreak);
}

/** The same of a run with planted bugs: with those, too, without which these do not show. */
export function defaultFaultsWith({
  cluster,
  target,
  bugs,
}: Pick<RunSettings, 'cluster' | 'target' | 'bugs'>): string[] {
  const planted = targets.find(({ name }) => name === target)?.bugs ?? [];
  const needed = planted.flatMap(({ name, faults: kinds = [] }) => (bugs.includes(name) ? kinds : []));
  return [...new Set([...defaultFaults(cluster), ...needed])];
}

/**
 * Refuses what the cluster or the target cannot do.
 * @throws SettingsError that says why, and what would do
 */
export function requireFaults(
  kinds: readonly string[],
  cluster: ClusterKind,
  { name, orders = [] }: Pick<Target, 'name' | 'orders'>,
): void {
  for (const kind of kinds) {
    const { order, clusters } = faultOfKind(kind);
    if (order !== undefined && !orders.includes(order)) {
      const able = targets.filter((target) => target.orders?.includes(order)).map((target) => target.name);
      throw new SettingsError(
        `The target ${name} does not know the order "${order}" of the fault "${kind}"; there are: ${able.join(', ')}.`,
      );
    }
    const ability = clusters[cluster];
    if (ability !== true) {
      throw new SettingsError(
        `The ${cluster} cluster cannot do the fault "${kind}": ${ability}. It can do: ${faultsOn(cluster).join(', ')}.`,
      );
    }
  }
}

/** Whether a target's clients know all that a workload has them do. */
export function serves(
  { operations }: Pick<Target, 'operations'>,
  workload: Pick<Workload, 'operations'>,
): boolean {
  return workload.operations.every((f) => operations.includes(f));
}

function requireService(target: Target, workload: Workload): void {
  if (serves(target, workload)) return;
  const strange = workload.operations.filter((f) => !target.operations.includes(f));
  const served = workloads.filter((one) => serves(target, one)).map(({ name }) => name);
  const able = targets.filter((one) => serves(one, workload)).map(({ name }) => name);
  throw new SettingsError(
    `The target ${target.name} cannot serve the workload ${workload.name}: its clients do not know ${strange.join(', ')}. Workloads that it serves: ${served.join(', ')}. Targets that serve ${workload.name}: ${able.join(', ')}.`,
  );
}

function parsed<T>(schema: z.ZodType<T>, given: unknown, whose: string): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const json = z.toJSONSchema(schema, { io: 'input' }) as { properties?: object };
  throw new SettingsError(
    `${whose}:\n${z.prettifyError(result.error)}\nThere are: ${Object.keys(json.properties ?? {}).join(', ')}.`,
  );
}

/**
 * A plan with a value for every option of its target. One that was written before there was an option says nothing of it,
 * and the default of an option is what the target did before.
 * @throws SettingsError when the target does not have one of its options any more, or not that value
 */
export function withAllOptions(plan: Plan): Plan {
  const target = targetNamed(plan.target);
  const purpose = `${target.name} ${plan.nodes.length}`;
  let known = completed.get(plan.options);
  if (known?.purpose !== purpose) {
    const whose = `Options of ${target.name} in the plan of seed ${plan.seed}`;
    known = { purpose, options: parsed(target.options(plan.nodes.length), plan.options, whose) };
    completed.set(plan.options, known);
  }
  return { ...plan, options: known.options };
}

/** Options are the same in thousands of plans when one is shrunk, and to complete them takes as long as a tenth of a short run. */
const completed = new WeakMap<
  Plan['options'],
  { readonly purpose: string; readonly options: Plan['options'] }
>();

/**
 * Draws the plan that settings and seed stand for.
 * @throws SettingsError when something in them does not exist or does not fit
 */
export function drawPlan(settings: RunSettings): Plan {
  const target = targetNamed(settings.target);
  const workload = workloadNamed(settings.workload);
  requireService(target, workload);
  requireFaults(settings.faults, settings.cluster, target);
  const planted = settings.bugs.map((bug) =>
    findNamed(`planted bug of ${target.name}`, target.bugs, bug, ({ name }) => name),
  );
  const options = parsed(
    target.options(settings.nodes),
    Object.assign({}, ...planted.map((bug) => bug.options), settings.options),
    `Options of ${target.name} on ${settings.nodes} nodes`,
  );
  const knobs = parsed(workload.knobs, settings.knobs, `Knobs of the workload ${workload.name}`);
  const nodes = Array.from({ length: settings.nodes }, (_, at) => `n${at + 1}`);
  const plain = keyNames(knobs.keys);
  const keys = workload.keyNames?.(plain) ?? plain;
  const quorum = target.quorumSize?.(options, nodes.length);
  const { devices } = workload;
  return generatePlan({
    seed: settings.seed,
    target: target.name,
    workload: workload.name,
    nodes,
    options,
    bugs: settings.bugs,
    timeLimitMs: settings.timeLimitMs,
    operationTimeoutMs: settings.operationTimeoutMs,
    quietMs: settings.quietMs,
    minEvidence: settings.minEvidence,
    keys,
    ...(quorum !== undefined && { quorum }),
    rate: settings.rate,
    concurrency: settings.concurrency,
    faults: settings.faults,
    faultIntervalMs: settings.faultIntervalMs,
    faultDurationMs: settings.faultDurationMs,
    knobs,
    ...(devices !== undefined && { userOf: (client) => userName(client, devices) }),
    step: (client) => workload.step({ client, nodeCount: nodes.length, keys, knobs }),
  });
}
