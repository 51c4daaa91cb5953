import { type Model, UNKNOWN } from '../model.js';

/** What a counter is asked; an `add` answers `null`, a `read` the sum. */
export type CounterInput = { readonly f: 'add'; readonly amount: number } | { readonly f: 'read' };

/** A counter that begins at 0. */
export const counter: Model<number, CounterInput, number | null> = {
  name: 'counter',
  init: () => 0,
  step(state, input, output) {
    if (input.f === 'add') return [state + input.amount];
    return output === UNKNOWN || output === state ? [state] : [];
  },
  readOnly: ({ f }) => f === 'read',
  describeOperation: (input, output) =>
    input.f === 'add' ? `add ${input.amount}` : `read → ${output === UNKNOWN ? '?' : output}`,
};
