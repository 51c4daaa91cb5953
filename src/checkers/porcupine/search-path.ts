import type { Configurations } from './configurations.js';
import type { SearchOperation } from './layers.js';
import type { Walk } from './walk.js';

/**
 * The operations in the order in which they took effect on the way to a configuration, those included that the search
 * takes without a choice: readers as soon as they fit, and overwriters that nobody saw.
 */
export function pathTo(walk: Walk, met: Configurations, row: number): number[] {
  const rows: number[] = [];
  for (let at = row; at >= 0; at = met.parent(at)) rows.push(at);
  const order = new Order(walk);
  let layer = 0;
  for (const at of rows.reverse()) {
    const taken = met.taken(at);
    if (taken >= 0) order.take(taken);
    order.read(layer, met.state(at));
    for (; layer < met.layer(at); layer++) {
      order.pass(layer);
      order.read(layer + 1, met.state(at));
    }
  }
  return order.operations;
}

/** An order of operations as it grows. */
class Order {
  readonly #walk: Walk;
  readonly #chunks: number[][] = [[]];
  readonly #done = new Set<number>();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  get operations(): number[] {
    return this.#chunks.flat();
  }

  take(operation: number): void {
    // Each chunk but the first begins with an overwriter, so that an unseen one can still go before the last.
    if (this.#operation(operation).role === 'overwriter') this.#chunks.push([]);
    this.#add(operation);
  }

  read(layer: number, state: number): void {
    const { readers, readersFrom } = this.#walk.layers;
    for (let at = readersFrom[layer] as number; at < (readersFrom[layer + 1] ?? 0); at++) {
      const reader = readers[at] as number;
      const fits = this.#walk.steps.next(state, this.#operation(reader).step).length > 0;
      if (fits && !this.#done.has(reader)) this.#add(reader);
    }
  }

  /** An operation returns: one that was not taken has been overwritten unseen. */
  pass(layer: number): void {
    const operation = this.#walk.layers.returning[layer] as number;
    if (this.#done.has(operation)) return;
    this.#done.add(operation);
    if (!this.#operation(operation).isOptional) this.#chunks.at(-2)?.push(operation);
  }

  #add(operation: number): void {
    this.#done.add(operation);
    this.#chunks.at(-1)?.push(operation);
  }

  #operation(at: number): SearchOperation {
    return this.#walk.operations[at] as SearchOperation;
  }
}
