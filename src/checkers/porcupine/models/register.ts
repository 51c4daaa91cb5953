import { decideByZones } from '../register-zones.js';
import { type Model, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';

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
    // A compare-and-set that found another value did nothing.
    readOnly: ({ f }, output) => f === 'read' || (f === 'cas' && output === false),
    overwrites: ({ f }) => f === 'write',
    unseen,
    decide: (operations) => decideByZones(initial, operations),
    values(input, output) {
      if (input.f === 'read') return output === UNKNOWN ? [] : [output];
      if (input.f === 'write') return [input.value];
      // One that found another value than it expected may have found any.
      return output === false ? [] : [input.expected, input.value];
    },
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

/**
 * The writes of unknown outcome whose value nobody read or expected. A compare-and-set that found another value than it
 * expected may have seen any of them.
 */
function unseen<Value>(
  operations: readonly TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>[],
): number[] {
  const seen = new Set<unknown>();
  for (const { input, output, outcome } of operations) {
    if (input.f === 'read' && outcome === 'ok') seen.add(output);
    if (input.f !== 'cas') continue;
    if (outcome === 'ok' && output === false) return [];
    seen.add(input.expected);
  }
  const positions: number[] = [];
  for (const [at, { input, outcome }] of operations.entries()) {
    if (outcome === 'info' && input.f !== 'read' && !seen.has(input.value)) positions.push(at);
  }
  return positions;
}
