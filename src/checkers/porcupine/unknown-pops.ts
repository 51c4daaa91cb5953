import type { Item } from './container-items.js';

/** How many items may be judged, over and over, before the question is left open: a few seconds. */
const MOST_JUDGED = 10_000_000;

/**
 * Whether pops of unknown outcome can have taken missing items so that what happened is legal. An item that is popped by
 * a call is not inside any longer, perhaps, after that; the earlier the call, the more is legal.
 *
 * 1. For each missing item the last call is sought that may have popped it, beginning with as if every item had been
 *    popped by the first: of as many as possible none has to be popped at all. If each item can get a call of its own,
 *    no later than that (earliest deadline first), all is legal.
 * 2. Otherwise the same is asked for each item by itself, the others being popped by the first call. If these cannot
 *    each get a call of their own, nothing is legal.
 *
 * Undefined when neither holds: then items depend on each other, of which one or the other must have been popped.
 *
 * @param calls when the pops of unknown outcome were called
 * @param isLegal judges items in the order in which they are given here
 */
export function popsSuffice(
  items: readonly Item[],
  calls: readonly number[],
  isLegal: (items: readonly Item[]) => boolean,
): boolean | undefined {
  const missing = [...items.keys()].filter((at) => (items[at] as Item).takeFrom === Infinity);
  const times = [...calls].sort((a, b) => a - b);
  const never = times.push(Infinity) - 1;
  let judged = 0;
  const isLegalWith = (deadlines: ReadonlyMap<number, number>): boolean => {
    judged += items.length;
    return isLegal(
      items.map((item, at) =>
        item.takeFrom === Infinity ? { ...item, takeFrom: times[deadlines.get(at) ?? 0] as number } : item,
      ),
    );
  };
  if (never === 0 || !isLegalWith(new Map())) return false;

  const together = new Map<number, number>();
  const forced: number[] = [];
  const groups = [missing];
  for (let group = groups.pop(); group; group = groups.pop()) {
    if (forced.length > never || judged > MOST_JUDGED) break;
    if (isLegalWith(new Map([...together, ...group.map((at) => [at, never] as const)]))) {
      for (const at of group) together.set(at, never);
    } else if (group.length > 1) {
      const half = group.length >> 1;
      groups.push(group.slice(half), group.slice(0, half));
    } else {
      const at = group[0] as number;
      together.set(
        at,
        lastOf(never, (deadline) => isLegalWith(new Map([...together, [at, deadline]]))),
      );
      forced.push(at);
    }
  }
  if (together.size === missing.length && canEachHaveOne(forced.map((at) => together.get(at) as number)))
    return true;
  if (judged > MOST_JUDGED) return undefined;
  const alone = forced.map((at) => lastOf(never + 1, (deadline) => isLegalWith(new Map([[at, deadline]]))));
  return canEachHaveOne(alone.filter((deadline) => deadline < never)) ? undefined : false;
}

/** The last number below a bound of which something holds that holds of 0, and of what is less than another. */
function lastOf(bound: number, holds: (number: number) => boolean): number {
  let [low, high] = [0, bound];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether there is another call for each of some deadlines; both are places in the calls by time. */
const canEachHaveOne = (deadlines: readonly number[]): boolean =>
  [...deadlines].sort((a, b) => a - b).every((deadline, place) => deadline >= place);
