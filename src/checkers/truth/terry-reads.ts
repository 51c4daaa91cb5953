import type { Operation } from '../../history/operation.js';
import type { Revelation } from '../../history/revelation.js';
import type { Anomaly, Checker } from '../checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import type { Register, Version } from '../register.js';
import type { Read, Registers } from '../registers.js';
import { Witness } from '../witness.js';
import { trueOrder } from './true-order.js';

/** Why nothing can be said without a simulation. */
export const NO_TRUTH = 'In which order replicas keep versions is known only in a simulation.';

/**
 * Read your writes as Terry and others define it ("Session guarantees for weakly consistent replicated data", PDIS 1994):
 * what a session reads comes from replicas that have its own acknowledged writes, so by the replicas' own order it is
 * nothing older. Where clocks order versions, that differs from real time: another's write may count as newer than one
 * that began after it.
 *
 *     p1  ├─ write x 1 (version 5) ─┤  ├─ read x: 2 (version 4) ─┤
 */
export const terryReadYourWrites: Checker = defineRegisterChecker({
  guarantee: 'terry-read-your-writes',
  summary: 'by the replicas’ own order a session never reads something older than its own acknowledged write',
  what: 'reads after an own acknowledged write of the key',
  find: (registers, { truth }) => sessions(registers, truth, 'terry-read-your-writes'),
});

/**
 * Monotonic reads as Terry and others define it (PDIS 1994): by the replicas' own order, what a session reads is nothing
 * older than what it has read before.
 *
 *     p1  ├─ read x: 1 (version 5) ─┤  ├─ read x: 2 (version 4) ─┤
 */
export const terryMonotonicReads: Checker = defineRegisterChecker({
  guarantee: 'terry-monotonic-reads',
  summary: 'by the replicas’ own order a session never reads something older than what it has read before',
  what: 'reads after a read of the same session had returned a written value of the key',
  find: (registers, { truth }) => sessions(registers, truth, 'terry-monotonic-reads'),
});

/** The newest that a session knows of a key, and the operation from which it does. */
interface Known {
  readonly version: Version;
  readonly rank: number;
  readonly by: Operation;
}

function sessions(
  registers: Registers,
  truth: readonly Revelation[] | undefined,
  guarantee: 'terry-read-your-writes' | 'terry-monotonic-reads',
): { anomalies: Anomaly[]; chances: number; why?: string } {
  if (!truth) return { anomalies: [], chances: 0, why: NO_TRUTH };
  const order = trueOrder(registers, truth);
  const anomalies: Anomaly[] = [];
  let chances = 0;
  const known = new Map<Register, Map<number, Known>>();
  const note = (version: Version, by: Operation): void => {
    const rank = order.get(version.register)?.get(version);
    if (!version.write || rank === undefined) return;
    const bySession = known.get(version.register) ?? new Map<number, Known>();
    known.set(version.register, bySession);
    if ((bySession.get(by.process)?.rank ?? -1) < rank) bySession.set(by.process, { version, rank, by });
  };
  const look = ({ operation, register, version }: Read): void => {
    const before = known.get(register)?.get(operation.process);
    const rank = version && order.get(register)?.get(version);
    if (!before || !version || rank === undefined) return;
    chances++;
    if (rank < before.rank) anomalies.push(violation(guarantee, version, operation, before));
  };
  let written = 0;
  const { versions, reads } = registers;
  for (const read of reads) {
    if (guarantee === 'terry-monotonic-reads') {
      look(read);
      if (read.version) note(read.version, read.operation);
      continue;
    }
    for (
      let next = versions[written];
      next && next.invoked < read.operation.index;
      next = versions[++written]
    ) {
      if (next.write?.type === 'ok') note(next, next.write);
    }
    look(read);
  }
  return { anomalies, chances };
}

function violation(
  guarantee: 'terry-read-your-writes' | 'terry-monotonic-reads',
  returned: Version,
  read: Operation,
  { version, by }: Known,
): Anomaly {
  return new Witness()
    .add(returned.write, version.write, by, read)
    .relate(version.write, by, 'reads from')
    .relate(by, read, 'session order')
    .relate(returned.write, read, 'reads from')
    .relate(read, by, 'older version')
    .anomaly({
      kind: guarantee === 'terry-monotonic-reads' ? 'non-monotonic-read' : 'read-your-writes-violation',
      guarantee,
      register: version.register,
      versionOrder: 'replicas',
      facts: { returned: returned.value, expected: version.value },
    });
}
