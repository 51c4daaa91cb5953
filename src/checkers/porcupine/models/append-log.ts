import { decideLogOrder } from '../log-order.js';
import { type Model, type Scalar, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';

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
    unseen,
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : JSON.stringify(output);
      if (input.f === 'append')
        return `append ${String(input.value)}${output === null ? '' : ` → ${answer}`}`;
      return `read${input.from === undefined ? '' : ` from ${input.from}`} → ${answer}`;
    },
    describeState: (state) => `[${state.map(String).join(', ')}]`,
  };
}

/**
 * The appends of unknown outcome whose entry nobody read. A position that was answered, or that a read began at, tells of
 * entries too, whatever they are.
 */
function unseen<Value extends Scalar>(
  operations: readonly TimedOperation<AppendLogInput<Value>, readonly Value[] | number | null>[],
): number[] {
  const seen = new Set<unknown>();
  for (const { input, output, outcome } of operations) {
    if (outcome !== 'ok') continue;
    if (input.f === 'append' ? typeof output === 'number' : (input.from ?? 0) > 0) return [];
    if (input.f === 'read') for (const value of output as readonly Value[]) seen.add(value);
  }
  const positions: number[] = [];
  for (const [at, { input, outcome }] of operations.entries()) {
    if (outcome === 'info' && input.f === 'append' && !seen.has(input.value)) positions.push(at);
  }
  return positions;
}
