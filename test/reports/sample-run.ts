import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { judge } from '../../src/checkers/judge.js';
import type { GuaranteePromise } from '../../src/checkers/verdict.js';
import { guarantees } from '../../src/checkers/checker.js';
import { type HistoryEvent, NEMESIS, type Value } from '../../src/history/event.js';
import { pair } from '../../src/history/pair.js';
import type { Plan, PlannedFault } from '../../src/plan/plan.js';
import type { RunRecord } from '../../reports/run-record.js';

/** What a sample run is made of; everything that a system under test or a person may choose. */
export interface SampleOptions {
  readonly clients?: number;
  readonly operationsPerClient?: number;
  readonly keys?: readonly string[];
  readonly nodes?: readonly string[];
  /** Turns a number into the value that is written. */
  readonly writeValue?: (number: number) => Value;
  readonly errorText?: string;
  /** Every so many reads, one returns the value before the last. 0: none. */
  readonly staleEvery?: number;
  readonly promises?: readonly GuaranteePromise[];
}

const MS = 1e6;

interface Draft {
  readonly process: number;
  readonly f: string;
  readonly key: string | undefined;
  readonly node: string;
  readonly start: number;
  readonly end: number;
  readonly type: 'ok' | 'fail' | 'info';
  value: Value;
  readonly final?: true;
}

/** A run made by hand: registers that take effect when an operation ends, with some reads falsified afterwards. */
export function sampleRun({
  clients = 5,
  operationsPerClient = 60,
  keys = ['x', 'y', 'z'],
  nodes = ['n1', 'n2', 'n3'],
  writeValue = (number) => number,
  errorText = 'fewer than 2 replicas answered',
  staleEvery = 23,
  promises = [{ guarantee: 'read-your-writes', because: 'w + r > n' }],
}: SampleOptions = {}): RunRecord {
  const random = uniform([1, 2, 3, 4]);
  const drafts = drawOperations(clients, operationsPerClient, keys, nodes, writeValue, random);
  takeEffect(drafts, staleEvery);
  const lastEnd = Math.max(...drafts.map(({ end }) => end));
  const faults = plannedFaults(nodes, lastEnd / MS);
  drafts.push(...finalReads(drafts, keys, nodes, lastEnd + 300 * MS));
  const history = pair(eventsOf(drafts, faults, errorText));
  const plan = planOf({ clients, keys, nodes, faults, timeLimitMs: lastEnd / MS });
  return {
    title: 'sample · register',
    plan,
    history,
    verdict: judge(history, { promises, guarantees, minEvidence: 10, maxAnomalies: 20, faultKinds: [] }),
    clusterKind: 'simulation',
    replay: 'npx splitbrain replay store/latest',
    runPath: 'store/sample/register/20261123-031200-42',
    historyHash: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
    environment: { splitbrain: '0.1.0', node: 'v20.19.0' },
  };
}

/** Numbers in [0, 1). */
function uniform(state: readonly number[]): () => number {
  const generator = xoroshiro128plusFromState(state);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

function drawOperations(
  clients: number,
  count: number,
  keys: readonly string[],
  nodes: readonly string[],
  writeValue: (number: number) => Value,
  random: () => number,
): Draft[] {
  const drafts: Draft[] = [];
  let written = 0;
  for (let client = 0; client < clients; client++) {
    let process = client;
    let time = random() * 10 * MS;
    for (let at = 0; at < count; at++) {
      time += (4 + random() * 30) * MS;
      const length = (0.4 + random() ** 4 * 40) * MS;
      const draw = random();
      const f = draw < 0.45 ? 'write' : draw < 0.85 ? 'read' : 'multi-read';
      const ending = random();
      const type = ending < 0.05 ? 'fail' : ending < 0.08 ? 'info' : 'ok';
      const start = Math.round(time);
      time += type === 'info' ? 200 * MS : length;
      drafts.push({
        process,
        f,
        key: f === 'multi-read' ? undefined : keys[Math.floor(random() * keys.length)],
        node: nodes[Math.floor(random() * nodes.length)] as string,
        start,
        end: Math.round(time),
        type,
        value: f === 'write' ? writeValue(++written) : f === 'multi-read' ? withKeys(keys, () => null) : null,
      });
      if (type === 'info') process += clients;
    }
  }
  return drafts;
}

function withKeys(keys: readonly string[], valueOf: (key: string) => Value): Value {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)]));
}

/** Fills in what reads return; now and then what was there one write earlier. */
function takeEffect(drafts: readonly Draft[], staleEvery: number): void {
  const versions = new Map<string, Value[]>();
  let reads = 0;
  for (const draft of [...drafts].sort((a, b) => a.end - b.end)) {
    if (draft.type !== 'ok') continue;
    const { f, key } = draft;
    if (f === 'write' && key !== undefined)
      versions.set(key, [...(versions.get(key) ?? [null]), draft.value]);
    else {
      const back = staleEvery > 0 && ++reads % staleEvery === 0 ? 3 : 1;
      const seen = (name: string): Value => versions.get(name)?.at(-back) ?? versions.get(name)?.[0] ?? null;
      draft.value = key === undefined ? withKeys(Object.keys(draft.value as object), seen) : seen(key);
    }
  }
}

