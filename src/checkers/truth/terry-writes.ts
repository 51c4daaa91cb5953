import type { Operation } from '../../history/operation.js';
import type { Revelation } from '../../history/revelation.js';
import type { Anomaly, Checker } from '../checker.js';
import { type Findings } from '../define-checker.js';
import { defineRegisterChecker } from '../define-register-checker.js';
import type { Register, Version } from '../register.js';
import type { Registers } from '../registers.js';
import { Witness } from '../witness.js';
import { NO_TRUTH } from './terry-reads.js';
import { type Ranks, trueOrder } from './true-order.js';

/**
 * Monotonic writes as Terry and others define it ("Session guarantees for weakly consistent replicated data", PDIS 1994):
 * a replica that has taken in a session's write has what that session had written before, or something newer, and keeps
 * the two in that order.
 *
 *     p1  ├─ write x 1 ─┤  ├─ write y 1 ─┤
 *     n2                       has taken in y=1, holds x=null
 */
export const terryMonotonicWrites: Checker = defineRegisterChecker({
  guarantee: 'terry-monotonic-writes',
  summary: 'a replica that has a write has what its session had written before',
  what: 'arrivals of writes, for each key that their session had written before',
  find: (registers, { truth }) => arrivals(registers, truth, 'terry-monotonic-writes'),
});

/**
 * Writes follow reads as Terry and others define it (PDIS 1994): a replica that has taken in a session's write has what
 * that session had read before, or something newer, and keeps the two in that order.
 *
 *     p1  ├─ read x: 1 ─┤  ├─ write y 1 ─┤
 *     n2                      has taken in y=1, holds x=null
 */
export const terryWritesFollowReads: Checker = defineRegisterChecker({
  guarantee: 'terry-writes-follow-reads',
  summary: 'a replica that has a write has what its session had read before',
  what: 'arrivals of writes, for each key that their session had read before',
  find: (registers, { truth }) => arrivals(registers, truth, 'terry-writes-follow-reads'),
});

type Rule = 'terry-monotonic-writes' | 'terry-writes-follow-reads';

/** What a replica must have of a key before it may have some write, and the operation of the write's session that says so. */
interface Required {
  readonly version: Version;
  readonly rank: number;
  readonly by: Operation;
}

function arrivals(registers: Registers, truth: readonly Revelation[] | undefined, rule: Rule): Findings {
  if (!truth) return { anomalies: [], chances: 0, why: NO_TRUTH };
  const order = trueOrder(registers, truth);
  const required = requirements(registers, order, rule);
  const anomalies: Anomaly[] = [];
  const told = new Set<Version>();
  let chances = 0;
  const replicas = new Map<string, Map<Register, number>>();
  for (const batch of batches(truth)) {
    const [{ node, life }] = batch as [Revelation];
    const replica = `${node} ${life}`;
    const held = replicas.get(replica) ?? new Map<Register, number>();
    replicas.set(replica, held);
    for (const { key, holds } of batch) {
      const register = registers.byKey.get(key);
      const version = register?.find(holds);
      if (register && version) held.set(register, order.get(register)?.get(version) ?? 0);
    }
    for (const revelation of batch) {
      const arrived = registers.byKey.get(revelation.key)?.find(revelation.value);
      if (!arrived) continue;
      for (const needed of required.get(arrived) ?? []) {
        chances++;
        const { register } = needed.version;
        const own = register === arrived.register ? order.get(register)?.get(arrived) : undefined;
        const misplaced = own !== undefined && own < needed.rank;
        if (!misplaced && (held.get(register) ?? 0) >= needed.rank) continue;
        if (told.has(arrived)) continue;
        told.add(arrived);
        anomalies.push(violation(rule, arrived, needed, revelation, misplaced));
      }
    }
  }
  return { anomalies, chances };
}

/** What each replica took in at one moment: when it recovers, nobody sees it before it has recovered everything. */
function* batches(truth: readonly Revelation[]): Generator<readonly Revelation[]> {
  let batch: Revelation[] = [];
  for (const revelation of truth) {
    const [first] = batch;
    const goesOn =
      first?.node === revelation.node && first.life === revelation.life && first.at === revelation.at;
    if (!goesOn && first) {
      yield batch;
      batch = [];
    }
    batch.push(revelation);
  }
  if (batch.length > 0) yield batch;
}

/** For each write what its session had written, or read, of each key before it: the newest by the replicas' order. */
function requirements(
  { versions, reads }: Registers,
  order: ReadonlyMap<Register, Ranks>,
  rule: Rule,
): ReadonlyMap<Version, readonly Required[]> {
  const steps = versions.flatMap((version) =>
    version.write ? [{ by: version.write, version, isWrite: true }] : [],
  );
  if (rule === 'terry-writes-follow-reads') {
    for (const { operation: by, version } of reads) if (version) steps.push({ by, version, isWrite: false });
  }
  steps.sort((a, b) => a.by.index - b.by.index);
  const sessions = new Map<number, Map<Register, Required>>();
  const required = new Map<Version, readonly Required[]>();
  for (const { by, version, isWrite } of steps) {
    const session = sessions.get(by.process) ?? new Map<Register, Required>();
    sessions.set(by.process, session);
    if (isWrite) required.set(version, [...session.values()]);
    if (isWrite !== (rule === 'terry-monotonic-writes')) continue;
    const { register } = version;
    const rank = order.get(register)?.get(version);
    if (!version.write || rank === undefined || rank <= (session.get(register)?.rank ?? 0)) continue;
    session.set(register, { version, rank, by });
  }
  return required;
}

function violation(
  rule: Rule,
  arrived: Version,
  { version, by }: Required,
  { node, at }: Revelation,
  misplaced: boolean,
): Anomaly {
  return new Witness()
    .add(version.write, by, arrived.write)
    .relate(version.write, by, 'reads from')
    .relate(by, arrived.write, 'session order')
    .anomaly({
      kind: 'incomplete-replica',
      guarantee: rule,
      register: version.register,
      versionOrder: 'replicas',
      facts: { node, atMs: at / 1e6, missing: version.value, misplaced },
    });
}
