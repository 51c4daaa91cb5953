import { findOrder } from './find-order.js';
import { PrefixCounts } from './prefix-counts.js';
import { countUpTo, ranks } from './ranks.js';
import { smallestGamma } from './smallest-gamma.js';
import type { Zones } from './zones.js';

/** Between which numbers the smallest k is; where both are the same, it is that. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * The smallest k for which a key is k-atomic: in some order of its operations that respects real time every read
 * returns one of the k latest values (Aiyer, Alvisi and Bazzi, "On the availability of non-strict quorum systems",
 * DISC 2005). 1 is linearizable.
 *
 * Exact for 1 (zones) and 2 (where `findOrder` needs no limit, see there); no fast way is known for more. There the
 * writes that are newer for certain give a lower bound, two plain orders of the writes an upper one, and where these
 * differ, a search of limited effort closes the gap if it can.
 * @param zones by indexes of events
 */
export function smallestK(zones: Zones): Bounds {
  if (smallestGamma(zones) === 0) return { atLeast: 1, atMost: 1 };
  let { atLeast, atMost } = plainBounds(zones);
  // The lower bound is right most often; if not, halving finds the rest.
  let untried = atLeast;
  for (let k = atLeast; k < atMost; k = (untried + atMost) >>> 1) {
    const exists = findOrder(zones, k);
    if (exists) atMost = k;
    else untried = k + 1;
    if (exists === false) atLeast = k + 1;
  }
  return { atLeast, atMost };
}

/**
 * A value was certainly followed by those written after it had been there, as far as they were there before its last
 * read. In an order by invocation, or by when values were certain, the last read comes behind all that were there
 * before it.
 */
function plainBounds({ written, firstEnd, lastRead }: Zones): Bounds {
  const byCertain = ranks(firstEnd);
  const placeByCertain = new Int32Array(byCertain.length);
  for (const [place, at] of byCertain.entries()) placeByCertain[at] = place;

  const there = new PrefixCounts(written.length);
  let count = 0;
  let lastWritten = -1;
  let [fewest, mostByCertain, mostByWritten] = [2, 1, 1];
  for (const at of ranks(lastRead)) {
    const asked = lastRead[at] as number;
    while (count < byCertain.length && (firstEnd[byCertain[count] as number] as number) < asked) {
      const place = byCertain[count++] as number;
      there.add(place);
      lastWritten = Math.max(lastWritten, place);
    }
    const newer = count - there.ofFirst(countUpTo(written, firstEnd[at] as number));
    fewest = Math.max(fewest, newer + 1);
    mostByCertain = Math.max(mostByCertain, count - (placeByCertain[at] as number));
    mostByWritten = Math.max(mostByWritten, lastWritten - at + 1);
  }
  return { atLeast: fewest, atMost: Math.min(mostByCertain, mostByWritten) };
}
