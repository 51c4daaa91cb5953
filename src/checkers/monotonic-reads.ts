import type { Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineChecker } from './define-checker.js';
import { isOlder, type Register, type Version } from './register.js';
import type { Read } from './registers.js';
import { Witness } from './witness.js';

/** A version that a session has read, and the read that returned it. */
interface Sight {
  readonly version: Version;
  readonly reader: Operation;
}

/**
 * Monotonic reads (Terry et al., "Session guarantees for weakly consistent replicated data", PDIS 1994): what a session
 * reads of a key never goes back. A session is a process; versions are ordered by real time.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                  ├─ read x: 1 ─┤  ├─ read x: null ─┤
 */
export const monotonicReads = defineChecker({
  guarantee: 'monotonic-reads',
  summary: 'a session never reads something older than what it has read before',
  what: 'reads after a read of the same session had returned a written value of the key',
  find({ reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    /** Of what a session has read, the version whose write was invoked last: what is older than any is older than it. */
    const newest = new Map<Register, Map<number, Sight>>();
    for (const read of reads) {
      const { operation, register, version } = read;
      let bySession = newest.get(register);
      if (!bySession) {
        bySession = new Map();
        newest.set(register, bySession);
      }
      const before = bySession.get(operation.process);
      if (before) {
        chances++;
        if (version && isOlder(version, before.version)) anomalies.push(violation(read, version, before));
      }
      if (version?.write && (!before || version.invoked > before.version.invoked)) {
        bySession.set(operation.process, { version, reader: operation });
      }
    }
    return { anomalies, chances };
  },
});

function violation({ operation, register }: Read, returned: Version, before: Sight): Anomaly {
  return new Witness()
    .older(returned, before.version)
    .add(before.reader, operation)
    .relate(before.version.write, before.reader, 'reads from')
    .relate(before.reader, operation, 'session order')
    .relate(returned.write, operation, 'reads from')
    .relate(operation, before.reader, 'older version')
    .anomaly({
      kind: 'non-monotonic-read',
      guarantee: 'monotonic-reads',
      register,
      versionOrder: 'real time',
      facts: { returned: returned.value, expected: before.version.value },
    });
}
