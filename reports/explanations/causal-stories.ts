import { enumerate, say, type Sentence, strong } from './sentence.js';
import type { Story } from './session-stories.js';
import { openingActor, returnedBy, type Telling, theActor } from './telling.js';

/** A client saw what followed from a write, and then read as if that write had never happened. */
export function causalityViolation(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read, newer } = conclusion;
  const { key } = telling.anomaly;
  return {
    sentence: say`${openingActor(newer)} wrote ${telling.pair(newer.input, newer)} at ${telling.at(newer.invokedAt)}. ${chain(telling, newer.index, read.index)} Yet at ${telling.at(read.invokedAt)} ${theActor(read)} read ${telling.key} and got ${telling.pair(returnedBy(read, key), read)}: ${strong('the effect was seen, but not its cause.')}`,
    order: say`The order of versions comes from what clients knew when they wrote, not from clocks.`,
  };
}

/** Concurrent writes were seen in one order by one client and in the other by another. */
export function divergentOrder(telling: Telling): Story | undefined {
  const conflicts = conflictsIn(telling);
  if (conflicts.length === 0) return undefined;
  return {
    sentence: say`By what clients read, ${enumerate(conflicts)}: ${strong('no order of writes fits all of them.')}`,
  };
}

/** The writes that one client could know cannot be put into an order in which all that it read is right. */
export function disorderedMemory(telling: Telling): Story | undefined {
  const conflicts = conflictsIn(telling);
  const reader = telling.operations.find(({ process }) => process === telling.anomaly.facts['reader']);
  if (conflicts.length === 0 || !reader) return undefined;
  const { conclusion } = telling;
  const so = conclusion
    ? say`. Then ${telling.whose(conclusion.newer)} comes before ${telling.whose(conclusion.read)}`
    : say``;
  return {
    sentence: say`By what ${theActor(reader)} read, ${enumerate(conflicts)}${so}: ${strong('no order of the writes that it could know fits all of its reads.')}`,
  };
}

function conflictsIn(telling: Telling): Sentence[] {
  return telling.relations('conflict').flatMap(({ from, to }) => {
    const [earlier, later] = [telling.operation(from), telling.operation(to)];
    return earlier && later ? [say`${telling.whose(later)} must come after ${telling.whose(earlier)}`] : [];
  });
}

/** A few operations that do not fit into any one order. */
export function nonSequential(telling: Telling): Story | undefined {
  return together(telling, 'whatever order they are put in, some read is wrong.');
}

function together(telling: Telling, conclusion: string): Story | undefined {
  const operations = telling.operations.slice(0, 8).map((operation) => telling.whose(operation));
  return operations.length === 0
    ? undefined
    : { sentence: say`Take ${enumerate(operations)}: ${strong(conclusion)}` };
}

/** How one operation came to be known where another was done, a sentence for each step. */
function chain(telling: Telling, from: number, to: number): Sentence {
  const steps = [...telling.relations('reads from'), ...telling.relations('session order')];
  const sentences: Sentence[] = [];
  for (let at = from; at !== to && sentences.length < 8;) {
    const step = steps.find((one) => one.from === at);
    const [first, second] = [telling.operation(step?.from ?? -1), telling.operation(step?.to ?? -1)];
    if (!step || !first || !second) break;
    if (second.index !== to) {
      sentences.push(
        step.reason === 'reads from'
          ? say`${openingActor(second)} read it.`
          : say`It went on to ${telling.what(second)}.`,
      );
    }
    at = step.to;
  }
  return sentences.reduce((all, one) => say`${all}${all.length > 0 ? ' ' : ''}${one}`, say``);
}
