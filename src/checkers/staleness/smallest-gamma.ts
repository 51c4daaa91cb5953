import { ranks } from './ranks.js';
import type { Zones } from './zones.js';

/**
 * Γ: by how much every operation must be stretched, half of it at each side, until the key is linearizable; 0 when it
 * is already. In the unit of the zones' axis. (Golab, Rahman, AuYoung, Keeton and Gupta, "Client-centric benchmarking
 * of eventual consistency for cloud storage systems", ICDCS 2014.)
 *
 * A value can take effect before another one if it was last asked for before the other one was certainly there. Of
 * each two values one must come first; which one costs less is told by the sums of their ends, so that one sweep in
 * order of these sums finds the largest cost.
 *
 *     value 1    ├────────────────────┤           from when it was certain to when it was last asked for
 *     value 2              ├──────────────────┤
 *                          ├─── Γ ────┤           1 before 2 costs less than 2 before 1
 */
export function smallestGamma({ written, firstEnd, lastRead }: Zones): number {
  const lastAsked = lastRead.map((read, at) => Math.max(read, written[at] as number));
  const order = ranks(lastAsked.map((asked, at) => asked + (firstEnd[at] as number)));
  let gamma = 0;
  let latest = -Infinity;
  for (const at of order) {
    const overlap = latest - (firstEnd[at] as number);
    if (overlap > gamma && (firstEnd[at] as number) > -Infinity) gamma = overlap;
    if ((lastAsked[at] as number) > latest) latest = lastAsked[at] as number;
  }
  return gamma;
}
