import { counted, formatDuration } from '../quantity.js';
import { say, strong } from './sentence.js';
import { type Story, withOrder } from './session-stories.js';
import { companions, returnedBy, type Telling, theActor } from './telling.js';
import { orderOfConclusion } from './version-order.js';

/** A read returned something that had been out of date for longer, or by more writes, than was promised. */
export function tooStaleRead(telling: Telling): Story | undefined {
  const { conclusion } = telling;
  if (!conclusion) return undefined;
  const { read, newer: write } = conclusion;
  const { key } = telling.anomaly;
  const [allowedMs, allowedVersions] = [telling.fact('maxStaleMs'), telling.fact('maxStaleVersions')];
  const missed = Number(telling.fact('missed'));
  const opening = say`At ${telling.at(read.invokedAt)} ${theActor(read)} began to read ${telling.key}${companions(read, key)} and got ${telling.pair(returnedBy(read, key), read)}.`;
  const late =
    allowedMs !== null
      ? strong(`that is stale for longer than the ${formatDuration(Number(allowedMs) * 1e6)} allowed.`)
      : strong(
          `it missed ${counted(missed, 'newer acknowledged write')}, and at most ${Number(allowedVersions)} may be missed.`,
        );
  return {
    sentence: say`${opening} But ${telling.whose(write)} had been ${telling.acknowledged(write)}, ${formatDuration(read.invokedAt - write.completedAt)} earlier: ${late}`,
    ...withOrder(orderOfConclusion(telling)),
  };
}
