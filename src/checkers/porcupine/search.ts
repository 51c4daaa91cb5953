import { Configurations } from './configurations.js';
import { layersOf, type Layers, type SearchOperation } from './layers.js';

/** How an object moves: states and operations as numbers (see `Transitions`). State 0 is the first. */
export interface Steps {
  next(state: number, operation: number): readonly number[];
}

export interface SearchLimits {
  /** Configurations that may be met: what bounds memory. */
  readonly maxConfigurations: number;
  /** True when the time is up; asked now and then. */
  readonly isOver: () => boolean;
}

export interface SearchResult {
  /** `unknown`: a bound was reached. */
  readonly verdict: boolean | 'unknown';
  /** Positions of the operations in an order that explains the history, or the longest beginning of one. */
  readonly linearization: readonly number[];
  /** For `false`: the operation whose return no order explains. */
  readonly stuckAt?: number;
  readonly configurations: number;
}

/** Configurations between two looks at the clock. */
const STEPS_PER_LOOK = 4096;

/**
 * Looks for an order of the operations that the object allows and that respects time: just-in-time linearization
 * (Lowe, "Testing for linearizability", CPE 2017) over configurations of state and operations under way that have taken
 * effect, depth first over the layers, so that a history that can be explained ends at its first explanation.
 *
 * Two prunings that lose nothing: an operation that changes no state is taken as soon as it fits, and of equal
 * operations of unknown outcome the one called first goes first.
 */
export function search(
  operations: readonly SearchOperation[],
  steps: Steps,
  { maxConfigurations, isOver }: SearchLimits,
): SearchResult {
  const layers = layersOf(operations);
  const depth = layers.returning.length;
  const met = new Configurations(layers.slots, maxConfigurations);
  const walk = new Walk(operations, steps, layers, met);
  const stack: number[] = [];
  let furthest = walk.begin();
  stack.push(furthest);
  for (let looked = 1; ; looked++) {
    const row = stack.pop();
    if (row === undefined) {
      const stuckAt = layers.returning[met.layer(furthest)] as number;
      return { verdict: false, linearization: walk.pathTo(furthest), stuckAt, configurations: met.count };
    }
    const layer = met.layer(row);
    if (layer === depth) {
      return { verdict: true, linearization: walk.pathTo(row), configurations: met.count };
    }
    if (layer > met.layer(furthest)) furthest = row;
    if (met.isFull || (looked % STEPS_PER_LOOK === 0 && isOver())) {
      return { verdict: 'unknown', linearization: walk.pathTo(furthest), configurations: met.count };
    }
    walk.expand(row, layer, stack);
  }
}

/** The moves from one configuration to the next. */
class Walk {
  readonly #operations: readonly SearchOperation[];
  readonly #steps: Steps;
  readonly #layers: Layers;
  readonly #met: Configurations;
  readonly #mask: Int32Array;
  readonly #after: Int32Array;

  constructor(operations: readonly SearchOperation[], steps: Steps, layers: Layers, met: Configurations) {
    this.#operations = operations;
    this.#steps = steps;
    this.#layers = layers;
    this.#met = met;
    this.#mask = new Int32Array(met.words);
    this.#after = new Int32Array(met.words);
  }

  begin(): number {
    this.#after.fill(0);
    return this.#enter(0, 0, -1, -1);
  }

  /** Puts what can follow on the stack, the operation that must take effect next on top. */
  expand(row: number, layer: number, stack: number[]): void {
    const { returning, slotOf, live, from } = this.#layers;
    const ends = returning[layer] as number;
    const state = this.#met.state(row);
    const mask = this.#mask;
    this.#met.readMask(row, mask);
    const endSlot = slotOf[ends] as number;
    if (has(mask, endSlot)) {
      this.#after.set(mask);
      clear(this.#after, endSlot);
      push(stack, this.#enter(layer + 1, state, row, -1));
      return;
    }
    const first = from[layer] as number;
    // Backwards, so that what was called first is tried first.
    for (let at = (from[layer + 1] as number) - 1; at >= first; at--) {
      const operation = live[at] as number;
      if (operation !== ends) this.#take(row, layer, state, operation, stack);
    }
    this.#take(row, layer, state, ends, stack);
  }

  #take(row: number, layer: number, state: number, operation: number, stack: number[]): void {
    const { slotOf } = this.#layers;
    const { step, readOnly } = this.#operations[operation] as SearchOperation;
    const slot = slotOf[operation] as number;
    if (has(this.#mask, slot) || readOnly || this.#isBehindTwin(layer, operation, step)) return;
    for (const next of this.#steps.next(state, step)) {
      this.#after.set(this.#mask);
      set(this.#after, slot);
      push(stack, this.#enter(layer, next, row, operation));
    }
  }

  /** Whether an equal operation of unknown outcome, called earlier, is still to be taken. */
  #isBehindTwin(layer: number, operation: number, step: number): boolean {
    if ((this.#operations[operation] as SearchOperation).return < Infinity) return false;
    const { live, from, slotOf } = this.#layers;
    for (let at = from[layer] as number; at < (from[layer + 1] as number); at++) {
      const other = live[at] as number;
      if (other === operation) return false;
      const twin = this.#operations[other] as SearchOperation;
      if (twin.step === step && twin.return === Infinity && !has(this.#mask, slotOf[other] as number))
        return true;
    }
    return false;
  }

  /** Adds the configuration in `#after`, with every reader taken that fits. */
  #enter(layer: number, state: number, parent: number, taken: number): number {
    const { live, from, slotOf } = this.#layers;
    const end = from[layer + 1] ?? 0;
    for (let at = from[layer] as number; at < end; at++) {
      const operation = live[at] as number;
      const { step, readOnly } = this.#operations[operation] as SearchOperation;
      if (readOnly && this.#steps.next(state, step).length > 0) set(this.#after, slotOf[operation] as number);
    }
    return this.#met.add(layer, state, this.#after, parent, taken);
  }

  /** The operations in the order in which they took effect on the way to a configuration. */
  pathTo(row: number): number[] {
    const rows: number[] = [];
    for (let at = row; at >= 0; at = this.#met.parent(at)) rows.push(at);
    const path: number[] = [];
    const done = new Set<number>();
    for (const at of rows.reverse()) {
      const taken = this.#met.taken(at);
      if (taken >= 0) path.push(taken);
      const layer = this.#met.layer(at);
      const { live, from, slotOf } = this.#layers;
      for (let place = from[layer] as number; place < (from[layer + 1] ?? 0); place++) {
        const operation = live[place] as number;
        if (!(this.#operations[operation] as SearchOperation).readOnly || done.has(operation)) continue;
        if (this.#met.hasBit(at, slotOf[operation] as number)) {
          done.add(operation);
          path.push(operation);
        }
      }
    }
    return path;
  }
}

function has(mask: Int32Array, slot: number): boolean {
  return (((mask[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
}

function set(mask: Int32Array, slot: number): void {
  mask[slot >>> 5] = (mask[slot >>> 5] as number) | (1 << (slot & 31));
}

function clear(mask: Int32Array, slot: number): void {
  mask[slot >>> 5] = (mask[slot >>> 5] as number) & ~(1 << (slot & 31));
}

function push(stack: number[], row: number): void {
  if (row >= 0) stack.push(row);
}
