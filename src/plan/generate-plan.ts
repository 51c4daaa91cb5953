import fc, { type Arbitrary } from 'fast-check';
import type { Value } from '../history/event.js';
import { faultOfKind } from '../nemesis/registry.js';
import {
  type ClockPlan,
  type DiskPlan,
  latencyPolicies,
  type NetworkPlan,
  type Plan,
  type PlanSettings,
  type PlannedClient,
  type PlannedFault,
  type PlannedOperation,
} from './plan.js';
import { stream } from './stream.js';

/** An operation as a workload draws it: the plan adds its time. */
export interface OperationDraft {
  readonly f: string;
  /** The object it is about; absent for operations over several. */
  readonly key?: string;
  /** Position of the node to speak to. */
  readonly node: number;
  /**
   * Its argument, `null` by default. A function is given a number unlike that of any other operation of the plan: small, and
   * roughly in the order of time.
   */
  readonly value?: Value | ((unique: number) => Value);
  /** The client waits so long, in milliseconds, before it goes on with this one of several. */
  readonly afterMs?: number;
  /** It is left out unless the operation just before it returned something. */
  readonly ifFound?: true;
}

/** What a client does at once: an operation, or several that belong together, one after the other. */
export type StepDraft = OperationDraft | readonly OperationDraft[];

/** What a plan is made of: all of it that is not drawn, and how to draw operations. */
export interface PlanRequest
  extends
    PlanSettings,
    Omit<Plan, 'version' | 'clients' | 'faults' | 'network' | 'clocks' | 'disk' | 'settings'> {
  /** So many nodes suffice for the target to go on; undefined where it makes no such claim. */
  readonly quorum?: number;
  /** How the workload draws what a client does next. */
  readonly step: (client: number) => Arbitrary<StepDraft>;
  /** Whose device a client is; absent where clients are nobody's. */
  readonly userOf?: (client: number) => string;
}

/** Draws one value from a stream of its own, so that what is drawn elsewhere does not change it. */
function draw<T>(arbitrary: Arbitrary<T>, seed: string, label: string): T {
  return arbitrary.generate(new fc.Random(stream(seed, `plan/${label}`).generator), undefined).value;
}

/** Gaps are uniform with the mean that gives the rate; microseconds, so that times stay short to write. */
function gapUs(request: PlanRequest): { mean: number; arbitrary: Arbitrary<number> } {
  const mean = Math.max(1, Math.round((request.concurrency / request.rate) * 1e6));
  return { mean, arbitrary: fc.nat({ max: 2 * mean }) };
}

const isSeveral = (step: StepDraft): step is readonly OperationDraft[] => Array.isArray(step);

function drawClient(request: PlanRequest, client: number): PlannedClient {
  const { seed, timeLimitMs, concurrency, nodes } = request;
  const { mean, arbitrary } = gapUs(request);
  const count = Math.ceil((timeLimitMs * 1000) / mean);
  const steps = draw(
    fc.array(fc.record({ gap: arbitrary, step: request.step(client) }), {
      minLength: count,
      maxLength: count,
    }),
    seed,
    `client/${client}`,
  );
  const operations: PlannedOperation[] = [];
  let atUs = 0;
  for (const { gap, step } of steps) {
    const drafts = isSeveral(step) ? step : [step];
    // A step of several operations has the time of as many.
    atUs += gap * drafts.length;
    for (const { f, key, node, value = null, afterMs = 0, ifFound } of drafts) {
      atUs += afterMs * 1000;
      if (atUs >= timeLimitMs * 1000) break;
      const unique = operations.length * concurrency + client + 1;
      operations.push({
        atMs: atUs / 1000,
        node: nodes[node] as string,
        f,
        ...(key !== undefined && { key }),
        value: typeof value === 'function' ? value(unique) : value,
        ...(ifFound && { ifFound }),
      });
    }
  }
  return { ...(request.userOf && { user: request.userOf(client) }), operations };
}

