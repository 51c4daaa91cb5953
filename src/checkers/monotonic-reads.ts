import type { Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { isOlder, type Register, type Version } from './register.js';
import { Witness } from './witness.js';

/** What a session has read of a key so far. */
interface Memory {
  /** The last read of each version. */
  readonly readers: Map<Version, Operation>;
  /** The last version read, whichever it was. */
  last: Version;
  /** The version whose write was invoked last: what is older than any of them is older than this one. */
  newest: Version;
}

/**
 * Monotonic reads (Terry et al., "Session guarantees for weakly consistent replicated data", PDIS 1994): what a session
 * reads of a key never goes back: not to something older by real time, and not to something that it has read before
 * and left, whatever the order of those versions is. A session is a process.
 *
 *     p1  ├─ write x 1 ─┤
 *     p2                  ├─ read x: 1 ─┤  ├─ read x: null ─┤
 */
export const monotonicReads = defineRegisterChecker({
  guarantee: 'monotonic-reads',
  summary: 'a session never reads something older than what it has read before',
  what: 'reads after a read of the same session had returned a written value of the key',
  find({ reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    const memories = new Map<Register, Map<number, Memory>>();
    for (const { operation, register, version } of reads) {
      if (!version) continue;
      let sessions = memories.get(register);
      if (!sessions) {
        sessions = new Map();
        memories.set(register, sessions);
      }
      const memory = sessions.get(operation.process);
      if (!memory) {
        sessions.set(operation.process, {
          readers: new Map([[version, operation]]),
          last: version,
          newest: version,
        });
        continue;
      }
      if (memory.newest.write) chances++;
      // A read that went back is not remembered: coming forward again is no fault.
      if (isOlder(version, memory.newest)) {
        anomalies.push(goingBack(version, operation, memory));
        continue;
      }
      if (version !== memory.last && memory.readers.has(version)) {
        anomalies.push(returning(version, operation, memory));
        continue;
      }
      memory.readers.set(version, operation);
      memory.last = version;
      if (version.invoked > memory.newest.invoked) memory.newest = version;
    }
    return { anomalies, chances };
  },
});

/** The session has read something that is newer by real time. */
function goingBack(returned: Version, read: Operation, { newest, readers }: Memory): Anomaly {
  const before = readers.get(newest);
  return new Witness()
    .older(returned, newest)
    .add(before, read)
    .relate(newest.write, before, 'reads from')
    .relate(before, read, 'session order')
    .relate(returned.write, read, 'reads from')
    .relate(read, before, 'older version')
    .anomaly({
      kind: 'non-monotonic-read',
      guarantee: 'monotonic-reads',
      register: returned.register,
      versionOrder: 'real time',
      facts: { returned: returned.value, expected: newest.value },
    });
}

/** The session has read this version before, and then another, so that either is newer than the other. */
function returning(returned: Version, read: Operation, { last, readers }: Memory): Anomaly {
  const first = readers.get(returned);
  const between = readers.get(last);
  return new Witness()
    .add(returned.write, last.write, first, between, read)
    .relate(returned.write, first, 'reads from')
    .relate(first, between, 'session order')
    .relate(last.write, between, 'reads from')
    .relate(between, read, 'session order')
    .relate(returned.write, read, 'reads from')
    .anomaly({
      kind: 'non-monotonic-read',
      guarantee: 'monotonic-reads',
      register: returned.register,
      versionOrder: 'session order',
      facts: { returned: returned.value, expected: last.value },
    });
}
