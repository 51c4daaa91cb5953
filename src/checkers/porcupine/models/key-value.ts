import { type Model, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';
import { register, type RegisterInput } from './register.js';

/** What a key-value store is asked. */
export type KeyValueInput =
  | { readonly f: 'get' | 'delete'; readonly key: string }
  | { readonly f: 'put' | 'append'; readonly key: string; readonly value: string }
  | { readonly f: 'cas'; readonly key: string; readonly expected: string | null; readonly value: string };

/** What it answers: a `get` the value, a `cas` whether it has written, the others nothing. */
export type KeyValueOutput = string | boolean | null;

/**
 * A store of strings by key.
 * @param missing what a `get` answers, and a `cas` finds, where a key is not
 */
export function keyValue(missing: string | null = null): Model<string | null, KeyValueInput, KeyValueOutput> {
  const one = register<string | null>(missing);
  return {
    name: 'key-value',
    init: () => missing,
    step(state, input, output) {
      switch (input.f) {
        case 'get':
          return output === UNKNOWN || output === state ? [state] : [];
        case 'put':
          return [input.value];
        case 'append':
          return [(state ?? '') + input.value];
        case 'delete':
          return [missing];
        case 'cas': {
          const written = state === input.expected;
          if (output !== UNKNOWN && output !== written) return [];
          return [written ? input.value : state];
        }
      }
    },
    partition: ({ key }) => key,
    readOnly: ({ f }, output) => f === 'get' || (f === 'cas' && output === false),
    overwrites: ({ f }) => f === 'put' || f === 'delete',
    decide(operations) {
      const onRegister = asRegister(operations, missing);
      return onRegister && one.decide?.(onRegister);
    },
    unseen(operations) {
      const onRegister = asRegister(operations, missing);
      return (onRegister && one.unseen?.(onRegister)) ?? [];
    },
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : JSON.stringify(output);
      switch (input.f) {
        case 'get':
          return `${input.key}: get → ${answer}`;
        case 'put':
        case 'append':
          return `${input.key}: ${input.f} ${JSON.stringify(input.value)}`;
        case 'delete':
          return `${input.key}: delete`;
        case 'cas':
          return `${input.key}: cas ${JSON.stringify(input.expected)} → ${JSON.stringify(input.value)}: ${answer}`;
      }
    },
    describeState: (state) => JSON.stringify(state),
  };
}

/** The same operations on a register, where a delete writes what a missing key holds; undefined when there are appends. */
function asRegister(
  operations: readonly TimedOperation<KeyValueInput, KeyValueOutput>[],
  missing: string | null,
): TimedOperation<RegisterInput<string | null>, KeyValueOutput>[] | undefined {
  const onRegister: TimedOperation<RegisterInput<string | null>, KeyValueOutput>[] = [];
  for (const { input, output, call, return: end, outcome } of operations) {
    if (input.f === 'append') return undefined;
    const same: RegisterInput<string | null> =
      input.f === 'cas'
        ? { f: 'cas', expected: input.expected, value: input.value }
        : input.f === 'get'
          ? { f: 'read' }
          : { f: 'write', value: input.f === 'put' ? input.value : missing };
    onRegister.push({ input: same, output, call, return: end, outcome });
  }
  return onRegister;
}
