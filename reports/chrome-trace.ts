import type { Operation } from '../src/history/operation.js';
import type { Revelation } from '../src/history/revelation.js';
import { parseStanding } from '../src/replica/standing.js';
import { describeFault } from './describe-fault.js';
import { pair, whatOf } from './describe-operation.js';
import { clockOffset, clocksGoWrong } from './page/clock-offset.js';
import { logLines } from './log-lines.js';
import { lanesOf } from './page/lanes.js';
import { pageCluster, pageFaults } from './page/page-cluster.js';
import { replicationLag } from './page/replication-lag.js';
import type { RunRecord } from './run-record.js';
import { showName, showText, showValue } from './show-value.js';
import { toldIn } from './told.js';

/** What a trace is made of; what is absent leaves its tracks out. */
export type TraceRecord = Pick<RunRecord, 'history' | 'plan' | 'truth' | 'logs'>;

/**
 * One event of Chrome's trace event format ("Trace Event Format", Duca and Sinclair, 2016), as Perfetto and
 * chrome://tracing open it. Times are microseconds.
 */
export interface TraceEvent {
  /**
   * `X` a slice, `b` and `e` the ends of an asynchronous one, `s` and `f` the ends of an arrow, `i` a moment, `C` a
   * counter, `M` the name of a track.
   */
  readonly ph: 'X' | 'b' | 'e' | 's' | 'f' | 'i' | 'C' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: string;
  /** An arrow's end belongs to the slice that lies around it. */
  readonly bp?: 'e';
  /** A moment of its thread alone. */
  readonly s?: 't';
  readonly args?: { readonly [name: string]: string | number };
}

const CLIENTS = 1;
const FAULTS = 2;
/** The first node's; every node is a process of the trace, so that its tracks and counters stay together. */
const NODES = 3;
const TOOK_IN = 1;
const LOG = 2;
/** An arrow binds to a slice that has a length; times are whole nanoseconds, so slices this short never overlap in part. */
const MOMENT = 0.001;
const TEXT = 200;
const SKEW_SAMPLES = 400;

/**
 * A run as a trace: a track for each client with its operations as slices, faults as bands, a group for each node with
 * what was asked of it, what it took in, its log, its lag and its clock, and arrows from writes to the replicas that took
 * them in. What the system under test said is shortened, and made visible.
 */
export function* chromeTrace(run: TraceRecord): Generator<TraceEvent> {
  const nodes = nodeNames(run);
  const pidOf = new Map(nodes.map((node, at) => [node, NODES + at]));
  yield* named(CLIENTS, 'clients');
  yield* named(FAULTS, 'faults');
  for (const [node, pid] of pidOf) yield* named(pid, `node ${showName(node)}`);
  yield* operationEvents(run, pidOf);
  yield* faultEvents(run);
  yield* arrivalEvents(run, pidOf);
  yield* logEvents(run, pidOf);
  yield* toldEvents(run, pidOf);
  yield* lagEvents(run, nodes);
  yield* skewEvents(run);
}

/** The plan's nodes first: the clock's counters go by their places. */
function nodeNames({ plan, history, truth = [], logs = [] }: TraceRecord): string[] {
  const asked = history.operations.flatMap(({ node }) => node ?? []);
  const told = [...logs, ...truth].map(({ node }) => node);
  const others = [...new Set([...asked, ...told])].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return [...new Set([...(plan?.nodes ?? []), ...others])];
}

function* named(pid: number, name: string): Generator<TraceEvent> {
  yield { ph: 'M', name: 'process_name', pid, tid: 0, ts: 0, args: { name } };
  yield { ph: 'M', name: 'process_sort_index', pid, tid: 0, ts: 0, args: { sort_index: pid } };
}

function* threadNamed(pid: number, tid: number, name: string): Generator<TraceEvent> {
  yield { ph: 'M', name: 'thread_name', pid, tid, ts: 0, args: { name } };
  yield { ph: 'M', name: 'thread_sort_index', pid, tid, ts: 0, args: { sort_index: tid } };
}

function* operationEvents(
  { history, plan }: TraceRecord,
  pidOf: ReadonlyMap<string, number>,
): Generator<TraceEvent> {
  const { lanes, laneOf } = lanesOf(history, plan);
  for (const [lane, { label }] of lanes.entries()) yield* threadNamed(CLIENTS, lane + 1, label);
  for (const [at, operation] of history.operations.entries()) {
    const { index, invokedAt, type, node, f } = operation;
    const name = showText(whatOf(operation, { length: 32 }), TEXT);
    const end = Math.min(operation.endedAt, history.endedAt);
    const ts = micros(invokedAt);
    const tid = (laneOf[at] ?? 0) + 1;
    const args = operationArgs(operation);
    yield {
      ph: 'X',
      name,
      cat: type,
      pid: CLIENTS,
      tid,
      ts,
      dur: Math.max(MOMENT, micros(end - invokedAt)),
      args,
    };
    const pid = node === undefined ? undefined : pidOf.get(node);
    if (pid === undefined) continue;
    const asked = { cat: 'asked', id: hex(index), name: showName(f), pid, tid: 0 } as const;
    yield { ph: 'b', ...asked, ts, args: { what: name, outcome: type } };
    yield { ph: 'e', ...asked, ts: micros(end) };
  }
}

