import type { Operation } from '../../src/history/operation.js';
import { formatDuration } from '../quantity.js';
import { say, type Sentence, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';

/** An element that a set certainly had is missing from every later read. */
export function lostElement(telling: Telling): Story | undefined {
  const missed = telling.operations.at(-1);
  if (!missed || telling.operations.length < 2) return undefined;
  const lastSeen = telling.fact('lastSeenNs');
  const seen =
    typeof lastSeen === 'number'
      ? `the last read that showed it had begun at ${telling.at(lastSeen)}`
      : 'no read ever showed it';
  return {
    sentence: say`${becameKnown(telling)} At ${telling.at(missed.invokedAt)} ${theActor(missed)} began to read ${telling.key}, and ${element(telling)} was not there, nor in any read that ended later (${seen}): ${strong('it was lost.')}`,
  };
}

/** An element that a set certainly had is missing from a read. */
export function staleElement(telling: Telling): Story | undefined {
  const missed = telling.operations.at(-1);
  const knownFor = telling.fact('knownForMs');
  if (!missed || telling.operations.length < 2 || typeof knownFor !== 'number') return undefined;
  return {
    sentence: say`${becameKnown(telling)} At ${telling.at(missed.invokedAt)}, ${formatDuration(knownFor * 1e6)} later, ${theActor(missed)} began to read ${telling.key}, and ${element(telling)} was not there: ${strong('the read was stale.')}`,
  };
}

/** An element was removed, and not added again, yet a later read shows it. */
export function resurrectedElement(telling: Telling): Story | undefined {
  const [removal, lacking] = telling.operations;
  const seen = telling.operations.at(-1);
  if (!removal || !lacking || !seen || removal === seen) return undefined;
  const removed = say`${openingActor(removal)} removed ${{ ...element(telling), operation: removal.index }} from ${telling.key}, acknowledged at ${telling.at(removal.completedAt)}, and nobody added it while that was under way or later. `;
  const shown = say`${theActor(seen)} began to read ${telling.key}, and ${element(telling)} was there`;
  return {
    sentence:
      lacking === seen
        ? say`${removed}In the end, at ${telling.at(seen.invokedAt)}, ${shown}: ${strong('it had come back.')}`
        : say`${removed}${openingActor(lacking)}'s read at ${telling.at(lacking.invokedAt)} lacked it. But at ${telling.at(seen.invokedAt)} ${shown}: ${strong('it had come back.')}`,
  };
}

/** How it was certain that an element was in. */
function becameKnown(telling: Telling): Sentence {
  const [add, read] = telling.operations;
  if (!add) return [];
  const added = say`${openingActor(add)} added ${{ ...element(telling), operation: add.index }} to ${telling.key}`;
  if (telling.operations.length === 2 || !read) {
    return say`${added}, and that was acknowledged at ${telling.at(add.completedAt)}.`;
  }
  return say`${added}, at first without an answer. But ${reader(read)} showed it, and ended at ${telling.at(read.completedAt)}.`;
}

const reader = (read: Operation): string => `${theActor(read)}'s read`;

const element = (telling: Telling) => telling.value(telling.fact('element'));

/** A read showed one element more than once. */
export function duplicateElement(telling: Telling): Story | undefined {
  const [read] = telling.operations;
  const copies = telling.fact('copies');
  if (!read || typeof copies !== 'number') return undefined;
  return {
    sentence: say`At ${telling.at(read.invokedAt)} ${theActor(read)} began to read ${telling.key}, and ${element(telling)} was in it ${copies} times: ${strong('a set has each element once.')}`,
  };
}

/** A read showed an element that nobody can have added. */
export function unexpectedElement(telling: Telling): Story | undefined {
  const [read] = telling.operations;
  if (!read) return undefined;
  const [added, failed] = [telling.fact('addedNs'), telling.fact('failedNs')];
  const why =
    typeof added === 'number'
      ? say`It was added only at ${telling.at(added)}: ${strong('nobody had begun to add it yet.')}`
      : typeof failed === 'number'
        ? say`The only adds of it failed, at ${telling.at(failed)} for one: ${strong('what failed took effect.')}`
        : say`${strong('Nobody ever added it.')}`;
  return {
    sentence: say`At ${telling.at(read.completedAt)} ${theActor(read)}'s read of ${telling.key} ended, and showed ${element(telling)}. ${why}`,
  };
}
