import { decideLogOrder } from '../log-order.js';
import { type Model, type Scalar, UNKNOWN } from '../model.js';

/**
 * What a log is asked. An `append` answers the position of the entry, from 0, or `null` where the system does not say;
 * a `read` the entries from a position on, from the first by default.
 */
export type AppendLogInput<Value> =
  { readonly f: 'append'; readonly value: Value } | { readonly f: 'read'; readonly from?: number };

/** A log that is only appended to; a list-append register. */
export function appendLog<Value extends Scalar>(): Model<
  readonly Value[],
  AppendLogInput<Value>,
  readonly Value[] | number | null
> {
  return {
    name: 'append log',
    init: () => [],
    step(state, input, output) {
      if (input.f === 'append') {
        return output === UNKNOWN || output === null || output === state.length
          ? [[...state, input.value]]
          : [];
      }
      if (output === UNKNOWN) return [state];
      const from = input.from ?? 0;
      const read = output as readonly Value[];
      const fits = read.length === Math.max(0, state.length - from);
      return fits && read.every((value, at) => value === state[from + at]) ? [state] : [];
    },
    readOnly: ({ f }) => f === 'read',
    decide: decideLogOrder,
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : JSON.stringify(output);
      if (input.f === 'append')
        return `append ${String(input.value)}${output === null ? '' : ` → ${answer}`}`;
      return `read${input.from === undefined ? '' : ` from ${input.from}`} → ${answer}`;
    },
    describeState: (state) => `[${state.map(String).join(', ')}]`,
  };
}
