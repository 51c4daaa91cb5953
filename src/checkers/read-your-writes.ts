import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { isOlder, type Register, type Version } from './register.js';
import type { Read } from './registers.js';
import { Witness } from './witness.js';

/**
 * Read your writes (Terry et al., "Session guarantees for weakly consistent replicated data", PDIS 1994): once a
 * session's write to a key has been acknowledged, its reads of the key return that or something that is not older.
 * A session is a process; versions are ordered by real time.
 *
 *     p1  ├─ write x 1 ─┤  ├─ read x: null ─┤
 */
export const readYourWrites = defineRegisterChecker({
  guarantee: 'read-your-writes',
  summary: 'a session never reads something older than its own acknowledged write',
  what: 'reads after an own acknowledged write of the key',
  find({ versions, reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    const own = new Map<Register, Map<number, Version>>();
    let noted = 0;
    for (const read of reads) {
      for (
        let next = versions[noted];
        next && next.invoked < read.operation.index;
        next = versions[++noted]
      ) {
        noteOwnWrite(own, next);
      }
      const written = own.get(read.register)?.get(read.operation.process);
      if (!written) continue;
      chances++;
      if (read.version && isOlder(read.version, written))
        anomalies.push(violation(read, read.version, written));
    }
    return { anomalies, chances };
  },
});

/** The latest write is enough: what is older than an earlier one is older than the latest too. */
function noteOwnWrite(own: Map<Register, Map<number, Version>>, version: Version): void {
  const { write, register } = version;
  if (write?.type !== 'ok') return;
  let bySession = own.get(register);
  if (!bySession) {
    bySession = new Map();
    own.set(register, bySession);
  }
  bySession.set(write.process, version);
}

function violation({ operation, register }: Read, returned: Version, written: Version): Anomaly {
  return new Witness()
    .older(returned, written)
    .add(operation)
    .relate(written.write, operation, 'session order')
    .relate(returned.write, operation, 'reads from')
    .relate(operation, written.write, 'older version')
    .anomaly({
      kind: 'read-your-writes-violation',
      guarantee: 'read-your-writes',
      register,
      versionOrder: 'real time',
      facts: { returned: returned.value, expected: written.value },
    });
}
