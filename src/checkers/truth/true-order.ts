import { compareVersions, type Revelation } from '../../history/revelation.js';
import type { Register, Version } from '../register.js';
import type { Registers } from '../registers.js';

/** For each version of a key its place in the order in which the replicas themselves keep them; the initial one is 0. */
export type Ranks = ReadonlyMap<Version, number>;

const known = new WeakMap<Registers, { truth: readonly Revelation[]; order: ReadonlyMap<Register, Ranks> }>();

/**
 * The replicas' own order of each key's versions, sorted out once for all who ask. Keys are left out of which they keep no total order: two writes have the
 * same version there, or one write has two.
 */
export function trueOrder(registers: Registers, truth: readonly Revelation[]): ReadonlyMap<Register, Ranks> {
  let found = known.get(registers);
  if (found?.truth !== truth) {
    found = { truth, order: orderOf(registers, truth) };
    known.set(registers, found);
  }
  return found.order;
}

function orderOf({ byKey }: Registers, truth: readonly Revelation[]): ReadonlyMap<Register, Ranks> {
  const versionsOf = new Map<Register, Map<Version, Revelation['version']>>();
  const disordered = new Set<Register>();
  for (const { key, value, version } of truth) {
    const register = byKey.get(key);
    const written = register?.find(value);
    if (!register || !written?.write) continue;
    let versions = versionsOf.get(register);
    if (!versions) versionsOf.set(register, (versions = new Map<Version, Revelation['version']>()));
    const before = versions.get(written);
    if (!before) versions.set(written, version);
    else if (before !== version && compareVersions(before, version) !== 0) disordered.add(register);
  }
  const order = new Map<Register, Ranks>();
  for (const [register, versions] of versionsOf) {
    const sorted = [...versions].sort(([, a], [, b]) => compareVersions(a, b));
    const total = sorted.every(([, version], at) => {
      const next = sorted[at + 1];
      return !next || compareVersions(version, next[1]) !== 0;
    });
    if (!total || disordered.has(register)) continue;
    const ranks = new Map<Version, number>([[register.initial, 0]]);
    for (const [version] of sorted) ranks.set(version, ranks.size);
    order.set(register, ranks);
  }
  return order;
}
