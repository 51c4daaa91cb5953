import type { Guarantee } from '../checker.js';
import type { Register, Version } from '../register.js';
import type { Read, Registers } from '../registers.js';
import type { Ranks } from './true-order.js';

/** At `at` a version of this rank was known to have taken effect, or was asked for. */
interface Moment {
  readonly at: number;
  readonly rank: number;
  readonly asked: boolean;
}

/**
 * Guarantees that the replicas' own order of versions proves: in it, no write and no read ever goes back behind what had
 * taken effect before it began. Such an order is a witness that the definition asks for, so what is certified holds
 * whatever any search says; what is not may hold all the same, by another order.
 */
export function certified(registers: Registers, order: ReadonlyMap<Register, Ranks>): Guarantee[] {
  const proven: Guarantee[] = [];
  const readsOf = new Map<Register, Read[]>();
  for (const read of registers.reads) {
    if (!read.version) return [];
    const reads = readsOf.get(read.register);
    if (reads) reads.push(read);
    else readsOf.set(read.register, [read]);
  }
  const everywhere = (holds: (register: Register, ranks: Ranks, reads: readonly Read[]) => boolean) =>
    [...registers.byKey.values()].every((register) => {
      const ranks = order.get(register) ?? new Map([[register.initial, 0]]);
      const reads = readsOf.get(register) ?? [];
      return allRanked(register, ranks) && holds(register, ranks, reads);
    });
  if (everywhere((register, ranks, reads) => neverBack(register, ranks, reads, seen))) {
    proven.push('linearizability');
  }
  if (everywhere((register, ranks, reads) => neverBack(register, ranks, reads, acknowledged))) {
    proven.push('regular-register');
  }
  const ordered = everywhere((register, ranks) => neverBack(register, ranks, [], acknowledged));
  if (ordered && everywhere((register, ranks, reads) => sessionsKeep(register, ranks, reads, 'writes'))) {
    proven.push('read-your-writes');
  }
  if (ordered && everywhere((register, ranks, reads) => sessionsKeep(register, ranks, reads, 'reads'))) {
    proven.push('monotonic-reads');
  }
  return proven;
}

/** True when every write that certainly took effect has a rank. */
function allRanked({ versions }: Register, ranks: Ranks): boolean {
  return versions.every((version) => version.firstSeen === Infinity || ranks.has(version));
}

const seen = (version: Version): number => version.firstSeen;
const acknowledged = (version: Version): number => version.acknowledged;

/** True when no write and none of the reads has a lower rank than a version that had taken effect before it began. */
export function neverBack(
  { versions }: Register,
  ranks: Ranks,
  reads: readonly Read[],
  tookEffect: (version: Version) => number = seen,
): boolean {
  const moments: Moment[] = [];
  for (const version of versions) {
    const rank = ranks.get(version);
    if (rank === undefined) continue;
    moments.push({ at: version.invoked, rank, asked: true });
    if (tookEffect(version) < Infinity) moments.push({ at: tookEffect(version), rank, asked: false });
  }
  for (const { version, operation } of reads) {
    moments.push({ at: operation.index, rank: rankOf(ranks, version), asked: true });
  }
  moments.sort((a, b) => a.at - b.at);
  let highest = 0;
  for (const { rank, asked } of moments) {
    if (!asked) highest = Math.max(highest, rank);
    else if (rank < highest) return false;
  }
  return true;
}

/** True when no session reads something of a lower rank than what it acknowledgedly wrote, or read, before. */
function sessionsKeep(
  { versions }: Register,
  ranks: Ranks,
  reads: readonly Read[],
  what: 'writes' | 'reads',
): boolean {
  const moments = reads.map(({ operation, version }) => ({
    at: operation.index,
    session: operation.process,
    rank: rankOf(ranks, version),
    isRead: true,
  }));
  if (what === 'writes') {
    for (const version of versions) {
      if (version.write?.type !== 'ok') continue;
      const { index: at, process: session } = version.write;
      moments.push({ at, session, rank: rankOf(ranks, version), isRead: false });
    }
  }
  moments.sort((a, b) => a.at - b.at);
  const highest = new Map<number, number>();
  for (const { session, rank, isRead } of moments) {
    const before = highest.get(session) ?? 0;
    if (isRead && rank < before) return false;
    if (what === 'reads' || !isRead) highest.set(session, Math.max(before, rank));
  }
  return true;
}

/** What is not ranked can have been seen by nobody, so it counts as lowest, which certifies nothing wrongly. */
function rankOf(ranks: Ranks, version: Version | undefined): number {
  return (version && ranks.get(version)) ?? -1;
}
