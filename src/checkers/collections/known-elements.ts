import type { Operation } from '../../history/operation.js';
import { Witness } from '../witness.js';
import type { SetElement, SetHistory } from './set-elements.js';

/**
 * What made an element known: the acknowledgement of its add, or the end of the first read that shows it, whichever came
 * first. Undefined for one that was never added, or of which nobody knows whether it was.
 */
export function knownBy({ add, acknowledged, firstSeen }: SetElement): Operation | undefined {
  if (!add) return undefined;
  if (!acknowledged || !firstSeen) return acknowledged ?? firstSeen;
  return acknowledged.completedIndex < firstSeen.completedIndex ? acknowledged : firstSeen;
}

/** Whether any read must show it: one that began after it was known, unless somebody removes it. */
export function isLookedFor(element: SetElement, { reads }: SetHistory): boolean {
  const known = element.isRemoved ? undefined : knownBy(element);
  return known !== undefined && known.completedIndex < (reads.at(-1)?.index ?? -1);
}

/** Of the reads that lack an element although they must show it, the one that began last. */
export function missedBy(element: SetElement): Operation | undefined {
  const { lastMissed, isRemoved } = element;
  const known = isRemoved ? undefined : knownBy(element);
  return known && lastMissed && known.completedIndex < lastMissed.index ? lastMissed : undefined;
}

/** Whether a read that must show it lacks it, and so does every read that ended after that one had begun. */
export function isLost(element: SetElement): boolean {
  const missed = missedBy(element);
  return missed !== undefined && (element.lastSeenEnded?.completedIndex ?? -1) < missed.index;
}

/** Proves that an element was known when a read began that lacks it. */
export function proofOfMiss({ add, acknowledged, firstSeen }: SetElement, missed: Operation): Witness {
  const witness = new Witness();
  if (acknowledged && acknowledged.completedIndex < missed.index) {
    return witness.add(acknowledged, missed).relate(acknowledged, missed, 'real time');
  }
  return witness
    .add(add, firstSeen, missed)
    .relate(add, firstSeen, 'reads from')
    .relate(firstSeen, missed, 'real time');
}
