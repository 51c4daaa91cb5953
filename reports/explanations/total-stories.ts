import type { Operation } from '../../src/history/operation.js';
import { enumerate, say, type Sentence, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling } from './telling.js';

/** A counter was read as less than had certainly been added, or as more than can have been. */
export function counterOutOfBounds(telling: Telling): Story | undefined {
  const read = telling.operations.at(-1);
  const [value, least, most] = ['value', 'least', 'most'].map((name) => telling.fact(name));
  if (!read || typeof value !== 'number' || typeof least !== 'number' || typeof most !== 'number') {
    return undefined;
  }
  const began = say`At ${telling.at(read.invokedAt)} ${openingActor(read).toLowerCase()} began to read ${telling.key} and got ${telling.pair(value, read)}. `;
  const changes = telling.operations.slice(0, -1);
  const proof = changes.length > 0 ? say`${acknowledged(telling, changes)} ` : [];
  return {
    sentence:
      value < least
        ? say`${began}${proof}Whatever else was under way, it was at least ${telling.value(least)}: ${strong('something that was acknowledged is missing.')}`
        : say`${began}${proof}All that anybody had begun to add by ${telling.at(read.completedAt)} makes at most ${telling.value(most)}: ${strong('something was counted that nobody added, or counted twice.')}`,
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
