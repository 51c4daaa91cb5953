import type { Configurations } from './configurations.js';
import { type Layers, layersOf, type Role, type SearchOperation, slotRole } from './layers.js';
import { clearBit, type CountField, hasBit, Masks, setBit } from './masks.js';

/** How an object moves: states and operations as numbers (see `Transitions`). State 0 is the first. */
export interface Steps {
  next(state: number, operation: number): readonly number[];
  /** About what the states known so far take. */
  readonly bytes: number;
}

/** The moves from one configuration to those that can follow it: just-in-time linearization. */
export class Walk {
  readonly operations: readonly SearchOperation[];
  readonly steps: Steps;
  readonly layers: Layers;
  readonly masks: Masks;
  readonly #hasOptional: boolean;
  readonly #mask: Int32Array;
  readonly #after: Int32Array;

  constructor(operations: readonly SearchOperation[], steps: Steps) {
    this.operations = operations;
    this.steps = steps;
    this.layers = layersOf(operations);
    this.masks = new Masks(this.layers);
    this.#hasOptional = operations.some(({ isOptional }) => isOptional);
    this.#mask = new Int32Array(this.masks.words);
    this.#after = new Int32Array(this.masks.words);
  }

  /** How many returns a complete order has behind it. */
  get depth(): number {
    return this.layers.returning.length;
  }

