import type { Operation } from '../../src/history/operation.js';
import { say, type Sentence } from './sentence.js';
import { type Telling, theActor } from './telling.js';

/**
 * Why one version is older than another, which must follow from real time: its write was acknowledged, or its value
 * was read, before the other write began.
 * @param older the write of the older version; undefined for the initial value
 */
export function olderByRealTime(telling: Telling, older: Operation | undefined, newer: Operation): Sentence {
  const key = newer.key ?? telling.anomaly.key;
  if (!older) {
    return say`No order of versions is assumed beyond that every write is newer than a key's initial value, ${telling.value(null)}.`;
  }
  const began = telling.at(newer.invokedAt);
  const claim = say`The order of versions comes from real time: ${telling.pair(older.input, older, key)} is older than ${telling.pair(newer.input, newer, key)}, because`;
  if (older.completedIndex < newer.index && older.type === 'ok') {
    return say`${claim} its write was acknowledged at ${telling.at(older.completedAt)}, before the other write began${began === telling.at(older.completedAt) ? ', right after that' : ` at ${began}`}.`;
  }
  const reader = readerBetween(telling, older, newer);
  if (!reader) return say`${claim} it had certainly taken effect before the other write began at ${began}.`;
  return say`${claim} ${theActor(reader)} had already ${telling.what(reader)} by ${telling.at(reader.completedAt)}, before the other write began at ${began}.`;
}

/** The read that had shown the older version before the newer write began. */
export function readerBetween(telling: Telling, older: Operation, newer: Operation): Operation | undefined {
  return telling
    .relations('reads from')
    .filter(({ from }) => from === older.index)
    .map(({ to }) => telling.operation(to))
    .find((reader) => reader !== undefined && reader.completedIndex < newer.index);
}

/** The sentence about order for an anomaly that ends in one read being older than one write. */
export function orderOfConclusion(telling: Telling): Sentence | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  if (telling.anomaly.versionOrder === 'replicas') {
    return say`The order of versions is the one in which the replicas themselves keep them, as the simulation recorded it.`;
  }
  const { read, newer } = conclusion;
  const newerWrite = newer.f === 'write' ? newer : telling.sourceOf(newer);
  return newerWrite && olderByRealTime(telling, telling.sourceOf(read), newerWrite);
}
