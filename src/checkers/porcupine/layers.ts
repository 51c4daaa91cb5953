/** An operation as the search sees it: times, and numbers for everything else. */
export interface SearchOperation {
  readonly call: number;
  /** `Infinity` for one of unknown outcome. */
  readonly return: number;
  /** Its number in `Transitions`. */
  readonly step: number;
  readonly role: Role;
  /** True when it may also have had no effect, but took effect before its return or never. */
  readonly isOptional?: boolean;
}

/**
 * What the search may assume of an operation:
 *
 * - `reader`: it never changes the state.
 * - `overwriter`: it is always allowed, and the state after it does not depend on the one before.
 * - `updater`: nothing.
 */
export type Role = 'reader' | 'overwriter' | 'updater';

/** The kind of slot that an operation holds: those that may be passed over, see `Masks`, have two bits each. */
export const slotRole = ({ role, isOptional = false }: SearchOperation): Role =>
  isOptional && role === 'updater' ? 'overwriter' : role;

/** Equal operations of unknown outcome. Which of them takes effect makes no difference, so they are only counted. */
export interface Unknowns {
  readonly step: number;
  readonly role: Role;
  /** In order of call. */
  readonly operations: readonly number[];
  /** The first layer in which each of them is under way. */
  readonly since: Int32Array;
}

/**
 * A history cut at its returns. Between two returns any of the operations under way may take effect; at a return its
 * operation must have. Each operation under way holds a slot, a bit in the search's masks, which is used again
 * afterwards: so the masks are as wide as the history is concurrent, not as it is long. Each role has slots of its own.
 */
export interface Layers {
  /** The operation that returns at the end of each layer, in order. */
  readonly returning: Int32Array;
  readonly slots: Readonly<Record<Role, number>>;
  readonly slotOf: Int32Array;
  /** The readers under way in layer `l`: `readers[readersFrom[l]]` up to `readers[readersFrom[l + 1]]`. */
  readonly readers: Int32Array;
  readonly readersFrom: Int32Array;
  /** The same for overwriters and updaters. */
  readonly writers: Int32Array;
  readonly writersFrom: Int32Array;
  readonly unknowns: readonly Unknowns[];
}

/** Cuts a history into layers. Calls come before returns at the same time, so equal times are concurrent. */
export function layersOf(operations: readonly SearchOperation[]): Layers {
  const at = (position: number): SearchOperation => operations[position] as SearchOperation;
  const known = Int32Array.from(operations.keys()).filter((position) => at(position).return < Infinity);
  const calls = known.slice().sort((a, b) => at(a).call - at(b).call || a - b);
  const returning = known.sort((a, b) => at(a).return - at(b).return || a - b);
  const slots = new Slots();
  const slotOf = new Int32Array(operations.length);
  const underWay = { readers: new Set<number>(), writers: new Set<number>() };
  const live = { readers: [] as number[], writers: [] as number[] };
  const from = {
    readers: new Int32Array(returning.length + 1),
    writers: new Int32Array(returning.length + 1),
  };
  let called = 0;
  for (const [layer, ends] of returning.entries()) {
    for (; called < calls.length; called++) {
      const position = calls[called] as number;
      const operation = at(position);
      if (operation.call > at(ends).return) break;
      slotOf[position] = slots.take(slotRole(operation));
      underWay[operation.role === 'reader' ? 'readers' : 'writers'].add(position);
    }
    for (const kind of ['readers', 'writers'] as const) {
      for (const position of underWay[kind]) live[kind].push(position);
      from[kind][layer + 1] = live[kind].length;
      underWay[kind].delete(ends);
    }
    slots.free(slotRole(at(ends)), slotOf[ends] as number);
  }
  return {
    returning,
    slots: slots.counts,
    slotOf,
    readers: Int32Array.from(live.readers),
    readersFrom: from.readers,
    writers: Int32Array.from(live.writers),
    writersFrom: from.writers,
    unknowns: unknownsOf(
      operations,
      Float64Array.from(returning, (position) => at(position).return),
    ),
  };
}

/** Slots that are given out and taken back, for each role. */
class Slots {
  readonly counts: Record<Role, number> = { reader: 0, overwriter: 0, updater: 0 };
  readonly #free: Record<Role, number[]> = { reader: [], overwriter: [], updater: [] };

  take(role: Role): number {
    return this.#free[role].pop() ?? this.counts[role]++;
  }

  free(role: Role, slot: number): void {
    this.#free[role].push(slot);
  }
}

/** Groups the operations of unknown outcome; those called after the last return, or that only read, matter to nobody. */
function unknownsOf(operations: readonly SearchOperation[], ends: Float64Array): Unknowns[] {
  const byStep = new Map<number, number[]>();
  for (const [position, { call, return: end, step, role }] of operations.entries()) {
    if (end < Infinity || role === 'reader' || call > (ends.at(-1) ?? -Infinity)) continue;
    const group = byStep.get(step);
    if (group) group.push(position);
    else byStep.set(step, [position]);
  }
  return [...byStep].map(([step, group]) => {
    const callOf = (position: number): number => (operations[position] as SearchOperation).call;
    group.sort((a, b) => callOf(a) - callOf(b) || a - b);
    const { role } = operations[group[0] as number] as SearchOperation;
    const since = Int32Array.from(group, (position) => firstNotBefore(ends, callOf(position)));
    return { step, role, operations: group, since };
  });
}

/** The first place in sorted times whose time is not before the one given. */
function firstNotBefore(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
