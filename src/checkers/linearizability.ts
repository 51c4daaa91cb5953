import type { Operation } from '../history/operation.js';
import type { Anomaly } from './checker.js';
import { defineRegisterChecker } from './define-register-checker.js';
import { impossibleRead } from './impossible-read.js';
import { type Register, tookEffectBefore, type Version } from './register.js';
import type { Read, Registers } from './registers.js';
import { staleRead } from './stale-read.js';
import { Witness } from './witness.js';

/**
 * Linearizability of each key as a register whose written values are unique, in O(n log n) (Gibbons and Korach, "Testing
 * shared memories", SIAM J. Comput. 1997; zones as in Golab, Li and Shah, "Analyzing consistency properties for fun and
 * profit", PODC 2011). A read of several keys counts as one read of each: that it is one step is another promise.
 *
 * A version's operations, its write and the reads that returned it, must take effect in one go. Its zone runs between
 * the first completion among them (`firstSeen`) and the last invocation (`lastAsked`): version A must come before B if
 * A was first seen before B was last asked for. Two versions that must each come before the other are a contradiction,
 * and where there is a longer cycle there is such a pair too. A write of unknown outcome that nobody read never
 * completes, and so contradicts nothing; a failed write is no version at all.
 */
export const linearizability = defineRegisterChecker({
  guarantee: 'linearizability',
  summary: 'each key behaves like one register: every operation takes effect at one moment while it runs',
  what: 'reads of keys that had certainly been written',
  find({ byKey, reads }) {
    const anomalies: Anomaly[] = [];
    let chances = 0;
    for (const read of reads) {
      const { operation, register, value, version, write } = read;
      if (!version) anomalies.push(impossibleRead('linearizability', operation, register, value, write));
      if (couldBeStale(read)) chances++;
    }
    for (const register of byKey.values()) {
      for (const later of laterVersions(register)) anomalies.push(later);
    }
    return { anomalies, chances };
  },
});

/** Whether a history is linearizable, without any telling of why not. */
export function isLinearizable({ byKey, reads }: Registers): boolean {
  if (reads.some(({ version }) => !version)) return false;
  return [...byKey.values()].every((register) => laterVersions(register).length === 0);
}

function couldBeStale({ operation, register }: Read): boolean {
  const first = register.firstSeenAfter(-Infinity);
  return first !== undefined && first.firstSeen < operation.index;
}

/** At most one anomaly for each version that was still read although others must come both before and after it. */
function laterVersions(register: Register): Anomaly[] {
  const anomalies: Anomaly[] = [];
  // In order of the last invocation, so that each version meets those whose zones began before its own ended.
  const zones = [register.initial, ...register.versions].sort((a, b) => a.lastAsked - b.lastAsked);
  const earliest = new EarliestSeen();
  for (const version of zones) {
    const anomaly = contradiction(version, earliest.since(version.firstSeen));
    if (anomaly) anomalies.push(anomaly);
    earliest.add(version);
  }
  return anomalies;
}

/**
 * Says what contradicts a version, if anything does.
 * @param rival of the versions last asked for after this one was first seen, and before this one was last asked
 *   for, the one that was first seen first
 */
function contradiction(version: Version, rival: Version | undefined): Anomaly | undefined {
  const { register, lastAsked, lastReader } = version;
  // The zone of such a version is a point where it can take effect, not a stretch to which it is tied.
  if (!lastReader || version.firstSeen > lastAsked) return undefined;
  const overwrite = register.firstAcknowledgedAfter(version.firstSeen);
  if (overwrite && overwrite.acknowledged < lastAsked) {
    return staleRead('linearizability', lastReader, version, overwrite);
  }
  const seen = register.firstSeenAfter(version.firstSeen);
  if (seen?.firstReader && seen.firstSeen < lastAsked) {
    return inversion(version, lastReader, seen, seen.firstReader);
  }
  if (!rival || rival.firstSeen > lastAsked) return undefined;
  // Then the rival's own last read is the stale one, and it is told as that.
  if (tookEffectBefore(rival, version)) return undefined;
  return entangled(version, rival);
}

