import { say, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, type Telling, theActor } from './telling.js';

/** Two clients had been given a lock, and neither had begun to release it. */
export function twoHolders(telling: Telling): Story | undefined {
  const [first, second] = telling.operations;
  if (!first || !second) return undefined;
  const until = telling.fact('heldUntilNs');
  const kept =
    typeof until === 'number'
      ? say`did not begin to release it before ${telling.at(until)}`
      : say`never began to release it`;
  return {
    sentence: say`${openingActor(first)} was given ${telling.key} at ${telling.at(first.completedAt)}, and ${kept}. Yet at ${telling.at(second.completedAt)} ${theActor(second)} was given it, too: ${strong('two held it at once.')}`,
  };
}

/** A fencing token was not greater than that of an earlier holder. */
export function tokenNotGrowing(telling: Telling): Story | undefined {
  const [first, release, second] = telling.operations;
  if (!first || !release || !second) return undefined;
  return {
    sentence: say`${openingActor(first)} was given ${telling.key} with the token ${telling.value(telling.fact('before'))} at ${telling.at(first.completedAt)} and began to release it at ${telling.at(release.invokedAt)}. At ${telling.at(second.completedAt)} ${theActor(second)} was given it with the token ${telling.value(telling.fact('token'))}, which is not greater: ${strong('by their tokens nobody can tell who is the later holder.')}`,
  };
}

/** A resource accepted a fencing token although it had seen a greater one. */
export function staleTokenAccepted(telling: Telling): Story | undefined {
  const [newer, stale] = telling.operations;
  if (!newer || !stale) return undefined;
  return {
    sentence: say`${openingActor(newer)} wrote to ${telling.key} with the token ${telling.value(telling.fact('before'))}, and that was accepted at ${telling.at(newer.completedAt)}. At ${telling.at(stale.invokedAt)} ${theActor(stale)} began to write with the token ${telling.value(telling.fact('token'))}, and was accepted, too: ${strong('a holder that had been replaced could still write.')}`,
  };
}
