import type { Value } from '../history/event.js';
import type { History, Operation } from '../history/operation.js';
import type { CheckSettings, Guarantee } from './checker.js';
import { drawConclusions } from './draw-conclusions.js';
import { type Lattice, latticeOf, requireConsistency } from './lattice.js';
import { checkersFor } from './registry.js';

/** By what a history can be taken apart. */
export const aspects = ['key', 'session'] as const;

export type Aspect = (typeof aspects)[number];

/** Keys or sessions of which a history shows the same. */
export interface LatticePart {
  /** Keys, or numbers of processes. */
  readonly names: readonly string[];
  readonly lattice: Lattice;
  /** Those that could not be judged, mostly for lack of chances. */
  readonly unknown: readonly Guarantee[];
}

/**
 * The lattice of each key by itself, or of each session by itself, those with the same one together: first those of which
 * the most is violated. A key's history is all that was done to it. A session's is all writes, and its own reads: what
 * that session alone could tell of what the system gave it.
 *
 * It takes the time of as many histories as there are keys or sessions.
 *
 * @throws HistoryError when the history is not one that these checkers can judge
 * @throws Error when two checkers contradict each other
 */
export function latticesBy(aspect: Aspect, history: History, settings: CheckSettings): LatticePart[] {
  const parts = aspect === 'key' ? byKey(history) : bySession(history);
  const same = new Map<string, { names: string[]; lattice: Lattice; unknown: Guarantee[] }>();
  for (const [name, operations] of parts) {
    const part = { ...history, operations };
    const checked = checkersFor(part).map((checker) => checker.check(part, settings));
    const results = drawConclusions(checked, settings.minEvidence);
    requireConsistency(results);
    const lattice = latticeOf(results);
    const unknown = results.filter(({ holds }) => holds === 'unknown').map(({ guarantee }) => guarantee);
    const shape = JSON.stringify([lattice, unknown]);
    const known = same.get(shape);
    if (known) known.names.push(name);
    else same.set(shape, { names: [name], lattice, unknown });
  }
  const broken = ({ lattice }: LatticePart): number => lattice.weakestBroken.length;
  return [...same.values()].sort((a, b) => broken(b) - broken(a) || a.names.length - b.names.length);
}

/** What was done to each key; of a read of several keys, or a look into a replica, each gets its own. */
function byKey({ operations }: History): Map<string, Operation[]> {
  const parts = new Map<string, Operation[]>();
  const add = (key: string, operation: Operation): void => {
    const part = parts.get(key);
    if (part) part.push(operation);
    else parts.set(key, [operation]);
  };
  const inspections = operations.filter(({ f, type }) => f === 'inspect' && type === 'ok');
  for (const operation of operations) {
    const { f, type, key, output } = operation;
    if (f === 'inspect') continue;
    if (f !== 'multi-read') add(key ?? '', operation);
    else if (type === 'ok') {
      for (const [one, value] of Object.entries(output as Record<string, Value>)) {
        add(one, { ...operation, f: 'read', key: one, output: value });
      }
    }
  }
  for (const [key, part] of parts) {
    for (const inspection of inspections) part.push(narrowed(inspection, key));
    part.sort((a, b) => a.index - b.index);
  }
  return parts;
}

function narrowed(inspection: Operation, key: string): Operation {
  const held = (inspection.output as Record<string, Value>)[key];
  return { ...inspection, output: held === undefined ? {} : { [key]: held } };
}

/** All that changes anything, and what each session read. */
function bySession({ operations }: History): Map<string, Operation[]> {
  const isRead = ({ f }: Operation): boolean => f === 'read' || f === 'multi-read' || f === 'inspect';
  const readers = new Set(
    operations.filter((one) => isRead(one) && !one.final).map(({ process }) => process),
  );
  return new Map(
    [...readers].map((reader) => [
      String(reader),
      operations.filter((operation) => !isRead(operation) || operation.process === reader),
    ]),
  );
}
