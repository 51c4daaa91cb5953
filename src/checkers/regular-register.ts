import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { staleRead } from './stale-read.js';

/**
 * Regular register, the weak form for many writers (Lamport, "On interprocess communication", 1986; Shao, Welch, Pierce
 * and Lee, "Multi-writer consistency conditions for shared memory registers", SIAM J. Comput. 2011): a read never
 * returns what had certainly been overwritten before it was invoked, by a write that was acknowledged by then.
 * Two reads may still disagree about writes under way: that takes linearizability.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                  ├─ read x: null ─┤
 */
export const regularRegister = defineRegisterChecker({
  guarantee: 'regular-register',
  summary: 'a read never returns something older than a write acknowledged before it began',
  what: 'reads after an acknowledged write of the key',
  find({ reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const { operation, register, version } of reads) {
      const first = register.firstAcknowledgedAfter(-Infinity);
      if (!first || first.acknowledged > operation.index) continue;
      chances++;
      const overwrite = version && register.firstAcknowledgedAfter(version.acknowledged);
      if (overwrite && overwrite.acknowledged < operation.index) {
        anomalies.push(staleRead('regular-register', operation, version, overwrite));
      }
    }
    return { anomalies, chances };
  },
});
