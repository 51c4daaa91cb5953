import { type Model, UNKNOWN } from '../model.js';
import { decideStackOrder } from '../stack-order.js';
import { unseenPuts } from '../unseen-puts.js';

/** What a stack is asked; a `pop` answers the value, or `null` from an empty stack. */
export type StackInput<Value> = { readonly f: 'push'; readonly value: Value } | { readonly f: 'pop' };

/** A last-in first-out stack. */
export function stack<Value extends string | number>(): Model<
  readonly Value[],
  StackInput<Value>,
  Value | null
> {
  return {
    name: 'stack',
    init: () => [],
    step(state, input, output) {
      if (input.f === 'push') return [[...state, input.value]];
      const last = state.at(-1) ?? null;
      if (output !== UNKNOWN && output !== last) return [];
      return [state.slice(0, -1)];
    },
    decide: decideStackOrder,
    unseen: (operations) => unseenPuts(operations, (input) => (input.f === 'push' ? input.value : undefined)),
    // Emptiness stays what it is when an item is left out.
    values: (input, output) => (input.f === 'push' ? [input.value] : output === UNKNOWN ? [] : [output]),
    describeOperation: (input, output) =>
      input.f === 'push' ? `push ${input.value}` : `pop → ${output === UNKNOWN ? '?' : output}`,
    describeState: (state) => `[${state.join(', ')}]`,
  };
}
