import { type Model, UNKNOWN } from '../model.js';
import { decideQueueOrder } from '../queue-order.js';
import { unseenPuts } from '../unseen-puts.js';

/** What a queue is asked; a `dequeue` answers the value, or `null` from an empty queue. */
export type QueueInput<Value> = { readonly f: 'enqueue'; readonly value: Value } | { readonly f: 'dequeue' };

/** A first-in first-out queue. */
export function queue<Value extends string | number>(): Model<
  readonly Value[],
  QueueInput<Value>,
  Value | null
> {
  return {
    name: 'queue',
    init: () => [],
    step(state, input, output) {
      if (input.f === 'enqueue') return [[...state, input.value]];
      const first = state[0] ?? null;
      if (output !== UNKNOWN && output !== first) return [];
      return [state.slice(1)];
    },
    decide: decideQueueOrder,
    unseen: (operations) =>
      unseenPuts(operations, (input) => (input.f === 'enqueue' ? input.value : undefined)),
    // Emptiness stays what it is when an item is left out.
    values: (input, output) => (input.f === 'enqueue' ? [input.value] : output === UNKNOWN ? [] : [output]),
    describeOperation: (input, output) =>
      input.f === 'enqueue' ? `enqueue ${input.value}` : `dequeue → ${output === UNKNOWN ? '?' : output}`,
    describeState: (state) => `[${state.join(', ')}]`,
  };
}
