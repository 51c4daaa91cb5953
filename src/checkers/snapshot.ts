import type { Operation } from '../history/operation.js';
import { type Register, tookEffectBefore, type Version } from './register.js';
import type { Registers } from './registers.js';
import type { Graph } from './strongly-connected.js';
import type { Witness } from './witness.js';

/** What a read of several keys says about the order of writes. */
export interface Snapshot {
  readonly operation: Operation;
  /** Values that no write can have given are left out. */
  readonly seen: ReadonlyMap<Register, Version>;
  /** Of the versions seen, the one whose write was invoked last; undefined when all were initial. */
  readonly newest: Version | undefined;
  /** Of the versions certainly newer than those seen, and so missed, the one that had certainly taken effect first. */
  readonly firstMissed: Version | undefined;
}

/** The reads of several keys, in order of invocation. */
export function snapshotsOf({ reads }: Registers): Snapshot[] {
  const seenBy = new Map<Operation, Map<Register, Version>>();
  for (const { operation, register, version } of reads) {
    if (operation.f !== 'multi-read' || !version) continue;
    const seen = seenBy.get(operation);
    if (seen) seen.set(register, version);
    else seenBy.set(operation, new Map([[register, version]]));
  }
  return [...seenBy].map(([operation, seen]) => {
    let newest: Version | undefined;
    let firstMissed: Version | undefined;
    for (const [register, version] of seen) {
      if (version.write && version.invoked > (newest?.invoked ?? -Infinity)) newest = version;
      const missed = register.firstSeenAfter(version.firstSeen);
      if (missed && missed.firstSeen < (firstMissed?.firstSeen ?? Infinity)) firstMissed = missed;
    }
    return { operation, seen, newest, firstMissed };
  });
}

/** True when `a` misses a write that `b` contains, so that its prefix must end before that of `b`. */
export function precedes(a: Snapshot, b: Snapshot): boolean {
  return fromMissedToSeen(a, b) || keyThatAdvanced(a, b) !== undefined;
}

/** What `a` missed had taken effect before something that `b` saw was even begun. */
function fromMissedToSeen({ firstMissed }: Snapshot, { newest }: Snapshot): boolean {
  return firstMissed !== undefined && newest !== undefined && tookEffectBefore(firstMissed, newest);
}

/** A key of which `b` saw something certainly newer than `a` did. */
function keyThatAdvanced(a: Snapshot, b: Snapshot): Register | undefined {
  if (a === b) return undefined;
  for (const [register, version] of a.seen) {
    const other = b.seen.get(register);
    if (other && tookEffectBefore(version, other)) return register;
  }
  return undefined;
}

/** Adds to a witness why `a` must end before `b`. */
export function tie(witness: Witness, a: Snapshot, b: Snapshot): void {
  const key = keyThatAdvanced(a, b);
  if (key) {
    const newer = b.seen.get(key) as Version;
    miss(witness, a, a.seen.get(key) as Version, newer);
    witness.relate(newer.write, b.operation, 'reads from');
    return;
  }
  const missed = a.firstMissed as Version;
  const newest = b.newest as Version;
  miss(witness, a, a.seen.get(missed.register) as Version, missed);
  witness.older(missed, newest).relate(newest.write, b.operation, 'reads from');
}

/** Adds why a snapshot that saw one version cannot contain another, newer one. */
function miss(witness: Witness, { operation }: Snapshot, seen: Version, missed: Version): void {
  witness
    .older(seen, missed)
    .relate(seen.write, operation, 'reads from')
    .relate(operation, missed.write, 'older version');
}

/** So many snapshots of a group are looked through for a cycle that is shorter than the first one found. */
const SEARCHED = 60;

/**
 * A short cycle among snapshots that are strongly connected.
 * @param group nodes of `graph` that are strongly connected; those below `snapshots.length` are snapshots
 */
export function shortestCycle(
  snapshots: readonly Snapshot[],
  group: readonly number[],
  graph: Graph,
): Snapshot[] {
  const members = group.filter((node) => node < snapshots.length).sort((a, b) => a - b);
  const within = new Set([
    ...members.slice(0, SEARCHED),
    ...cycleThrough(members[0] as number, group, graph),
  ]);
  const nodes = [...within]
    .filter((node) => node < snapshots.length)
    .map((node) => snapshots[node] as Snapshot);
  let best: Snapshot[] | undefined;
  for (const start of nodes) {
    const cycle = shortestThrough(start, nodes, best?.length ?? Infinity);
    if (cycle) best = cycle;
    if (best?.length === 2) break;
  }
  return best as Snapshot[];
}

/** The nodes of some cycle through `start`: breadth first, along the edges within the group. */
function cycleThrough(start: number, group: readonly number[], graph: Graph): number[] {
  const members = new Set(group);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (let node = queue[0], at = 0; node !== undefined; node = queue[++at]) {
    for (let edge = graph.firstEdge(node); edge >= 0; edge = graph.nextEdge(edge)) {
      const to = graph.target(edge);
      if (!members.has(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, node);
      if (to === start) return pathBack(start, cameFrom);
      queue.push(to);
    }
  }
  return [start];
}

function pathBack(start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path = [start];
  for (let node = cameFrom.get(start); node !== undefined && node !== start; node = cameFrom.get(node)) {
    path.unshift(node);
  }
  return path;
}

/** The shortest cycle through `start` by `precedes`, if it is shorter than `limit`. */
function shortestThrough(start: Snapshot, nodes: readonly Snapshot[], limit: number): Snapshot[] | undefined {
  const paths = new Map<Snapshot, readonly Snapshot[]>([[start, [start]]]);
  for (const [node, path] of paths) {
    if (path.length >= limit) return undefined;
    if (path.length > 1 && precedes(node, start)) return [...path];
    for (const next of nodes) if (!paths.has(next) && precedes(node, next)) paths.set(next, [...path, next]);
  }
  return undefined;
}
