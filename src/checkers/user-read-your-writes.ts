import type { Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { findMissedWrites, type MissedWrite } from './own-writes.js';
import { Witness } from './witness.js';

/**
 * Read your writes across the devices of a user (Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 5,
 * "Reading your own writes"): once a write of a user has been acknowledged on any device, reads that the user begins
 * later return that or something that is not older, on any device. A process of no user is a user with this one device.
 * Versions are ordered by real time.
 *
 *     p1 of ada  ├─ write x 1 ─┤
 *     p2 of ada                  ├─ read x: null ─┤
 */
export const userReadYourWrites = defineRegisterChecker({
  guarantee: 'user-read-your-writes',
  summary:
    'a user never reads something older than an own write that was acknowledged on any of their devices',
  what: 'reads after an acknowledged write of the key by the same user',
  suits: ({ operations }) => operations.some(({ user }) => user !== undefined),
  find(registers) {
    const { missed, chances } = findMissedWrites(registers, userOf);
    return { anomalies: missed.map(violation), chances };
  },
});

/** Whose operation it is: the user's name, or a process that is nobody's. */
export function userOf({ user, process }: Operation): string | number {
  return user ?? process;
}

function violation({ read: { operation, register }, returned, written }: MissedWrite): Anomaly {
  const isSameDevice = written.write?.process === operation.process;
  return new Witness()
    .older(returned, written)
    .add(operation)
    .relate(written.write, operation, isSameDevice ? 'session order' : 'real time')
    .relate(returned.write, operation, 'reads from')
    .relate(operation, written.write, 'older version')
    .anomaly({
      kind: 'user-write-missed',
      guarantee: 'user-read-your-writes',
      register,
      versionOrder: 'real time',
      facts: { user: userOf(operation), returned: returned.value, expected: written.value },
    });
}