function operationArgs({ index, process, key, input, output, type, node, error }: Operation) {
  return {
    index,
    process,
    ...(key !== undefined && { key: showText(key, TEXT) }),
    ...(input !== null && { input: showValue(input, TEXT) }),
    ...(type === 'ok' && { output: showValue(output, TEXT) }),
    outcome: type,
    ...(node !== undefined && { node: showName(node) }),
    ...(error && { error: showText([error.kind, error.text].filter(Boolean).join(': '), TEXT) }),
  };
}

function* faultEvents({ history: { faults, endedAt } }: TraceRecord): Generator<TraceEvent> {
  for (const [at, { kind, value, from, to }] of faults.entries()) {
    const fault = { cat: 'fault', id: hex(at), name: showText(kind, 30), pid: FAULTS, tid: 0 } as const;
    yield { ph: 'b', ...fault, ts: micros(from), args: { what: describeFault(kind, value) } };
    yield { ph: 'e', ...fault, ts: micros(Math.max(from, Math.min(to, endedAt))) };
  }
}

/** What replicas took in, and arrows from the writes to it: messages themselves are not recorded, their effects are. */
function* arrivalEvents(
  { history, plan, truth = [] }: TraceRecord,
  pidOf: ReadonlyMap<string, number>,
): Generator<TraceEvent> {
  const { laneOf } = lanesOf(history, plan);
  const writes = new Map<string, { at: number; operation: Operation }>();
  for (const [at, operation] of history.operations.entries()) {
    const { f, key, input } = operation;
    if (f === 'write' && key !== undefined) writes.set(JSON.stringify([key, input]), { at, operation });
  }
  for (const node of new Set(truth.map(({ node }) => node))) {
    yield* threadNamed(pidOf.get(node) ?? NODES, TOOK_IN, 'took in');
  }
  let arrow = 0;
  for (const { node, at, key, value } of firstArrivals(truth)) {
    const pid = pidOf.get(node) ?? NODES;
    const ts = micros(at);
    yield {
      ph: 'X',
      name: showText(pair(key, value, 32), TEXT),
      cat: 'replica',
      pid,
      tid: TOOK_IN,
      ts,
      dur: MOMENT,
    };
    const write = writes.get(JSON.stringify([key, value]));
    if (!write || write.operation.invokedAt > at) continue;
    const flow = { cat: 'replication', name: 'reaches', id: hex(arrow++) } as const;
    const tid = (laneOf[write.at] ?? 0) + 1;
    yield { ph: 's', ...flow, bp: 'e', pid: CLIENTS, tid, ts: micros(write.operation.invokedAt) };
    yield { ph: 'f', ...flow, bp: 'e', pid, tid: TOOK_IN, ts };
  }
}

/** A replica that restarts reveals again what its disk holds: only the first time counts. */
function firstArrivals(truth: readonly Revelation[]): Revelation[] {
  const known = new Set<string>();
  return truth.filter(({ node, key, version }) => {
    const arrival = JSON.stringify([node, key, version]);
    return !known.has(arrival) && known.add(arrival);
  });
}

function* logEvents({ logs = [] }: TraceRecord, pidOf: ReadonlyMap<string, number>): Generator<TraceEvent> {
  for (const log of logs) {
    const pid = pidOf.get(log.node) ?? NODES;
    yield* threadNamed(pid, LOG, 'log');
    for (const { at, text } of logLines(log)) {
      if (at === undefined || parseStanding(text)) continue;
      yield { ph: 'i', s: 't', name: showText(text, TEXT), cat: 'log', pid, tid: LOG, ts: micros(at) };
    }
  }
}

/** What nodes told of themselves, a counter for each figure. */
function* toldEvents({ logs = [] }: TraceRecord, pidOf: ReadonlyMap<string, number>): Generator<TraceEvent> {
  for (const { node, at, name, figure } of toldIn(logs)) {
    const pid = pidOf.get(node) ?? NODES;
    yield {
      ph: 'C',
      name: showName(name),
      pid,
      tid: 0,
      ts: micros(at),
      args: { [showName(name)]: figure ?? 0 },
    };
  }
}

function* lagEvents({ truth = [] }: TraceRecord, nodes: readonly string[]): Generator<TraceEvent> {
  const { at, ns, of } = replicationLag(truth, (name) => nodes.indexOf(name));
  for (const [point, moment] of at.entries()) {
    const ms = (ns[point] as number) / 1e6;
    yield {
      ph: 'C',
      name: 'lag (ms)',
      pid: NODES + (of[point] as number),
      tid: 0,
      ts: micros(moment),
      args: { ms },
    };
  }
}

function* skewEvents({ plan, history }: TraceRecord): Generator<TraceEvent> {
  const cluster = plan && pageCluster(plan);
  const faults = pageFaults(history.faults, plan);
  if (!cluster || !clocksGoWrong(cluster, faults)) return;
  const samples = Array.from({ length: SKEW_SAMPLES }, (_, at) => (history.endedAt * at) / SKEW_SAMPLES);
  const edges = history.faults.flatMap(({ from, to }) => (Number.isFinite(to) ? [from, to] : [from]));
  const moments = [...new Set([...samples, ...edges].map(Math.round))].sort((a, b) => a - b);
  for (const node of cluster.clocks.keys()) {
    for (const ns of moments) {
      const ms = clockOffset(node, ns, cluster, faults);
      yield { ph: 'C', name: 'clock ahead (ms)', pid: NODES + node, tid: 0, ts: micros(ns), args: { ms } };
    }
  }
}

/** Readers take ids for numbers. */
const hex = (number: number): string => `0x${number.toString(16)}`;

const micros = (ns: number): number => ns / 1000;
