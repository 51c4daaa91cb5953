import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { findMissedWrites, type MissedWrite } from './own-writes.js';
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
  find(registers) {
    const { missed, chances } = findMissedWrites(registers, ({ process }) => process);
    return { anomalies: missed.map(violation), chances };
  },
});

function violation({ read: { operation, register }, returned, written }: MissedWrite): Anomaly {
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
