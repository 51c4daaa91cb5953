import { type Model, type Outcome, type Scalar, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';
import { decideByZones } from '../register-zones.js';
import type { RegisterInput, RegisterOutput } from './register.js';

/** What it is asked: a `swap` writes a value and answers the one that was there, a `read` answers that alone. */
export type ReadModifyWriteInput<Value> =
  { readonly f: 'read' } | { readonly f: 'swap'; readonly value: Value };

/** A register on which every write is a read too: the value that it replaced is part of its answer. */
export function readModifyWrite<Value extends Scalar>(
  initial: Value,
): Model<Value, ReadModifyWriteInput<Value>, Value> {
  return {
    name: 'read-modify-write',
    init: () => initial,
    step(state, input, output) {
      if (output !== UNKNOWN && output !== state) return [];
      return [input.f === 'swap' ? input.value : state];
    },
    readOnly: ({ f }) => f === 'read',
    overwrites: ({ f }, output) => f === 'swap' && output === UNKNOWN,
    decide(operations) {
      const onRegister = asRegister(operations);
      return onRegister && decideByZones(initial, onRegister);
    },
    unseen,
    values: (input, output) => valuesOf(input, output),
    describeOperation(input, output) {
      const answer = output === UNKNOWN ? '?' : String(output);
      return input.f === 'read' ? `read → ${answer}` : `swap ${String(input.value)} → ${answer}`;
    },
    describeState: String,
  };
}

function valuesOf<Value extends Scalar>(
  input: ReadModifyWriteInput<Value>,
  output: Outcome<Value>,
): readonly Value[] {
  const answer = output === UNKNOWN ? [] : [output];
  return input.f === 'read' ? answer : [...answer, input.value];
}

/** The swaps of unknown outcome whose value nobody was answered. */
function unseen<Value extends Scalar>(
  operations: readonly TimedOperation<ReadModifyWriteInput<Value>, Value>[],
): number[] {
  const seen = new Set<unknown>();
  for (const { output, outcome } of operations) if (outcome === 'ok') seen.add(output);
  const positions: number[] = [];
  for (const [at, { input, outcome }] of operations.entries()) {
    if (outcome === 'info' && input.f === 'swap' && !seen.has(input.value)) positions.push(at);
  }
  return positions;
}

/** A swap that answered is a compare-and-set of its answer; of one that somebody saw and that did not, nobody knows. */
function asRegister<Value extends Scalar>(
  operations: readonly TimedOperation<ReadModifyWriteInput<Value>, Value>[],
): TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>[] | undefined {
  const free = new Set(unseen(operations));
  const onRegister: TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>[] = [];
  for (const [at, { input, output, call, return: end, outcome }] of operations.entries()) {
    if (input.f === 'swap' && outcome !== 'ok' && !free.has(at)) return undefined;
    const same: RegisterInput<Value> =
      input.f === 'read'
        ? input
        : outcome === 'ok'
          ? { f: 'cas', expected: output as Value, value: input.value }
          : { f: 'write', value: input.value };
    onRegister.push({ input: same, output: input.f === 'read' ? output : true, call, return: end, outcome });
  }
  return onRegister;
}
