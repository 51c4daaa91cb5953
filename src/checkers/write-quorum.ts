import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { type FinalSight, inspectedVersions, lastCandidates, nodesNotInspected } from './final-versions.js';
import { isOlder, type Version } from './register.js';
import { Witness } from './witness.js';

/**
 * Write quorum: in the end at least `copies` replicas hold an acknowledged write or something that is not older. The
 * replicas themselves are asked, all of them, because a read would hide how many hold its value.
 */
export const writeQuorum = defineRegisterChecker({
  guarantee: 'write-quorum',
  summary: 'as many replicas as promised hold an acknowledged write, or something that is not older',
  what: 'replicas asked about acknowledged, not overwritten writes',
  find(registers, { copies }) {
    const nothing = { anomalies: [], chances: 0 };
    if (copies === undefined) {
      return { ...nothing, why: 'Nobody said how many copies an acknowledged write must have.' };
    }
    if (registers.inspections.length === 0) {
      return { ...nothing, why: 'No replica was asked in the final phase what it holds.' };
    }
    const missing = nodesNotInspected(registers);
    if (missing.length > 0) {
      return { ...nothing, why: `${missing.join(', ')} did not say in the final phase what they hold.` };
    }
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const register of registers.byKey.values()) {
      if (register.key === undefined) continue;
      const sights = latestOfEachNode(inspectedVersions(registers, register));
      for (const version of lastCandidates(register)) {
        if (sights.some(({ operation }) => operation.index < version.acknowledged)) continue;
        chances += sights.length;
        const lacking = sights.filter((sight) => sight.version && isOlder(sight.version, version));
        if (sights.length - lacking.length < copies) {
          anomalies.push(shortage(version, lacking, sights.length, copies));
        }
      }
    }
    return { anomalies, chances };
  },
});

/** A node that was asked twice counts once, with its latest answer. */
function latestOfEachNode(sights: readonly FinalSight[]): FinalSight[] {
  return [...new Map(sights.map((sight) => [sight.operation.node, sight])).values()];
}

function shortage(version: Version, lacking: readonly FinalSight[], asked: number, copies: number): Anomaly {
  const witness = new Witness().add(version.write);
  for (const { version: held } of lacking) if (held) witness.older(held, version);
  for (const { operation, version: held } of lacking) {
    witness
      .add(operation)
      .relate(version.write, operation, 'real time')
      .relate(held?.write, operation, 'reads from')
      .relate(operation, version.write, 'older version');
  }
  return witness.anomaly({
    kind: 'under-replicated-write',
    guarantee: 'write-quorum',
    register: version.register,
    versionOrder: 'real time',
    facts: { written: version.value, copies, held: asked - lacking.length, asked },
  });
}