  /** Adds the configurations to begin with: nothing has taken effect. */
  begin(into: Configurations, states: readonly number[]): number[] {
    const found: number[] = [];
    for (const state of states) {
      this.#after.fill(0);
      push(found, this.#enter(into, 0, state, -1, -1));
    }
    return found;
  }

  /**
   * Adds the configurations that can follow one.
   * @param here where those go whose next return is the same
   * @param onward where those go that have it behind them
   * @param found gets their rows, the most promising last
   */
  expand(
    from: Configurations,
    row: number,
    here: Configurations,
    onward: Configurations,
    found: number[],
  ): void {
    const layer = from.layer(row);
    const state = from.state(row);
    const ends = this.layers.returning[layer] as number;
    from.readMask(row, this.#mask);
    if (!this.#isTaken(ends)) {
      this.#takeUnknowns(layer, state, row, here, found);
      this.#takeUnderWay(layer, state, row, here, found);
      this.#takeEnding(layer, state, row, onward, found);
    }
    if (this.#isDone(ends)) {
      this.#after.set(this.#mask);
      this.#pass(ends);
      push(found, this.#enter(onward, layer + 1, state, row, -1));
    }
  }

  #takeUnknowns(layer: number, state: number, row: number, here: Configurations, found: number[]): void {
    for (const field of this.masks.counts) {
      const { since, step, operations } = field.unknowns;
      const used = ((this.#mask[field.word] as number) >>> field.shift) & field.bits;
      if ((since[used] ?? Infinity) > layer) continue;
      for (const next of this.steps.next(state, step)) {
        this.#after.set(this.#mask);
        this.#takeUnknown(field, layer);
        push(found, this.#enter(here, layer, next, row, operations[used] as number));
      }
    }
  }

  /** Takes any operation under way that need not take effect yet. */
  #takeUnderWay(layer: number, state: number, row: number, here: Configurations, found: number[]): void {
    const { returning, writers, writersFrom } = this.layers;
    const first = writersFrom[layer] as number;
    // Backwards, so that what was called first is tried first.
    for (let at = (writersFrom[layer + 1] as number) - 1; at >= first; at--) {
      const operation = writers[at] as number;
      if (operation === returning[layer] || this.#isTaken(operation)) continue;
      if (this.#isBehindTwin(layer, operation)) continue;
      for (const next of this.steps.next(state, (this.operations[operation] as SearchOperation).step)) {
        this.#after.set(this.#mask);
        this.#take(operation, layer);
        push(found, this.#enter(here, layer, next, row, operation));
      }
    }
  }

  /** Takes the operation whose return ends the layer; a reader would have been taken already if it fitted. */
  #takeEnding(layer: number, state: number, row: number, onward: Configurations, found: number[]): void {
    const ends = this.layers.returning[layer] as number;
    const { role, step } = this.operations[ends] as SearchOperation;
    if (role === 'reader') return;
    for (const next of this.steps.next(state, step)) {
      this.#after.set(this.#mask);
      this.#take(ends, layer);
      this.#pass(ends);
      push(found, this.#enter(onward, layer + 1, next, row, ends));
    }
  }

  /** Whether an operation under way has taken effect, or may have, in `#mask`. */
  #isDone(operation: number): boolean {
    if (this.#isTaken(operation)) return true;
    const isSkippable = slotRole(this.operations[operation] as SearchOperation) === 'overwriter';
    const slot = this.layers.slotOf[operation] as number;
    return isSkippable && hasBit(this.#mask, this.masks.freeAt, slot);
  }

  #isTaken(operation: number): boolean {
    const role = slotRole(this.operations[operation] as SearchOperation);
    return hasBit(this.#mask, this.#wordOf(role), this.layers.slotOf[operation] as number);
  }

  #wordOf(role: Role): number {
    return role === 'updater' ? 0 : role === 'reader' ? this.masks.readersAt : this.masks.doneAt;
  }

  /** Whether an equal operation that must return earlier is still to be taken. */
  #isBehindTwin(layer: number, operation: number): boolean {
    const { writers, writersFrom } = this.layers;
    const { step, return: end, isOptional } = this.operations[operation] as SearchOperation;
    for (let at = writersFrom[layer] as number; at < (writersFrom[layer + 1] as number); at++) {
      const other = writers[at] as number;
      const twin = this.operations[other] as SearchOperation;
      if (twin.step !== step || twin.isOptional !== isOptional || other === operation) continue;
      if ((twin.return < end || (twin.return === end && other < operation)) && !this.#isTaken(other))
        return true;
    }
    return false;
  }

  /** Notes in `#after` that an operation under way takes effect. */
  #take(operation: number, layer: number): void {
    const taken = this.operations[operation] as SearchOperation;
    const slot = this.layers.slotOf[operation] as number;
    setBit(this.#after, this.#wordOf(slotRole(taken)), slot);
    if (taken.role === 'overwriter') this.#freeOverwriters(layer);
    if (slotRole(taken) === 'overwriter') clearBit(this.#after, this.masks.freeAt, slot);
  }

  #takeUnknown({ unknowns, word, shift }: CountField, layer: number): void {
    this.#after[word] = (this.#after[word] as number) + (1 << shift);
    if (unknowns.role === 'overwriter') this.#freeOverwriters(layer);
  }

  /** An overwriter is taken: every other one under way may have taken effect just before it. */
  #freeOverwriters(layer: number): void {
    const { writers, writersFrom, slotOf } = this.layers;
    for (let at = writersFrom[layer] as number; at < (writersFrom[layer + 1] as number); at++) {
      const operation = writers[at] as number;
      if ((this.operations[operation] as SearchOperation).role !== 'overwriter') continue;
      const slot = slotOf[operation] as number;
      if (!hasBit(this.#after, this.masks.doneAt, slot)) setBit(this.#after, this.masks.freeAt, slot);
    }
  }

  /** What may have had no effect may be passed over from the beginning. */
  #freeOptional(layer: number): void {
    const { writers, writersFrom, slotOf } = this.layers;
    for (let at = writersFrom[layer] as number; at < (writersFrom[layer + 1] ?? 0); at++) {
      const operation = writers[at] as number;
      if (!(this.operations[operation] as SearchOperation).isOptional) continue;
      const slot = slotOf[operation] as number;
      if (!hasBit(this.#after, this.masks.doneAt, slot)) setBit(this.#after, this.masks.freeAt, slot);
    }
  }

  /** Gives up in `#after` the slot of an operation that has returned. */
  #pass(operation: number): void {
    const role = slotRole(this.operations[operation] as SearchOperation);
    const slot = this.layers.slotOf[operation] as number;
    clearBit(this.#after, this.#wordOf(role), slot);
    if (role === 'overwriter') clearBit(this.#after, this.masks.freeAt, slot);
  }

  /** Adds the configuration in `#after`, with every reader taken that fits. */
  #enter(into: Configurations, layer: number, state: number, parent: number, taken: number): number {
    const { readers, readersFrom, slotOf } = this.layers;
    const end = readersFrom[layer + 1] ?? 0;
    for (let at = readersFrom[layer] as number; at < end; at++) {
      const operation = readers[at] as number;
      if (this.steps.next(state, (this.operations[operation] as SearchOperation).step).length > 0) {
        setBit(this.#after, this.masks.readersAt, slotOf[operation] as number);
      }
    }
    if (this.#hasOptional) this.#freeOptional(layer);
    return into.add(layer, state, this.#after, parent, taken);
  }
}

function push(found: number[], row: number): void {
  if (row >= 0) found.push(row);
}
