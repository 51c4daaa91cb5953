import type { Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import type { Findings } from './define-checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { buildRegisters, type Registers } from './registers.js';
import { Graph, stronglyConnected } from './strongly-connected.js';
import { precedes, shortestCycle, type Snapshot, snapshotsOf, tie } from './snapshot.js';
import { Witness } from './witness.js';

/**
 * Consistent prefix (Terry, "Replicated data consistency explained through baseball", CACM 2013): there is one order of
 * all writes, which respects real time, and every read of several keys returns the state after some
 * prefix of it, old perhaps, but with no gap. So nobody sees the answer without the question, and no two readers see two writes in
 * opposite orders (long fork).
 *
 *     p1  ├─ write question 1 ─┤  ├─ write answer 1 ─┤
 *     p2                                                ├─ read {question: null, answer: 1} ─┤
 *
 * One snapshot's prefix must end before another's when it misses a write that the other's contains; snapshots that must
 * each end before the other, directly or through further ones, are a contradiction. Only what real time proves is used, so a violation is
 * certain, while deciding the matter in full is NP-complete (Biswas and Enea, "On the
 * complexity of checking transactional consistency", OOPSLA 2019).
 *
 * Two snapshots that each have the write which the other misses are a long fork (Sovran, Power, Aguilera and Li, "Transactional
 * storage for geo-replicated systems", SOSP 2011), and named so; it rests on no real time where keys are written once:
 *
 *     p1  ├─────────── write x 1 ───────────┤  p3  ├─ read {x: 1, y: null} ─┤
 *     p2  ├─────────── write y 1 ───────────┤  p4  ├─ read {x: null, y: 1} ─┤
 *
 * A snapshot that contradicts itself counts as one anomaly, and so does each group of snapshots that contradict one another.
 */
export const consistentPrefix = defineRegisterChecker({
  guarantee: 'consistent-prefix',
  summary: 'reads of several keys see the writes up to some point of one order, with no gap',
  what: 'reads of several keys that returned a written value',
  find(registers, { maxAnomalies }): Findings {
    const snapshots = snapshotsOf(registers);
    const chances = snapshots.filter(({ seen, newest }) => seen.size > 1 && newest).length;
    const contradictions = contradictionsAmong(snapshots, maxAnomalies);
    const anomalies = contradictions.cycles.map((cycle) => violation(cycle));
    return { anomalies, count: contradictions.count, chances };
  },
});

interface Contradictions {
  /** Snapshots each of which must end before the next, and the last before the first. */
  readonly cycles: Snapshot[][];
  readonly count: number;
}

/** @param limit so many cycles are spelled out, while all contradictions are counted */
function contradictionsAmong(snapshots: readonly Snapshot[], limit: number): Contradictions {
  const alone = snapshots.filter((snapshot) => precedes(snapshot, snapshot));
  const cycles = alone.slice(0, limit).map((snapshot) => [snapshot]);
  const others = snapshots.filter((snapshot) => !precedes(snapshot, snapshot));
  const graph = orderOf(others);
  const groups = graph ? stronglyConnected(graph) : [];
  for (const group of groups.slice(0, Math.max(0, limit - cycles.length))) {
    cycles.push(shortestCycle(others, group, graph as Graph));
  }
  return { cycles, count: alone.length + groups.length };
}

/**
 * Which snapshot must end before which, as a graph whose paths are what matters: nodes beyond the snapshots are links of chains.
 * A chain holds snapshots in the order of one key's versions, or of their newest versions; one edge into it stands for
 * an edge to all the snapshots from there on, so the graph stays as small as the history.
 */
function orderOf(snapshots: readonly Snapshot[]): Graph | undefined {
  const chains = new Map<unknown, Link[]>();
  const link = (chain: unknown, snapshot: number, position: number): void => {
    const links = chains.get(chain);
    if (links) links.push({ snapshot, position });
    else chains.set(chain, [{ snapshot, position }]);
  };
  for (const [at, { seen, newest }] of snapshots.entries()) {
    if (newest) link('time', at, newest.invoked);
    for (const [register, version] of seen) if (version.write) link(register, at, version.invoked);
  }
  if (chains.size === 0) return undefined;

  const size = [...chains.values()].reduce((sum, links) => sum + links.length, snapshots.length);
  const graph = new Graph(size);
  let start = snapshots.length;
  const starts = new Map<unknown, number>();
  for (const [chain, links] of chains) {
    links.sort((a, b) => a.position - b.position);
    starts.set(chain, start);
    for (const [at, { snapshot }] of links.entries()) {
      graph.addEdge(start + at, snapshot);
      if (at + 1 < links.length) graph.addEdge(start + at, start + at + 1);
    }
    start += links.length;
  }
  const enter = (from: number, chain: unknown, after: number): void => {
    const links = chains.get(chain) ?? [];
    const at = firstAfter(links, after);
    if (at < links.length) graph.addEdge(from, (starts.get(chain) as number) + at);
  };
  for (const [at, { seen, firstMissed }] of snapshots.entries()) {
    if (firstMissed) enter(at, 'time', firstMissed.firstSeen);
    for (const [register, version] of seen) enter(at, register, version.firstSeen);
  }
  return graph;
}

/** A snapshot's place in a chain. */
interface Link {
  readonly snapshot: number;
  readonly position: number;
}

function firstAfter(links: readonly Link[], position: number): number {
  let low = 0;
  let high = links.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((links[middle] as Link).position > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Tells a contradiction with as few operations as it takes. */
function violation(cycle: readonly Snapshot[]): Anomaly {
  let witness = witnessOf(cycle);
  // Readers of the same values can stand in for each other as proof of what is newer, so leave out one after the other.
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const operation of witness.operations) {
      const smaller = contradictionIn(witness.operations.filter((other) => other !== operation));
      if (!smaller) continue;
      witness = smaller;
      shrunk = true;
      break;
    }
  }
  const snapshots = witness.operations.filter(({ f }) => f === 'multi-read');
  return witness.anomaly({
    kind: isLongFork(snapshots, witness) ? 'long-fork' : 'prefix-violation',
    guarantee: 'consistent-prefix',
    versionOrder: 'real time',
    facts: { snapshots: snapshots.length },
  });
}

/** Two reads, each of which has the very write that the other misses. */
function isLongFork(snapshots: readonly Operation[], { relations }: Witness): boolean {
  const [one, other] = snapshots;
  if (!one || !other || snapshots.length > 2) return false;
  const hasWhatMisses = (reader: Operation, misser: Operation): boolean =>
    relations
      .filter(({ from, reason }) => from === misser.index && reason === 'older version')
      .every(({ to: missed }) =>
        relations.some(
          ({ from, to, reason }) => from === missed && to === reader.index && reason === 'reads from',
        ),
      );
  return hasWhatMisses(one, other) && hasWhatMisses(other, one);
}

/** The contradiction that these operations contain by themselves, if they do. */
function contradictionIn(operations: readonly Operation[]): Witness | undefined {
  const sorted = [...operations].sort((a, b) => a.index - b.index);
  const registers: Registers = buildRegisters(sorted);
  const [cycle] = contradictionsAmong(snapshotsOf(registers), 1).cycles;
  return cycle && witnessOf(cycle);
}

function witnessOf(cycle: readonly Snapshot[]): Witness {
  const witness = new Witness();
  for (const [at, snapshot] of cycle.entries()) {
    tie(witness, snapshot, cycle[(at + 1) % cycle.length] as Snapshot);
  }
  return witness.add(...cycle.map(({ operation }) => operation));
}
