import { againstTime } from './forced-order.js';
import type { Decision, Scalar } from './model.js';
import type { GrowOnlySetInput } from './models/grow-only-set.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'set-order';

const violated = (...conflict: number[]): Decision => ({ linearizable: false, method: METHOD, conflict });

/**
 * Decides a set that only grows, whose elements are added once each and which is read as a whole: of any two reads one
 * must return all that the other does. That orders the reads, and each element between the last read without it and the
 * first one with it; what is left is to compare that order with time. Linear in what the reads returned, but for sorting.
 *
 * Undefined when an element is added twice.
 */
export function decideSetOrder<Value extends Scalar>(
  operations: readonly TimedOperation<GrowOnlySetInput<Value>, readonly Value[] | null>[],
): Decision | undefined {
  const adders = new Map<Value, number>();
  const reads: { readonly at: number; readonly values: ReadonlySet<Value> }[] = [];
  for (const [at, { input, output, outcome }] of operations.entries()) {
    if (input.f === 'add') {
      if (adders.has(input.value)) return undefined;
      adders.set(input.value, at);
    } else if (outcome === 'ok' && output) reads.push({ at, values: new Set(output) });
  }
  reads.sort((a, b) => a.values.size - b.values.size);
  const ranks = new Int32Array(operations.length).fill(-1);
  let rank = 0;
  let before: (typeof reads)[number] | undefined;
  for (const read of reads) {
    const { at, values } = read;
    if (!before || values.size > before.values.size) rank += 2;
    for (const value of before?.values ?? [])
      if (!values.has(value)) return violated((before as typeof read).at, at);
    for (const value of values) {
      if (before?.values.has(value)) continue;
      const adder = adders.get(value);
      if (adder === undefined) return violated(at);
      ranks[adder] = rank - 1;
    }
    ranks[at] = rank;
    before = read;
  }
  for (const at of adders.values()) {
    if ((ranks[at] as number) < 0 && operations[at]?.outcome === 'ok') ranks[at] = rank + 1;
  }
  const conflict = againstTime(operations, ranks);
  if (!conflict) return { linearizable: true, method: METHOD };
  const [early, late] = conflict.map((at) => ranks[at] as number) as [number, number];
  // Two adds are ordered by a read that has one of them and not the other.
  const between = reads.find(({ at }) => late < (ranks[at] as number) && (ranks[at] as number) < early);
  const isByAdds = conflict.every((at) => operations[at]?.input.f === 'add');
  return isByAdds && between ? violated(...conflict, between.at) : violated(...conflict);
}
