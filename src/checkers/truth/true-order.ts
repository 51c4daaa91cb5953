import type { Revelation } from '../../history/revelation.js';
import type { Register, Version } from '../register.js';
import type { Registers } from '../registers.js';

/** For each version of a key its place in the order in which the replicas themselves keep them; the initial one is 0. */
export type Ranks = ReadonlyMap<Version, number>;

/**
 * The replicas' own order of each key's versions. Keys are left out of which they keep no total order: two writes have the
 * same version there, or one write has two.
 */
export function trueOrder({ byKey }: Registers, truth: readonly Revelation[]): ReadonlyMap<Register, Ranks> {
  const versionsOf = new Map<Register, Map<Version, Revelation['version']>>();
  const disordered = new Set<Register>();
  for (const { key, value, version } of truth) {
    const register = byKey.get(key);
    const written = register?.find(value);
    if (!register || !written?.write) continue;
    const known = versionsOf.get(register) ?? new Map<Version, Revelation['version']>();
    versionsOf.set(register, known);
    const before = known.get(written);
    if (!before) known.set(written, version);
    else if (compare(before, version) !== 0) disordered.add(register);
  }
  const order = new Map<Register, Ranks>();
  for (const [register, versions] of versionsOf) {
    const sorted = [...versions].sort(([, a], [, b]) => compare(a, b));
    const total = sorted.every(([, version], at) => {
      const next = sorted[at + 1];
      return !next || compare(version, next[1]) !== 0;
    });
    if (!total || disordered.has(register)) continue;
    const ranks = new Map<Version, number>([[register.initial, 0]]);
    for (const [version] of sorted) ranks.set(version, ranks.size);
    order.set(register, ranks);
  }
  return order;
}

/** Part by part; numbers come before texts, and what ends first comes first. */
function compare(a: Revelation['version'], b: Revelation['version']): number {
  for (const [at, one] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.length - b.length;
}
