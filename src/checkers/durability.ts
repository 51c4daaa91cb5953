import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import {
  type FinalSight,
  finalReads,
  inspectedVersions,
  lastCandidates,
  nodesNotInspected,
} from './final-versions.js';
import { isOlder, type Version } from './register.js';
import { Witness } from './witness.js';

/**
 * Durability: after healing, an acknowledged write is still there, or something is that is not older. It is lost when
 * every final read and every replica shows something older. A write that another acknowledged one
 * certainly overwrote is not asked for: where both are gone, the newer one is what was lost.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                  ├─ final read x: null ─┤
 */
export const durability = defineRegisterChecker({
  guarantee: 'durability',
  summary: 'an acknowledged write that nothing overwrote is still there after healing',
  what: 'final looks at acknowledged, not overwritten writes',
  find(registers) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    const inspected = registers.inspections.length > 0;
    const missing = inspected ? nodesNotInspected(registers) : [];
    const reads = finalReads(registers);
    let suspects = 0;
    for (const register of registers.byKey.values()) {
      const sights = [...inspectedVersions(registers, register), ...(reads.get(register) ?? [])];
      if (sights.length === 0) continue;
      for (const version of lastCandidates(register)) {
        // What was looked at before the write had ended shows nothing about it.
        if (sights.some(({ operation }) => operation.index < version.acknowledged)) continue;
        chances += sights.length;
        if (!sights.every((sight) => sight.version && isOlder(sight.version, version))) continue;
        if (missing.length > 0) suspects++;
        else anomalies.push(loss(version, sights));
      }
    }
    if (suspects === 0) return { anomalies, chances };
    const why = `${suspects} acknowledged writes look lost, but may still be held by ${missing.join(', ')}, which did not answer in the final phase.`;
    return { anomalies, chances, why };
  },
});

function loss(lost: Version, sights: readonly FinalSight[]): Anomaly {
  const age = (sight: FinalSight): number => sight.version?.acknowledged ?? -Infinity;
  const newest = sights.reduce((a, b) => (age(b) > age(a) ? b : a));
  const remains = newest.version ?? lost.register.initial;
  return new Witness()
    .older(remains, lost)
    .add(newest.operation)
    .relate(lost.write, newest.operation, 'real time')
    .relate(remains.write, newest.operation, 'reads from')
    .relate(newest.operation, lost.write, 'older version')
    .anomaly({
      kind: 'lost-write',
      guarantee: 'durability',
      register: lost.register,
      versionOrder: 'real time',
      facts: { lost: lost.value, remains: remains.value, looks: sights.length },
    });
}
