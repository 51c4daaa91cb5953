import type { Value } from '../../history/event.js';
import type { History, Operation } from '../../history/operation.js';
import { HistoryError } from '../../history/pair.js';
import { isList, scalarOf } from '../objects/values.js';
import type { Scalar } from '../porcupine/model.js';

export const enqueuing = ['enqueue', 'offer', 'put', 'send'];
export const dequeuing = ['dequeue', 'poll', 'take', 'receive'];
/** Takes out all that is there, and answers a list. */
export const draining = ['drain'];

/** What a history shows of one value in a queue. */
export interface QueueItem {
  readonly value: Value;
  /** All enqueues of it that did not fail, in order of invocation. */
  readonly enqueues: Operation[];
  /** The first enqueue of it that failed. */
  failed?: Operation;
  /** What took it out, one entry for each copy. */
  readonly takers: Operation[];
}

/** One queue, with what is known of each item. */
export interface QueueHistory {
  /** Its key, if it has one. */
  readonly about: { readonly key?: string };
  readonly items: readonly QueueItem[];
  /** How many items dequeues may have taken whose outcome is unknown; infinite where a drain's is. */
  readonly unknownTakers: number;
  /** Of the dequeues and drains that found it empty or left it so, the one that began last. */
  readonly lastEmpty?: Operation;
}

/**
 * Sorts a history of queues out, by key and by item, in linear time.
 * @throws HistoryError when null was enqueued, which stands for "empty", or a drain did not answer a list
 */
export function queuesOf({ operations }: History): QueueHistory[] {
  const queues = new Map<string | undefined, QueueBuilder>();
  for (const operation of operations) {
    let queue = queues.get(operation.key);
    if (!queue) queues.set(operation.key, (queue = new QueueBuilder(operation.key)));
    if (enqueuing.includes(operation.f)) queue.enqueued(operation);
    if (dequeuing.includes(operation.f))
      queue.taken(operation, operation.output === null ? [] : [operation.output]);
    if (draining.includes(operation.f)) queue.drained(operation);
  }
  return [...queues.values()];
}

class QueueBuilder implements QueueHistory {
  readonly about: { readonly key?: string };
  unknownTakers = 0;
  lastEmpty?: Operation;
  readonly #items = new Map<Scalar, QueueItem>();

  constructor(key: string | undefined) {
    this.about = key === undefined ? {} : { key };
  }

  get items(): readonly QueueItem[] {
    return [...this.#items.values()];
  }

  enqueued(operation: Operation): void {
    if (operation.input === null) {
      throw new HistoryError(
        operation.index + 1,
        `expected this ${operation.f} to have a value other than null, which stands for "empty".`,
      );
    }
    const item = this.#item(operation.input);
    if (operation.type === 'fail') item.failed ??= operation;
    else item.enqueues.push(operation);
  }

  taken(operation: Operation, values: readonly Value[]): void {
    if (operation.type === 'info') this.unknownTakers++;
    if (operation.type !== 'ok') return;
    for (const value of values) this.#item(value).takers.push(operation);
    if (values.length === 0) this.lastEmpty = operation;
  }

  drained(operation: Operation): void {
    if (operation.type === 'info') this.unknownTakers = Infinity;
    if (operation.type !== 'ok') return;
    if (!isList(operation.output)) {
      throw new HistoryError(
        operation.index + 1,
        `expected the answer of this ${operation.f} to be a list of all that it took, but it is ${JSON.stringify(operation.output)}.`,
      );
    }
    this.taken(operation, operation.output);
    this.lastEmpty = operation;
  }

  #item(value: Value): QueueItem {
    const name = scalarOf(value);
    let item = this.#items.get(name);
    if (!item) this.#items.set(name, (item = { value, enqueues: [], takers: [] }));
    return item;
  }
}

/** Whether items are put in or taken out. */
export function isQueueHistory({ operations }: History): boolean {
  return operations.some(({ f }) => enqueuing.includes(f) || dequeuing.includes(f) || draining.includes(f));
}
