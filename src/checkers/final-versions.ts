import type { Operation } from '../history/operation.js';
import type { Register, Version } from './register.js';
import type { Registers } from './registers.js';

/** What one operation of the final phase showed of a key. */
export interface FinalSight {
  readonly operation: Operation;
  /** Undefined when no write can have given the value that was shown. */
  readonly version: Version | undefined;
}

/** What each replica says it holds of a key in the final phase; a replica that never heard of the key holds its initial value. */
export function inspectedVersions({ inspections }: Registers, register: Register): FinalSight[] {
  const key = register.key;
  return inspections.map(({ operation, values }) => {
    if (key === undefined || !values.has(key)) return { operation, version: register.initial };
    const version = register.find(values.get(key) ?? null);
    // Where a failed write is seen all the same, nobody knows when it took effect: it is neither older nor newer.
    return { operation, version: version?.write?.type === 'fail' ? undefined : version };
  });
}

/** What the final reads of each key returned. */
export function finalReads({ reads }: Registers): Map<Register, FinalSight[]> {
  const sights = new Map<Register, FinalSight[]>();
  for (const { operation, register, version } of reads) {
    if (!operation.final) continue;
    const known = sights.get(register);
    if (known) known.push({ operation, version });
    else sights.set(register, [{ operation, version }]);
  }
  return sights;
}

/** Nodes that clients spoke to but that did not say in the final phase what they hold. */
export function nodesNotInspected({
  nodes,
  inspections,
}: Pick<Registers, 'nodes' | 'inspections'>): string[] {
  const inspected = new Set(inspections.map(({ node }) => node));
  return [...nodes].filter((node) => !inspected.has(node)).sort();
}

/**
 * The acknowledged versions of a key that no other acknowledged version is certainly newer than: one of them ought to be
 * what remains.
 */
export function lastCandidates({ versions }: Register): Version[] {
  const acknowledged = versions.filter((version) => version.acknowledged < Infinity);
  const newest = acknowledged.at(-1)?.invoked ?? Infinity;
  return acknowledged.filter((version) => version.acknowledged > newest || version.invoked === newest);
}