/** One read returned the newer version, and a later read the older one. */
function inversion(older: Version, staleReader: Operation, newer: Version, reader: Operation): Anomaly {
  return new Witness()
    .older(older, newer)
    .add(reader, staleReader)
    .relate(newer.write, reader, 'reads from')
    .relate(reader, staleReader, 'real time')
    .relate(older.write, staleReader, 'reads from')
    .relate(staleReader, reader, 'older version')
    .anomaly({
      kind: 'new-old-inversion',
      guarantee: 'linearizability',
      register: older.register,
      versionOrder: 'real time',
      facts: { returned: older.value, expected: newer.value },
    });
}

/** Neither write certainly came first, but reads show each version both before and after the other. */
function entangled(a: Version, b: Version): Anomaly {
  let proof = [a, b].flatMap((version) => claimsOf(version));
  for (const claim of proof) {
    const rest = proof.filter((other) => other !== claim);
    // The writes stay: without them nobody would know what the reads returned.
    if (claim.operation !== claim.version.write && contradict(rest, a, b)) proof = rest;
  }
  const operations = proof.map(({ operation }) => operation).sort((one, other) => one.index - other.index);
  const witness = new Witness().add(...operations);
  for (const { version, operation } of proof) {
    if (operation !== version.write) witness.relate(version.write, operation, 'reads from');
  }
  return witness
    .relate(firstToEnd(proof, a), lastToBegin(proof, b), 'real time')
    .relate(firstToEnd(proof, b), lastToBegin(proof, a), 'real time')
    .anomaly({
      kind: 'non-linearizable',
      guarantee: 'linearizability',
      register: a.register,
      facts: { values: [a.value, b.value] },
    });
}

/** An operation that ties a version to the time while it ran. */
interface Claim {
  readonly version: Version;
  readonly operation: Operation;
}

/** The operations that span a version's zone, and its write. */
function claimsOf(version: Version): Claim[] {
  const { write, firstReader, lastReader } = version;
  const operations = new Set([write, firstReader, lastReader].filter((operation) => operation !== undefined));
  return [...operations].map((operation) => ({ version, operation }));
}

function firstToEnd(claims: readonly Claim[], of: Version): Operation | undefined {
  const operations = claims.filter(({ version }) => version === of).map(({ operation }) => operation);
  return operations.sort((a, b) => a.completedIndex - b.completedIndex)[0];
}

function lastToBegin(claims: readonly Claim[], of: Version): Operation | undefined {
  const operations = claims.filter(({ version }) => version === of).map(({ operation }) => operation);
  return operations.sort((a, b) => b.index - a.index)[0];
}

/** True when these operations alone put each version before the other. */
function contradict(claims: readonly Claim[], a: Version, b: Version): boolean {
  const precedes = (one: Version, other: Version): boolean => {
    const first = firstToEnd(claims, one)?.completedIndex ?? Infinity;
    return first < (lastToBegin(claims, other)?.index ?? -Infinity);
  };
  return precedes(a, b) && precedes(b, a);
}

/** Answers, for versions added in order of `lastAsked`: of those last asked for since some moment, which was first seen first? */
class EarliestSeen {
  /** Those that are the answer for some moment; `lastAsked` and `firstSeen` both rise from one to the next. */
  readonly #stack: Version[] = [];

  add(version: Version): void {
    const stack = this.#stack;
    for (let top = stack.at(-1); top && top.firstSeen >= version.firstSeen; top = stack.at(-1)) stack.pop();
    stack.push(version);
  }

  since(moment: number): Version | undefined {
    const stack = this.#stack;
    let low = 0;
    let high = stack.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((stack[middle] as Version).lastAsked > moment) high = middle;
      else low = middle + 1;
    }
    return stack[low];
  }
}
