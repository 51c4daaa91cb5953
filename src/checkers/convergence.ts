import type { History } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineChecker, type Findings, operationsBeside } from './define-checker.js';
import { registerOperations } from './define-register-checker.js';
import { type FinalSight, inspectedVersions, nodesNotInspected } from './final-versions.js';
import { impossibleRead } from './impossible-read.js';
import { INSPECT } from './inspection.js';
import type { Register, Version } from './register.js';
import { type Registers, registersOf } from './registers.js';
import { replicaAgreement, unseen } from './replica-agreement.js';
import { Witness } from './witness.js';

/**
 * Convergence (eventual consistency; Viotti and Vukolić, ACM Computing Surveys 2016): once writes have ended, faults have
 * healed and some quiet has passed, all replicas hold the same value of each key, and a write gave it, if it is a register.
 *
 *     p1  ├─ write x 1 ─┤
 *     n1                   ├─ final look: x=1 ─┤
 *     n2                   ├─ final look: x=null ─┤
 */
export const convergence = defineChecker({
  guarantee: 'convergence',
  summary: 'after healing and quiet, all replicas hold the same',
  suits: (history) => isOfRegisters(history) || history.operations.some(({ f }) => f === INSPECT),
  what: 'final looks of replicas at written keys',
  find: (history) =>
    isOfRegisters(history) ? registerAgreement(registersOf(history)) : replicaAgreement(history),
});

function isOfRegisters(history: History): boolean {
  return operationsBeside(registerOperations, history).length === 0;
}

function registerAgreement(registers: Registers): Findings {
  const anomalies: Anomaly[] = unexplained(registers);
  let chances = 0;
  for (const register of registers.byKey.values()) {
    const sights = inspectedVersions(registers, register);
    if (sights.length < 2 || register.versions.length === 0) continue;
    chances += sights.length;
    const divergence = divergenceAmong(register, sights);
    if (divergence) anomalies.push(divergence);
  }
  return { anomalies, chances, ...unseen(nodesNotInspected(registers)) };
}

/** What replicas hold although no write can have given it. */
function unexplained({ inspections, byKey }: Registers): Anomaly[] {
  const anomalies: Anomaly[] = [];
  for (const { operation, values } of inspections) {
    for (const [key, value] of values) {
      const register = byKey.get(key) as Register;
      const write = register.find(value)?.write;
      if (value === null || (write && write.type !== 'fail')) continue;
      anomalies.push(impossibleRead('convergence', operation, register, value, write));
    }
  }
  return anomalies;
}

interface KnownSight extends FinalSight {
  readonly version: Version;
}

function divergenceAmong(register: Register, sights: readonly FinalSight[]): Anomaly | undefined {
  const known = sights.filter((sight): sight is KnownSight => sight.version !== undefined);
  const [one] = known;
  const other = known.find(({ version }) => version !== one?.version);
  if (!one || !other) return undefined;
  return new Witness()
    .add(one.version.write, other.version.write, one.operation, other.operation)
    .relate(one.version.write, one.operation, 'reads from')
    .relate(other.version.write, other.operation, 'reads from')
    .anomaly({
      kind: 'diverged-replicas',
      guarantee: 'convergence',
      register,
      facts: {
        here: one.version.value,
        there: other.version.value,
        values: new Set(known.map(({ version }) => version)).size,
        replicas: known.length,
      },
    });
}