/** A fault that strikes once, when the clients have ended; none where the target needs all of its nodes. */
function drawLastFault(request: PlanRequest, kind: string, durationMs: number): PlannedFault[] {
  const { seed, nodes, timeLimitMs: atMs, quorum = nodes.length } = request;
  if (quorum >= nodes.length) return [];
  const fields = draw(faultOfKind(kind).draw(nodes, quorum), seed, `faults/${kind}`);
  return [{ id: `${kind}-1`, kind, atMs, durationMs, ...fields }];
}

/** Faults of one kind follow each other; those of different kinds overlap as they happen to. */
function drawFaults(request: PlanRequest, kind: string): PlannedFault[] {
  const { seed, nodes, timeLimitMs, faultIntervalMs, faultDurationMs } = request;
  const { atEnd } = faultOfKind(kind);
  if (atEnd) return drawLastFault(request, kind, atEnd.lastsMs);
  const around = (mean: number): Arbitrary<number> =>
    fc.integer({ min: Math.round(mean / 5), max: Math.round((mean * 9) / 5) });
  const count = Math.ceil(timeLimitMs / ((faultIntervalMs + faultDurationMs) / 5)) + 1;
  const drafts = draw(
    fc.array(
      fc.record({
        gapMs: around(faultIntervalMs),
        durationMs: around(faultDurationMs),
        fields: faultOfKind(kind).draw(nodes),
      }),
      { minLength: count, maxLength: count },
    ),
    seed,
    `faults/${kind}`,
  );
  const faults: PlannedFault[] = [];
  let atMs = 0;
  for (const { gapMs, durationMs, fields } of drafts) {
    atMs += gapMs;
    if (atMs >= timeLimitMs) break;
    const lastsMs = Math.min(durationMs, timeLimitMs - atMs);
    faults.push({ id: `${kind}-${faults.length + 1}`, kind, atMs, durationMs: lastsMs, ...fields });
    atMs += durationMs;
  }
  return faults;
}

const network: Arbitrary<NetworkPlan> = fc.record({
  minLatencyMs: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10),
  meanLatencyMs: fc.integer({ min: 2, max: 40 }).map((tenths) => tenths / 10),
  latency: fc.constantFrom(...latencyPolicies),
  loss: fc.oneof(
    fc.constant(0),
    fc.nat({ max: 30 }).map((thousandths) => thousandths / 1000),
  ),
  duplication: fc.oneof(
    fc.constant(0),
    fc.nat({ max: 30 }).map((thousandths) => thousandths / 1000),
  ),
  reordering: fc.boolean(),
});

const disk: Arbitrary<DiskPlan> = fc
  .record({ min: fc.integer({ min: 1, max: 10 }), more: fc.integer({ min: 0, max: 100 }) })
  .map(({ min, more }) => ({ minSyncMs: min / 10, maxSyncMs: (min + more) / 10 }));

/** Clocks are never quite right; where clocks are under test, they are also further off to begin with. */
function clockPlan(underTest: boolean): Arbitrary<ClockPlan> {
  const offset = underTest ? 50 : 2;
  return fc.record({
    offsetMs: fc.integer({ min: -offset, max: offset }),
    driftPpm: fc.integer({ min: -100, max: 100 }),
  });
}

/** Decides everything random about a run. The same request gives the same plan, whatever else was drawn before. */
export function generatePlan(request: PlanRequest): Plan {
  const { seed, nodes, rate, concurrency, faultIntervalMs, faultDurationMs, knobs } = request;
  const clocks = clockPlan(request.faults.includes('clock'));
  return {
    version: 1,
    seed,
    target: request.target,
    workload: request.workload,
    nodes,
    options: request.options,
    bugs: request.bugs,
    timeLimitMs: request.timeLimitMs,
    operationTimeoutMs: request.operationTimeoutMs,
    quietMs: request.quietMs,
    minEvidence: request.minEvidence,
    keys: request.keys,
    settings: { rate, concurrency, faults: request.faults, faultIntervalMs, faultDurationMs, knobs },
    network: draw(network, seed, 'network'),
    clocks: Object.fromEntries(nodes.map((node) => [node, draw(clocks, seed, `clock/${node}`)])),
    disk: draw(disk, seed, 'disk'),
    faults: request.faults
      .flatMap((kind) => drawFaults(request, kind))
      .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)),
    clients: Array.from({ length: concurrency }, (_, client) => drawClient(request, client)),
  };
}
