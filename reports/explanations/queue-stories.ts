import type { Operation } from '../../src/history/operation.js';
import { enumerate, say, type Sentence, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** Items that were acknowledged never came out, although the queue was empty. */
export function lostItem(telling: Telling): Story | undefined {
  const empty = telling.operations.at(-1);
  const enqueues = telling.operations.filter(({ input }) => input !== null);
  const [first] = enqueues;
  const [taken, missing, unknown] = ['taken', 'missing', 'unknown'].map((name) => telling.fact(name));
  if (!empty || !first || typeof unknown !== 'number' || typeof missing !== 'number') return undefined;
  const looked =
    empty.f === 'drain'
      ? say`At ${telling.at(empty.invokedAt)} ${theActor(empty)} began to drain it (${telling.what(empty)})`
      : say`At ${telling.at(empty.invokedAt)} ${theActor(empty)} began a ${telling.what(empty)}, and it was empty`;
  if (unknown > 0) {
    return {
      sentence: say`${named(telling, enqueues, missing)} were put into ${telling.key} and acknowledged, and never came out. ${looked}. Only ${unknown} ${unknown === 1 ? 'dequeue has an outcome' : 'dequeues have outcomes'} that nobody knows: ${strong('at least one item was lost.')}`,
    };
  }
  const never =
    typeof taken !== 'number' || taken === 0
      ? say`Nothing ever took it out`
      : say`It had been put in ${times(enqueues.length)}, and came out only ${times(taken)}`;
  return {
    sentence: say`${openingActor(first)} put ${telling.pair(telling.fact('item'), first)} into ${telling.key}, acknowledged at ${telling.at(first.completedAt)}. ${looked}. ${never}: ${strong('it was lost.')}`,
  };
}

const MOST_NAMED = 4;

function named(telling: Telling, enqueues: readonly Operation[], missing: number): Sentence {
  const shown = enqueues.slice(0, MOST_NAMED);
  const names = enumerate(shown.map(({ input, index }) => ({ ...telling.value(input), operation: index })));
  return missing > shown.length ? say`${missing} items, among them ${names},` : names;
}

/** An item came out more often than it had been put in. */
export function duplicateItem(telling: Telling): Story | undefined {
  const [enqueued, taken] = [telling.fact('enqueued'), telling.fact('taken')];
  if (typeof enqueued !== 'number' || typeof taken !== 'number') return undefined;
  const [enqueue] = telling.operations;
  const takers = telling.operations.slice(enqueued);
  const last = takers.at(-1);
  if (!enqueue || !last) return undefined;
  const names = enumerate(takers.slice(0, MOST_NAMED).map((taker) => telling.whose(taker)));
  const rest = takers.length > MOST_NAMED ? say` and ${takers.length - MOST_NAMED} more` : [];
  return {
    sentence: say`By ${telling.at(last.completedAt)} ${telling.pair(telling.fact('item'), enqueue)} had been put into ${telling.key} ${times(enqueued)}, by ${theActor(enqueue)}${enqueued > 1 ? ' first' : ''}. But it came out ${times(taken)}, by ${names}${rest}: ${strong('it was delivered too often.')}`,
  };
}

/** An item came out that nobody can have put in. */
export function unexpectedItem(telling: Telling): Story | undefined {
  const [taker] = telling.operations;
  if (!taker) return undefined;
  const [enqueued, failed] = [telling.fact('enqueuedNs'), telling.fact('failedNs')];
  const why =
    typeof enqueued === 'number'
      ? say`It was put in only at ${telling.at(enqueued)}: ${strong('nobody had begun to put it in yet.')}`
      : typeof failed === 'number'
        ? say`The only enqueues of it failed, at ${telling.at(failed)} for one: ${strong('what failed took effect.')}`
        : say`${strong('Nobody ever put it in.')}`;
  return {
    sentence: say`At ${telling.at(taker.completedAt)} ${theActor(taker)} had taken ${telling.pair(telling.fact('item'), taker)} out of ${telling.key}. ${why}`,
  };
}

/** Two were given the same id. */
export function duplicateId(telling: Telling): Story | undefined {
  const [first, second] = telling.operations;
  if (!first || !second) return undefined;
  const count = telling.fact('times');
  const more = typeof count === 'number' && count > 2 ? say` It was given out ${times(count)} in all.` : [];
  return {
    sentence: say`${openingActor(first)} was given the id ${{ ...telling.value(telling.fact('id')), operation: first.index }} by ${telling.key} at ${telling.at(first.completedAt)}, and ${theActor(second)} the same at ${telling.at(second.completedAt)}: ${strong('it is not unique.')}${more}`,
  };
}
