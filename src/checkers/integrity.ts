import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { impossibleRead } from './impossible-read.js';

/**
 * Integrity: what is read, and what a replica holds in the end, was written by some client whose write did not certainly fail,
 * and not before that write was invoked. Needs no order of versions.
 *
 *     p1  ├─ read x: 7 ─┤        (nobody ever writes 7)
 */
export const integrity = defineRegisterChecker({
  guarantee: 'integrity',
  summary: 'no value out of thin air, from a write that definitely failed, or from the future',
  what: 'values returned by reads and by replicas',
  find({ byKey, reads, inspections }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const { operation, register, value, version, write } of reads) {
      if (value !== null) chances++;
      if (!version) anomalies.push(impossibleRead('integrity', operation, register, value, write));
    }
    for (const { operation, values } of inspections) {
      for (const [key, value] of values) {
        const register = byKey.get(key);
        if (value === null || !register) continue;
        chances++;
        const write = register.find(value)?.write;
        if (!write || write.type === 'fail' || write.index > operation.completedIndex) {
          anomalies.push(impossibleRead('integrity', operation, register, value, write));
        }
      }
    }
    return { anomalies, chances };
  },
});
