import type { Operation } from '../../history/operation.js';
import type { Anomaly } from '../checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import type { Version } from '../register.js';
import { Witness } from '../witness.js';
import { MissedWrites } from './missed-writes.js';

const NS_PER_MS = 1e6;

/**
 * Bounded staleness (Terry, "Replicated data consistency explained through baseball", CACM 2013): what a read returns
 * had not been overwritten for longer than `maxStaleMs` when it was invoked, or by more than `maxStaleVersions`
 * acknowledged writes. Both bounds count where both are given.
 *
 *     p1  ├─ write x 1 ─┤  ├─ write x 2 ─┤
 *     p2                                    … maxStaleMs …  ├─ read x: 1 ─┤
 */
export const boundedStaleness = defineRegisterChecker({
  guarantee: 'bounded-staleness',
  summary: 'a read is behind acknowledged writes by no more than so many versions, or so long',
  what: 'reads after an acknowledged write of the key',
  find({ byKey, reads }, { maxStaleMs = Infinity, maxStaleVersions = Infinity, maxAnomalies }) {
    const anomalies: Anomaly[] = [];
    if (maxStaleMs === Infinity && maxStaleVersions === Infinity) {
      return { anomalies, chances: 0, why: 'Nobody said how stale a read may be.' };
    }
    const missedWrites = Array.from(byKey.values(), (register) => new MissedWrites(register));
    let [chances, count] = [0, 0];
    for (const { operation, register, version } of reads) {
      if (!version) continue;
      const missed = (missedWrites[register.number] as MissedWrites).of(operation, version);
      if (missed.newest) chances++;
      const staleForNs = missed.first ? operation.invokedAt - missed.first.completedAt : 0;
      const isLate = staleForNs > maxStaleMs * NS_PER_MS;
      if (!isLate && missed.count <= maxStaleVersions) continue;
      count++;
      if (anomalies.length === maxAnomalies) continue;
      const facts = { returned: version.value, staleForMs: staleForNs / NS_PER_MS, missed: missed.count };
      anomalies.push(
        isLate
          ? tooStale(operation, version, [missed.first as Operation], { ...facts, maxStaleMs })
          : tooStale(operation, version, newerWrites(operation, version, maxStaleVersions + 1), {
              ...facts,
              maxStaleVersions,
            }),
      );
    }
    return { anomalies, count, chances };
  },
});

/** The first few writes that are newer than a version and had been acknowledged before a read. */
function newerWrites(read: Operation, { register, acknowledged }: Version, few: number): Operation[] {
  const found: Operation[] = [];
  for (
    let at = register.invokedUpTo(acknowledged);
    found.length < few && at < register.versions.length;
    at++
  ) {
    const newer = register.versions[at] as Version;
    if (newer.acknowledged < read.index) found.push(newer.write as Operation);
  }
  return found;
}

function tooStale(
  read: Operation,
  returned: Version,
  missed: readonly Operation[],
  facts: Anomaly['facts'],
): Anomaly {
  const witness = new Witness().add(returned.write, ...missed, read);
  for (const newer of missed) {
    witness.relate(returned.write, newer, 'real time').relate(newer, read, 'real time');
  }
  return witness.relate(returned.write, read, 'reads from').relate(read, missed[0], 'older version').anomaly({
    kind: 'too-stale-read',
    guarantee: 'bounded-staleness',
    register: returned.register,
    versionOrder: 'real time',
    facts,
  });
}