function finalReads(
  drafts: readonly Draft[],
  keys: readonly string[],
  nodes: readonly string[],
  from: number,
): Draft[] {
  const last = new Map<string, Value>();
  for (const { f, key, value, type } of [...drafts].sort((a, b) => a.end - b.end)) {
    if (f === 'write' && key !== undefined && type === 'ok') last.set(key, value);
  }
  return nodes.flatMap((node, at): Draft[] => {
    const about = { process: 100_000 + at, node, type: 'ok' as const, final: true as const };
    const held = withKeys(keys, (key) => ({ value: last.get(key) ?? null, version: '9@n1' }));
    return [
      { ...about, f: 'inspect', key: undefined, start: from, end: from + MS, value: held },
      ...keys.map((key, number) => ({
        ...about,
        f: 'read',
        key,
        start: from + (2 + number) * MS,
        end: from + (2.5 + number) * MS,
        value: last.get(key) ?? null,
      })),
    ];
  });
}

function plannedFaults(nodes: readonly string[], endMs: number): PlannedFault[] {
  const [first = 'n1', ...others] = nodes;
  const links = others.flatMap((other) => [
    [first, other],
    [other, first],
  ]);
  return [
    {
      id: 'partition-1',
      kind: 'partition',
      atMs: endMs * 0.1,
      durationMs: endMs * 0.15,
      shape: 'isolate-one',
      links,
    },
    {
      id: 'clock-1',
      kind: 'clock',
      atMs: endMs * 0.2,
      durationMs: endMs * 0.3,
      shape: 'jump',
      nodes: [first],
      offsetMs: -500,
    },
    {
      id: 'kill-1',
      kind: 'kill',
      atMs: endMs * 0.55,
      durationMs: endMs * 0.1,
      nodes: others,
      unsynced: 'torn',
    },
    { id: 'pause-1', kind: 'pause', atMs: endMs * 0.7, durationMs: endMs * 0.05, nodes: [first] },
    {
      id: 'flood-1',
      kind: 'flood',
      atMs: endMs * 0.8,
      durationMs: endMs * 0.1,
      rate: 12,
      of: { what: first },
    },
  ];
}

/** A process's next operation may begin in the nanosecond in which the one before it ended, hence the stable sort. */
function eventsOf(
  drafts: readonly Draft[],
  faults: readonly PlannedFault[],
  errorText: string,
): HistoryEvent[] {
  const events: (Omit<HistoryEvent, 'index'> & { order: number })[] = [];
  for (const { process, f, key, node, start, end, type, value, final } of drafts) {
    const about = { process, f, node, ...(key !== undefined && { key }), ...(final && { final }) };
    const input = f === 'write' || (f === 'multi-read' && !final) ? value : null;
    events.push({ ...about, type: 'invoke', value: input, time: start, order: 1 });
    const error =
      type === 'ok' ? {} : { error: { kind: type === 'fail' ? 'error-11' : 'timeout', text: errorText } };
    events.push({ ...about, type, value, time: end, order: 0, ...error });
  }
  for (const { id, kind, atMs, durationMs, ...fields } of faults) {
    const about = { process: NEMESIS, type: 'info', order: 2 } as const;
    events.push({ ...about, f: 'inject', value: { id, kind, ...fields }, time: Math.round(atMs * MS) });
    events.push({ ...about, f: 'heal', value: { id, kind }, time: Math.round((atMs + durationMs) * MS) });
  }
  return events
    .sort((a, b) => a.time - b.time || a.order - b.order)
    .map(({ order: _order, ...event }, index) => ({ index, ...event }));
}

function planOf({
  clients,
  keys,
  nodes,
  faults,
  timeLimitMs,
}: {
  readonly clients: number;
  readonly keys: readonly string[];
  readonly nodes: readonly string[];
  readonly faults: readonly PlannedFault[];
  readonly timeLimitMs: number;
}): Plan {
  return {
    version: 1,
    seed: '42',
    target: 'sample',
    workload: 'register',
    nodes,
    options: { w: 2, r: 2, order: 'counter' },
    bugs: [],
    timeLimitMs,
    operationTimeoutMs: 200,
    quietMs: 300,
    minEvidence: 10,
    keys,
    clients: Array.from({ length: clients }, () => ({ operations: [] })),
    faults,
    network: {
      minLatencyMs: 0.2,
      meanLatencyMs: 1,
      latency: 'uniform',
      loss: 0.01,
      duplication: 0,
      reordering: true,
    },
    clocks: Object.fromEntries(nodes.map((node) => [node, { offsetMs: 0, driftPpm: 0 }])),
    disk: { minSyncMs: 1, maxSyncMs: 5 },
    settings: {
      rate: 200,
      concurrency: clients,
      faults: ['partition', 'clock'],
      faultIntervalMs: 500,
      faultDurationMs: 500,
      knobs: { keys: keys.length },
    },
  };
}
