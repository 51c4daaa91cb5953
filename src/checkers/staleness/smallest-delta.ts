import { PrefixMaxima } from './prefix-maxima.js';
import { countUpTo, ranks } from './ranks.js';
import type { Zones } from './zones.js';

/**
 * Δ: by how much the start of every read must be moved back until the key is linearizable; 0 when it is already. In
 * the unit of the zones' axis. (Golab, Li and Shah, "Analyzing consistency properties for fun and profit", PODC
 * 2011.)
 *
 * A value can take effect before another one if its write was invoked before the other one was certainly there, and
 * if its reads, moved back, were as well. So for two values of which either may come first the sums of their ends
 * tell which order costs less, as for Γ; but often one of the writes was invoked too late to come first, whatever
 * that costs.
 */
export function smallestDelta(zones: Zones): number {
  return Math.max(whereFree(zones), whereForced(zones));
}

/** The largest cost over pairs of which the one with the smaller sum can come first. */
function whereFree({ written, firstEnd, lastRead }: Zones): number {
  const order = ranks(lastRead.map((read, at) => read + (firstEnd[at] as number)));
  const latestRead = new PrefixMaxima(written.length);
  let delta = 0;
  for (const at of order) {
    const certain = firstEnd[at] as number;
    // Nothing can come before the initial value.
    if (certain > -Infinity) {
      delta = Math.max(delta, latestRead.ofFirst(countUpTo(written, certain)) - certain);
    }
    latestRead.raise(at, lastRead[at] as number);
  }
  return delta;
}

/** The largest cost over pairs of which one was certainly there before the other was written. */
function whereForced({ written, firstEnd, lastRead }: Zones): number {
  const order = ranks(firstEnd);
  let delta = 0;
  let latest = -Infinity;
  let next = 0;
  for (let at = 0; at < written.length; at++) {
    while (next < order.length && (firstEnd[order[next] as number] as number) < (written[at] as number)) {
      latest = Math.max(latest, lastRead[order[next++] as number] as number);
    }
    const cost = latest - (firstEnd[at] as number);
    if (cost > delta) delta = cost;
  }
  return delta;
}
