import { decideByZones } from '../register-zones.js';
import { type Model, UNKNOWN } from '../model.js';

/** What a register is asked. A `cas` answers whether it has written. */
export type RegisterInput<Value> =
  | { readonly f: 'read' }
  | { readonly f: 'write'; readonly value: Value }
  | { readonly f: 'cas'; readonly expected: Value; readonly value: Value };

/** What a register answers: the value read, whether a `cas` has written, and `null` to a `write`. */
export type RegisterOutput<Value> = Value | boolean | null;

/** A register of JSON scalars with read, write and compare-and-set, which holds `initial` at first. */
export function register<Value extends string | number | boolean | null>(
  initial: Value,
): Model<Value, RegisterInput<Value>, RegisterOutput<Value>> {
  return {
    name: 'register',
    init: () => initial,
    step(state, input, output) {
      switch (input.f) {
        case 'read':
          return output === UNKNOWN || output === state ? [state] : [];
        case 'write':
          return [input.value];
        case 'cas': {
          const written = state === input.expected;
          if (output !== UNKNOWN && output !== written) return [];
          return [written ? input.value : state];
        }
      }
    },
    readOnly: ({ f }) => f === 'read',
    decide: (operations) => decideByZones(initial, operations),
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : String(output);
      switch (input.f) {
        case 'read':
          return `read → ${answer}`;
        case 'write':
          return `write ${String(input.value)}`;
        case 'cas':
          return `cas ${String(input.expected)} → ${String(input.value)}: ${answer}`;
      }
    },
    describeState: String,
  };
}
