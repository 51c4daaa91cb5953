import type { Operation } from '../../src/history/operation.js';
import { say, type Sentence, strong } from './sentence.js';
import { companions, openingActor, returnedBy, type Telling, theActor } from './telling.js';
import { orderOfConclusion } from './version-order.js';

/** What an anomaly is told by: its story, and where the order of versions comes from. */
export interface Story {
  readonly sentence: Sentence;
  readonly order?: Sentence;
}

/** A client's own acknowledged write was not there when it read. */
export function readYourWrites(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read, newer: write } = conclusion;
  return {
    sentence: say`${openingActor(write)} wrote ${telling.pair(write.input, write)} (${telling.acknowledged(write)}). At ${telling.at(read.invokedAt)} it read ${telling.key}${companions(read, telling.anomaly.key)} and got ${instead(telling, read)}: ${strong('its own write had vanished.')}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** A user's own acknowledged write, of whichever device, was not there when the user read. */
export function userWriteMissed(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion || conclusion.newer.process === conclusion.read.process) return readYourWrites(telling);
  const { read, newer: write } = conclusion;
  return {
    sentence: say`${openingActor(write)}, a device of ${telling.value(telling.fact('user'))}, wrote ${telling.pair(write.input, write)} (${telling.acknowledged(write)}). At ${telling.at(read.invokedAt)} ${theActor(read)}, of the same user, read ${telling.key}${companions(read, telling.anomaly.key)} and got ${instead(telling, read)}: ${strong('the user’s own write had vanished.')}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** What a client read went back. */
export function nonMonotonicRead(telling: Telling): Story | undefined {
  return telling.anomaly.versionOrder === 'session order' ? returned(telling) : wentBack(telling);
}

function wentBack(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read, newer: before } = conclusion;
  const { key } = telling.anomaly;
  const newest = returnedBy(before, key);
  return {
    sentence: say`${openingActor(read)} read ${telling.pair(newest, before)} (answered at ${telling.at(before.completedAt)}). At ${telling.at(read.invokedAt)} it read ${telling.key}${companions(read, key)} again and got ${instead(telling, read)}: ${strong('what it saw went back in time.')}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** The session read one version, then another, then the first again. */
function returned(telling: Telling): Story | undefined {
  const [first, between, again] = telling.operations.filter(({ f }) => f !== 'write');
  if (!first || !between || !again) return undefined;
  const { key } = telling.anomaly;
  const [one, other] = [returnedBy(first, key), returnedBy(between, key)];
  return {
    sentence: say`${openingActor(first)} read ${telling.pair(one, first)} at ${telling.at(first.invokedAt)}, then ${telling.pair(other, between)} at ${telling.at(between.invokedAt)}, and at ${telling.at(again.invokedAt)} ${telling.pair(one, again)} again: ${strong('it left a version and came back to it.')}`,
    order: say`No other order of versions is needed than this client's own: whichever of ${telling.value(one)} and ${telling.value(other)} is the newer one, one of the two steps led back.`,
  };
}

/** What was read instead of the newer version: when it had been overwritten, if anybody knows. */
function instead(telling: Telling, read: Operation): Sentence {
  const { key } = telling.anomaly;
  const value = telling.pair(returnedBy(read, key), read);
  const source = telling.sourceOf(read);
  if (!source) return say`${value}, as if ${telling.key} had never been written`;
  const writer = source.process === read.process ? 'the client itself' : theActor(source);
  return say`${value}, an older version (written by ${writer}, ${telling.acknowledged(source)})`;
}

/** A field for an order, where there is one. */
export function withOrder(order: Sentence | undefined): { order?: Sentence } {
  return order ? { order } : {};
}
