import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import type { Register } from './register.js';
import { staleRead } from './stale-read.js';

/**
 * Safe register, for one writer or many (Lamport, "On interprocess communication", 1986): a read that overlaps no write
 * of its key returns what was written last. While a write is under way, anything may be read; one of unknown outcome
 * is under way for ever.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                  ├─ read x: null ─┤
 */
export const safeRegister = defineRegisterChecker({
  guarantee: 'safe-register',
  summary: 'a read that overlaps no write returns what was written last',
  what: 'reads after an acknowledged write of the key that overlap no write',
  find({ reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    const latestEnds = new Map<Register, Float64Array>();
    for (const { operation, register, version } of reads) {
      let ends = latestEnds.get(register);
      if (!ends) latestEnds.set(register, (ends = latestEndsOf(register)));
      const invoked = register.invokedUpTo(operation.completedIndex);
      if (invoked === 0 || (ends[invoked - 1] as number) > operation.index) continue;
      chances++;
      const overwrite = version && register.firstAcknowledgedAfter(version.acknowledged);
      if (overwrite && overwrite.acknowledged < operation.index) {
        anomalies.push(staleRead('safe-register', operation, version, overwrite));
      }
    }
    return { anomalies, chances };
  },
});

/** For each version when the last of its write and those that were invoked before it was acknowledged; Infinity if one never was. */
function latestEndsOf({ versions }: Register): Float64Array {
  const ends = new Float64Array(versions.length);
  let latest = -Infinity;
  for (const [at, { acknowledged }] of versions.entries()) {
    latest = Math.max(latest, acknowledged);
    ends[at] = latest;
  }
  return ends;
}
