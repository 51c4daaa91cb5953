import type { TimedOperation } from './operation.js';

/**
 * Two operations whose forced order contradicts time: one has the greater rank, yet had returned before the other was
 * called. Where the answers of operations force their order but for ties, these are all that can be wrong: equal ranks
 * can be ordered by time.
 *
 * @param ranks by position; negative ones are left out
 */
export function againstTime(
  operations: readonly TimedOperation<unknown, unknown>[],
  ranks: Int32Array,
): [number, number] | undefined {
  const ranked = Int32Array.from(operations.keys())
    .filter((at) => (ranks[at] as number) >= 0)
    .sort((a, b) => (ranks[b] as number) - (ranks[a] as number));
  // Of those of greater rank than the one at hand, the one that returned first.
  let [first, firstEnd] = [-1, Infinity];
  for (let start = 0; start < ranked.length;) {
    const rank = ranks[ranked[start] as number];
    let end = start;
    for (; end < ranked.length && ranks[ranked[end] as number] === rank; end++) {
      const at = ranked[end] as number;
      if (firstEnd < (operations[at] as { readonly call: number }).call) return [first, at];
    }
    for (; start < end; start++) {
      const at = ranked[start] as number;
      const { outcome, return: returned } = operations[at] as TimedOperation<unknown, unknown>;
      if (outcome === 'ok' && (returned as number) < firstEnd) [first, firstEnd] = [at, returned as number];
    }
  }
  return undefined;
}
