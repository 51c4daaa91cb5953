/** An operation as the search sees it: times, and numbers for everything else. */
export interface SearchOperation {
  readonly call: number;
  /** `Infinity` for one of unknown outcome. */
  readonly return: number;
  /** Its number in `Transitions`. */
  readonly step: number;
  readonly readOnly: boolean;
}

/**
 * A history cut at its returns. Between two returns any of the operations under way may take effect; at a return its
 * operation must have. Each operation under way holds a slot, a bit in the search's masks, which is used again
 * afterwards: so the masks are as wide as the history is concurrent, not as it is long.
 */
export interface Layers {
  /** How many slots there are. */
  readonly slots: number;
  /** The operation that returns at the end of each layer, in order. */
  readonly returning: Int32Array;
  readonly slotOf: Int32Array;
  /** The operations under way in layer `l`: `live[from[l]]` up to `live[from[l + 1]]`. */
  readonly live: Int32Array;
  readonly from: Int32Array;
}

/** Cuts a history into layers. Calls come before returns at the same time, so equal times are concurrent. */
export function layersOf(operations: readonly SearchOperation[]): Layers {
  const calls = Int32Array.from(operations.keys()).sort(
    (a, b) => (operations[a] as SearchOperation).call - (operations[b] as SearchOperation).call || a - b,
  );
  const returning = Int32Array.from(
    [...operations.keys()].filter((at) => (operations[at] as SearchOperation).return < Infinity),
  ).sort(
    (a, b) => (operations[a] as SearchOperation).return - (operations[b] as SearchOperation).return || a - b,
  );
  const slotOf = new Int32Array(operations.length);
  const free: number[] = [];
  let slots = 0;
  let called = 0;
  const underWay = new Set<number>();
  const from = new Int32Array(returning.length + 1);
  const live: number[] = [];
  for (const [layer, ends] of returning.entries()) {
    const until = (operations[ends] as SearchOperation).return;
    for (; called < calls.length; called++) {
      const at = calls[called] as number;
      if ((operations[at] as SearchOperation).call > until) break;
      slotOf[at] = free.pop() ?? slots++;
      underWay.add(at);
    }
    for (const at of underWay) live.push(at);
    from[layer + 1] = live.length;
    underWay.delete(ends);
    free.push(slotOf[ends] as number);
  }
  return { slots, returning, slotOf, live: Int32Array.from(live), from };
}
