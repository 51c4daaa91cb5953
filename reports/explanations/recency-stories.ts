import type { Value } from '../../src/history/event.js';
import type { Operation } from '../../src/history/operation.js';
import { formatDuration } from '../quantity.js';
import { showText } from '../show-value.js';
import { say, type Sentence, strong, valuePart } from './sentence.js';
import { type Story, withOrder } from './session-stories.js';
import { companions, openingActor, returnedBy, type Telling, theActor, verbOf } from './telling.js';
import { orderOfConclusion } from './version-order.js';

/** A read returned what an acknowledged write had overwritten before the read began. */
export function staleRead(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read, newer: write } = conclusion;
  const { key } = telling.anomaly;
  const staleForMs = telling.fact('staleForMs');
  const lateness =
    typeof staleForMs === 'number' && staleForMs > 0 ? `, ${formatDuration(staleForMs * 1e6)} earlier` : '';
  const got = returnedBy(read, key);
  const old = telling.sourceOf(read)
    ? say`${strong('what it got had already been overwritten.')}`
    : say`${strong('it got the initial value, as if nobody had written.')}`;
  return {
    sentence: say`At ${telling.at(read.invokedAt)} ${theActor(read)} began to read ${telling.key}${companions(read, key)} and got ${telling.pair(got, read)}. But ${telling.whose(write)} had been ${telling.acknowledged(write)}${lateness}: ${old}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** One read had returned the newer version, and a later one returned the older. */
export function newOldInversion(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read: stale, newer: first } = conclusion;
  const { key } = telling.anomaly;
  const newest = telling.sourceOf(first);
  const underWay =
    newest && newest.completedIndex > first.completedIndex
      ? say` (its write was still under way, but this read shows that it had taken effect)`
      : '';
  return {
    sentence: say`${openingActor(first)} read ${telling.pair(returnedBy(first, key), first)} and had its answer at ${telling.at(first.completedAt)}${underWay}. Yet ${theActor(stale)}, which began to read only at ${telling.at(stale.invokedAt)}, got ${telling.pair(returnedBy(stale, key), stale)}: ${strong('the newer value was seen first, the older one after it.')}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** Each of two values must have been the register's value both before and after the other. */
export function nonLinearizable(telling: Telling): Story | undefined {
  const values = telling.fact('values');
  const [one, two] = telling.relations('real time').map(({ from, to }) => {
    const [ended, began] = [telling.operation(from), telling.operation(to)];
    return ended && began && { ended, began };
  });
  if (!Array.isArray(values) || values.length < 2 || !one || !two) return undefined;
  const step = ({ ended, began }: { ended: Operation; began: Operation }): Sentence =>
    say`${telling.whose(ended)} ended (${telling.at(ended.completedAt)}) before ${telling.whose(began)} began (${telling.at(began.invokedAt)})`;
  const [a, b] = values as unknown as readonly [Value, Value];
  return {
    sentence: say`What was seen of ${telling.key} contradicts itself: ${step(one)}, so ${telling.value(a)} must come before ${telling.value(b)}; yet ${step(two)}, so ${telling.value(b)} must come before ${telling.value(a)}. ${strong('Both cannot be.')}`,
    order: say`No order of versions is assumed: the two demands contradict each other in every order.`,
  };
}

/** A value that nobody ever wrote. */
export function thinAirRead(telling: Telling): Story | undefined {
  const [read] = telling.operations;
  if (!read) return undefined;
  const value = telling.fact('returned');
  return {
    sentence: say`At ${telling.at(read.invokedAt)} ${theActor(read)} ${verbOf(read)} ${telling.pair(value, read)}${companions(read, telling.anomaly.key)}. ${strong('No client ever wrote')} ${telling.value(value)} ${strong('to')} ${telling.key}.`,
  };
}

/** A write was refused for certain, and yet its value was there. */
export function failedWriteVisible(telling: Telling): Story | undefined {
  const [write, read] = telling.operations;
  if (!write || !read) return undefined;
  const why = write.error ? say`, with the error ${valuePart(showText(write.error.kind, 40))}` : '';
  return {
    sentence: say`${openingActor(write)}'s ${telling.what(write)} failed for certain at ${telling.at(write.completedAt)}${why}, so it must never have any effect. Yet at ${telling.at(read.invokedAt)} ${theActor(read)} ${verbOf(read)} ${telling.pair(write.input, read)}: ${strong('a refused write took effect.')}`,
  };
}

/** A value was read before its write had begun. */
export function readFromTheFuture(telling: Telling): Story | undefined {
  const [read, write] = telling.operations;
  if (!write || !read) return undefined;
  return {
    sentence: say`${openingActor(read)} ${verbOf(read)} ${telling.pair(write.input, read)} and had its answer at ${telling.at(read.completedAt)}. Only at ${telling.at(write.invokedAt)} did ${theActor(write)} begin to write that value: ${strong('it was read before it existed.')}`,
  };
}
