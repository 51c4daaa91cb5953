import type { Operation } from '../../src/history/operation.js';
import { showName } from '../show-value.js';
import { enumerate, say, type Sentence, strong, valuePart } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';

/** A counter was read as less than had certainly been added, or as more than can have been. */
export function counterOutOfBounds(telling: Telling): Story | undefined {
  const read = telling.operations.at(-1);
  const [value, least, most] = ['value', 'least', 'most'].map((name) => telling.fact(name));
  if (!read || typeof value !== 'number' || typeof least !== 'number' || typeof most !== 'number') {
    return undefined;
  }
  const began = say`At ${telling.at(read.invokedAt)} ${theActor(read)} began to read ${telling.key} and got ${telling.pair(value, read)}. `;
  const changes = telling.operations.slice(0, -1);
  const proof = changes.length > 0 ? say`${acknowledged(telling, changes)} ` : [];
  return {
    sentence:
      value < least
        ? say`${began}${proof}Whatever else was under way, it was at least ${telling.value(least)}: ${strong('something that was acknowledged is missing.')}`
        : say`${began}${proof}All that anybody had begun to add by ${telling.at(read.completedAt)} makes at most ${telling.value(most)}: ${strong('something was counted that nobody added, or counted twice.')}`,
  };
}

/** In the end a counter held less than had certainly been added, or more than anybody had begun to add. */
export function wrongCount(telling: Telling): Story | undefined {
  const read = telling.operations.at(-1);
  const [value, least, most] = ['value', 'least', 'most'].map((name) => telling.fact(name));
  if (!read || typeof value !== 'number' || typeof least !== 'number' || typeof most !== 'number') {
    return undefined;
  }
  const end = say`In the end, at ${telling.at(read.invokedAt)}, ${theActor(read)} began to read ${telling.key} and got ${telling.pair(value, read)}; nobody got more. `;
  const changes = telling.operations.slice(0, -1).map((change) => telling.whose(change));
  const last = changes.length > 0 ? say` (the last were ${enumerate(changes)})` : [];
  return {
    sentence:
      value < least
        ? say`${end}But what had been acknowledged makes at least ${telling.value(least)}${last}: ${strong(`${least - value} of it was lost.`)}`
        : say`${end}But all that anybody had begun to add makes at most ${telling.value(most)}: ${strong(`${value - most} was counted that nobody added, or counted twice.`)}`,
  };
}

const MOST_NAMED = 4;

function acknowledged(telling: Telling, changes: readonly Operation[]): Sentence {
  if (changes.length > MOST_NAMED) {
    return say`Before that, ${changes.length} changes had been acknowledged that it must contain, among them ${enumerate(changes.slice(0, 2).map((change) => telling.what(change)))}.`;
  }
  const names = changes.map((change) => telling.whose(change));
  return say`Before that, ${enumerate(names)} had been acknowledged.`;
}

/** The balances of a bank did not have the total that they had at first. */
export function wrongTotal(telling: Telling): Story | undefined {
  const [source, read] = telling.operations;
  const [expected, total] = [telling.fact('expected'), telling.fact('total')];
  if (!source || !read || typeof expected !== 'number' || typeof total !== 'number') return undefined;
  const first =
    source.f === 'initial'
      ? say`In the beginning the accounts of ${telling.key} held ${telling.value(expected)} in all`
      : say`${openingActor(source)}'s read, the first to end (${telling.at(source.completedAt)}), found ${telling.value(expected)} in all accounts of ${telling.key} together`;
  const off = telling.value(Math.abs(total - expected));
  return {
    sentence: say`${first}. At ${telling.at(read.invokedAt)} ${theActor(read)} began to read all balances and found ${telling.value(total)}: ${off} ${strong(total < expected ? 'had vanished, which no transfer can do.' : 'had come from nowhere, which no transfer can do.')}`,
  };
}

/** A balance was below 0. */
export function negativeBalance(telling: Telling): Story | undefined {
  const [read] = telling.operations;
  const [account, balance] = [telling.fact('account'), telling.fact('balance')];
  if (!read || typeof account !== 'string' || typeof balance !== 'number') return undefined;
  return {
    sentence: say`At ${telling.at(read.invokedAt)} ${theActor(read)} began to read all balances, and account ${valuePart(showName(account))} held ${telling.value(balance)}: ${strong('more had been taken from it than it had.')}`,
  };
}
