import fc, { type Arbitrary } from 'fast-check';
import { faultOfKind } from '../../nemesis/registry.js';
import type { Plan, PlannedFault } from '../plan.js';

/** A part of a plan as an arbitrary that could have drawn it, so that fast-check knows how to shrink it. */
export interface PlanPart<T = unknown> {
  readonly arbitrary: Arbitrary<T>;
  readonly value: T;
  /** The plan with another value in its place; undefined where that is no plan. */
  readonly put: (plan: Plan, value: T) => Plan | undefined;
}

/** Hides the type of its value: who shrinks a part only hands its values back to it. */
const part = <T>(one: PlanPart<T>): PlanPart => one as unknown as PlanPart;

/** Every part of a plan that fast-check can shrink: which faults and operations there are, then every number. */
export function planParts(plan: Plan): PlanPart[] {
  return [
    part({
      arbitrary: fc.subarray([...plan.faults]),
      value: [...plan.faults],
      put: (now, faults) => ({ ...now, faults }),
    }),
    ...plan.clients.map(({ operations }, client) =>
      part({
        arbitrary: fc.subarray([...operations], { minLength: 1 }),
        value: [...operations],
        put: (now, kept) => withClient(now, client, kept),
      }),
    ),
    ...plan.faults.flatMap((fault) => faultParts(fault)),
    ...plan.clients.flatMap((_, client) => operationTimes(plan, client)),
    lengthPart(plan),
    networkPart(plan),
    ...clockParts(plan),
    diskPart(plan),
  ];
}

const withClient = (plan: Plan, client: number, operations: Plan['clients'][number]['operations']): Plan => ({
  ...plan,
  clients: plan.clients.map((one, at) => (at === client ? { ...one, operations } : one)),
});

function withFault(plan: Plan, id: string, change: object): Plan | undefined {
  const before = plan.faults.find((fault) => fault.id === id);
  if (!before) return undefined;
  const fault = { ...before, ...change };
  const { id: _id, kind, atMs: _at, durationMs: _duration, ...fields } = fault;
  if (!faultOfKind(kind).fields.safeParse(fields).success) return undefined;
  return { ...plan, faults: plan.faults.map((one) => (one === before ? fault : one)) };
}

/** Its window, the nodes that it befalls, and the numbers of its own. */
function faultParts(fault: PlannedFault): PlanPart[] {
  const { id, kind: _kind, ...fields } = fault;
  return Object.entries(fields).flatMap(([name, value]): PlanPart[] => {
    const put = (plan: Plan, next: unknown): Plan | undefined => withFault(plan, id, { [name]: next });
    if (typeof value === 'number' && Number.isInteger(value)) {
      return [part({ arbitrary: wholeNumber(value, name === 'durationMs' ? 1 : 0), value, put })];
    }
    // Lists of nodes; what is in lists of lists hangs together.
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
      return [part({ arbitrary: fc.subarray([...value], { minLength: 1 }), value: [...value], put })];
    }
    return [];
  });
}

/** When a client invokes each operation: not before the one that precedes it. */
function operationTimes({ clients }: Plan, client: number): PlanPart[] {
  const { operations } = clients[client] as Plan['clients'][number];
  return operations.flatMap(({ atMs }, position) => {
    const least = Math.ceil(operations[position - 1]?.atMs ?? 0);
    if (!Number.isInteger(atMs) || atMs <= least) return [];
    return part({
      arbitrary: fc.integer({ min: least, max: atMs }),
      value: atMs,
      put: (plan, next) => {
        const now = plan.clients[client]?.operations;
        if (!now?.[position] || next < (now[position - 1]?.atMs ?? 0)) return undefined;
        return withClient(
          plan,
          client,
          now.map((operation, at) => (at === position ? { ...operation, atMs: next } : operation)),
        );
      },
    });
  });
}

/** How long clients and faults go on, and the quiet behind it. */
function lengthPart({ timeLimitMs, quietMs }: Plan): PlanPart {
  return part({
    arbitrary: fc.record({
      limit: wholeNumber(Math.ceil(timeLimitMs), 1),
      quiet: wholeNumber(Math.ceil(quietMs)),
    }),
    value: { limit: Math.ceil(timeLimitMs), quiet: Math.ceil(quietMs) },
    put: (plan, { limit, quiet }) => {
      const isLate = plan.clients.some(({ operations }) => operations.some(({ atMs }) => atMs >= limit));
      if (isLate || plan.faults.some(({ atMs }) => atMs >= limit)) return undefined;
      const faults = plan.faults.map((fault) => ({
        ...fault,
        durationMs: Math.min(fault.durationMs, limit - fault.atMs),
      }));
      return { ...plan, timeLimitMs: limit, quietMs: quiet, faults };
    },
  });
}

/** Latencies in tenths of a millisecond, chances in thousandths, as they are drawn. */
function networkPart({ network }: Plan): PlanPart {
  const value = {
    loss: Math.round(network.loss * 1000),
    duplication: Math.round(network.duplication * 1000),
    mean: Math.round(network.meanLatencyMs * 10),
    min: Math.round(network.minLatencyMs * 10),
  };
  return part({
    arbitrary: fc.record({
      loss: wholeNumber(value.loss),
      duplication: wholeNumber(value.duplication),
      mean: wholeNumber(value.mean, 1),
      min: wholeNumber(value.min, 1),
    }),
    value,
    put: (plan, { loss, duplication, mean, min }) => ({
      ...plan,
      network: {
        ...plan.network,
        loss: loss / 1000,
        duplication: duplication / 1000,
        meanLatencyMs: mean / 10,
        minLatencyMs: min / 10,
      },
    }),
  });
}

function clockParts({ clocks }: Plan): PlanPart[] {
  return Object.entries(clocks).map(([node, { offsetMs, driftPpm }]) => {
    const value = { offsetMs: Math.round(offsetMs), driftPpm: Math.round(driftPpm) };
    return part({
      arbitrary: fc.record({ offsetMs: wholeNumber(value.offsetMs), driftPpm: wholeNumber(value.driftPpm) }),
      value,
      put: (plan, clock) =>
        plan.clocks[node] ? { ...plan, clocks: { ...plan.clocks, [node]: clock } } : undefined,
    });
  });
}

/** In tenths of a millisecond. */
function diskPart({ disk }: Plan): PlanPart {
  const value = {
    min: Math.round(disk.minSyncMs * 10),
    more: Math.round((disk.maxSyncMs - disk.minSyncMs) * 10),
  };
  return part({
    arbitrary: fc.record({ min: wholeNumber(value.min, 1), more: wholeNumber(value.more) }),
    value,
    put: (plan, { min, more }) => ({ ...plan, disk: { minSyncMs: min / 10, maxSyncMs: (min + more) / 10 } }),
  });
}

/** Numbers between a least one, or the same below zero, and the one there is. */
function wholeNumber(value: number, least = 0): Arbitrary<number> {
  return fc.integer(value < 0 ? { min: value, max: 0 } : { min: Math.min(least, value), max: value });
}
