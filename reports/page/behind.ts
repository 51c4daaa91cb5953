import { compareVersions, type Revelation } from '../../src/history/revelation.js';
import { type Told, toldByPart } from '../told.js';

/** How far a replica is behind the others from a moment on. */
export interface Behind {
  readonly node: string;
  /** Nanoseconds. */
  readonly at: number;
  /** Entries of a shared log, or keys, of which another replica has something newer; 0 when it has all. */
  readonly count: number;
  /** Since when, in nanoseconds: when another replica first had what it lacks. */
  readonly since: number;
}

/**
 * How far replicas are behind the one that is furthest, by the positions in their log that they told; in all logs together,
 * where they have several. An entry that its only holder took back is behind nobody.
 */
export function behindByPositions(told: readonly Told[]): Behind[] {
  const logs = [...toldByPart(told, 'position')].flatMap(([part, positions]) =>
    behindInLog(positions).map((behind) => ({ ...behind, part })),
  );
  const standings = new Map<string, Map<string, Behind>>();
  return logs
    .sort((a, b) => a.at - b.at)
    .map(({ part, ...behind }) => {
      const { node, at } = behind;
      const ofNode = standings.get(node) ?? new Map<string, Behind>();
      standings.set(node, ofNode.set(part, behind));
      const lacking = [...ofNode.values()].filter(({ count }) => count > 0);
      return {
        node,
        at,
        count: lacking.reduce((sum, { count }) => sum + count, 0),
        since: lacking.length === 0 ? at : Math.min(...lacking.map(({ since }) => since)),
      };
    });
}

function behindInLog(told: readonly Told[]): Behind[] {
  const positions = new Map<string, number>();
  const first = new Map<number, { readonly at: number; readonly node: string }>();
  const counts = new Map<string, number>();
  return told.flatMap(({ node, at, figure }) => {
    if (figure === null) return [];
    const before = positions.get(node) ?? 0;
    positions.set(node, figure);
    const furthest = Math.max(...positions.values());
    for (let place = before + 1; place <= figure; place++) {
      if (!first.has(place)) first.set(place, { at, node });
    }
    for (let place = before; place > figure; place--) {
      if (place > furthest || first.get(place)?.node === node) first.delete(place);
    }
    return [...positions].flatMap(([other, own]): Behind[] => {
      const count = furthest - own;
      if (counts.get(other) === count && other !== node) return [];
      counts.set(other, count);
      return [{ node: other, at, count, since: count === 0 ? at : (first.get(own + 1)?.at ?? at) }];
    });
  });
}

/** How many keys replicas are behind on, by what they revealed: for those that have no log in common. */
export function behindByTruth(truth: readonly Revelation[]): Behind[] {
  const arrivals = new Map<string, { readonly at: number; readonly version: Version }[]>();
  const replicas = new Map(
    truth.map(({ node }) => [node, { held: new Map<string, Version>(), lacks: new Map<string, number>() }]),
  );
  const told = new Map<string, string>();
  return truth.flatMap(({ at, node, key, version }): Behind[] => {
    const taker = replicas.get(node);
    if (!taker) return [];
    const own = taker.held.get(key);
    if (!own || compareVersions(version, own) > 0) taker.held.set(key, version);
    const known = arrivals.get(key) ?? [];
    const newest = known.at(-1)?.version;
    const isNewest = !newest || compareVersions(version, newest) > 0;
    if (isNewest) arrivals.set(key, [...known.slice(-ARRIVALS), { at, version }]);
    return [...(isNewest ? replicas : new Map([[node, taker]]))].flatMap(
      ([other, { held, lacks }]): Behind[] => {
        const missed = firstMissed(arrivals.get(key) ?? [], held.get(key));
        if (missed === undefined) lacks.delete(key);
        else lacks.set(key, missed);
        const count = lacks.size;
        const since = count === 0 ? at : Math.min(...lacks.values());
        const standing = count === 0 ? 'none' : `${count} ${since}`;
        if (told.get(other) === standing) return [];
        told.set(other, standing);
        return [{ node: other, at, count, since }];
      },
    );
  });
}

type Version = Revelation['version'];

/** So many of a key's last versions are remembered. */
const ARRIVALS = 100;

/** When a replica first had something newer than this. */
function firstMissed(
  arrivals: readonly { readonly at: number; readonly version: Version }[],
  held: Version | undefined,
): number | undefined {
  const newest = arrivals.at(-1);
  if (!newest || (held && compareVersions(newest.version, held) <= 0)) return undefined;
  return arrivals.find(({ version }) => !held || compareVersions(version, held) > 0)?.at;
}
