import { counted } from '../quantity.js';
import { showValue } from '../show-value.js';
import { enumerate, say, strong } from './sentence.js';
import { type Story, withOrder } from './session-stories.js';
import { openingActor, returnedBy, type Telling, theActor } from './telling.js';
import { olderByRealTime, orderOfConclusion } from './version-order.js';

/** After healing, nothing showed an acknowledged write any more. */
export function lostWrite(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read: look, newer: write } = conclusion;
  const looks = telling.fact('looks');
  const how =
    typeof looks === 'number' && looks > 1
      ? say`all ${counted(looks, 'final look')} at ${telling.key} found something older; the newest of them, by ${theActor(look)}, found`
      : say`at ${telling.at(look.invokedAt)} ${theActor(look)} found only`;
  return {
    sentence: say`${openingActor(write)}'s ${telling.what(write)} was ${telling.acknowledged(write)}, and no acknowledged write that began later overwrote it. After every fault had healed, ${how} ${telling.pair(telling.fact('remains'), look)}: ${strong('the acknowledged write is lost.')}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}

/** Fewer replicas than promised hold an acknowledged write in the end. */
export function underReplicatedWrite(telling: Telling): Story | undefined {
  const write =
    telling.operations.find(({ f, input }) => f === 'write' && input === telling.fact('written')) ??
    telling.operations.find(({ f }) => f === 'write');
  if (!write) return undefined;
  const figure = (name: string): string => showValue(telling.fact(name));
  const { key } = telling.anomaly;
  const lacking = telling.operations.filter(({ f }) => f === 'inspect');
  const others = lacking
    .slice(0, 5)
    .map((replica) => say`${theActor(replica)} held ${telling.pair(returnedBy(replica, key), replica)}`);
  const more = lacking.length > 5 ? ` and ${lacking.length - 5} more held something older` : '';
  const sources = [...new Set(lacking.map((replica) => telling.sourceOf(replica)))];
  return {
    sentence: say`${openingActor(write)}'s ${telling.what(write)} was ${telling.acknowledged(write)}, so ${figure('copies')} of ${figure('asked')} replicas ought to hold it or something newer. Asked in the end, ${strong(`only ${figure('held')} did`)}: ${enumerate(others)}${more}.`,
    ...(sources.length === 1 && withOrder(olderByRealTime(telling, sources[0], write))),
    ...(sources.length > 1 && {
      order: say`The order of versions comes from real time: each write that these replicas hold had been acknowledged before ${telling.whose(write)} began.`,
    }),
  };
}
