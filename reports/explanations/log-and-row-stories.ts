import { say, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';

/** Two reads of a log had different entries in one place. */
export function divergedLog(telling: Telling): Story | undefined {
  const [first, second] = telling.operations;
  const place = telling.fact('place');
  if (!first || !second || typeof place !== 'number') return undefined;
  return {
    sentence: say`${openingActor(first)} read ${telling.key}, answered at ${telling.at(first.completedAt)}, and entry ${String(place + 1)} was ${telling.value(telling.fact('here'))}. ${openingActor(second)} began to read it at ${telling.at(second.invokedAt)}, and there it was ${telling.value(telling.fact('there'))}: ${strong('the log has two histories.')}`,
  };
}

/** By the id that a client was given it found the row of another. */
export function foreignRow(telling: Telling): Story | undefined {
  const found = telling.operations.at(-1);
  const own = telling.operations.at(-2);
  const writer = telling.operations.length > 2 ? telling.operations[0] : undefined;
  if (!found || !own) return undefined;
  const id = telling.value(telling.fact('id'));
  const whose = writer
    ? say`, which ${theActor(writer)} had inserted${writer.type === 'ok' ? say` and was given ${telling.value(writer.output)} for, too` : ''}`
    : '';
  return {
    sentence: say`${openingActor(own)} inserted ${telling.value(telling.fact('own'))} into ${telling.key} and was given the id ${id} at ${telling.at(own.completedAt)}. At ${telling.at(found.invokedAt)} it began to look up what has that id, and found ${telling.value(telling.fact('row'))}${whose}: ${strong('it was shown another’s row.')}`,
  };
}
