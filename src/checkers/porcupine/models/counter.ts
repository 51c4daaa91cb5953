import { type Model, UNKNOWN } from '../model.js';

/** What a counter is asked; an `add` answers `null`, a `read` the sum, an `add-and-get` the new sum. */
export type CounterInput =
  { readonly f: 'add' | 'add-and-get'; readonly amount: number } | { readonly f: 'read' };

/** A counter that begins at 0; amounts may be negative. */
export const counter: Model<number, CounterInput, number | null> = {
  name: 'counter',
  init: () => 0,
  step(state, input, output) {
    const sum = input.f === 'read' ? state : state + input.amount;
    return input.f === 'add' || output === UNKNOWN || output === sum ? [sum] : [];
  },
  readOnly: ({ f }) => f === 'read',
  hash: (state) => state,
  describeOperation(input, output) {
    const answer = output === UNKNOWN ? '?' : String(output);
    if (input.f === 'read') return `read → ${answer}`;
    return input.f === 'add' ? `add ${input.amount}` : `add ${input.amount} → ${answer}`;
  },
  describeState: String,
};
