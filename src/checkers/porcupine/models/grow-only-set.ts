import { decideSetOrder } from '../set-order.js';
import { type Model, type Scalar, UNKNOWN } from '../model.js';
import type { TimedOperation } from '../operation.js';

/** What a set that only grows is asked; an `add` answers `null`, a `read` all its elements in any order. */
export type GrowOnlySetInput<Value> = { readonly f: 'add'; readonly value: Value } | { readonly f: 'read' };

/** A set to which elements are added, and which is read as a whole. */
export function growOnlySet<Value extends Scalar>(): Model<
  ReadonlySet<Value>,
  GrowOnlySetInput<Value>,
  readonly Value[] | null
> {
  return {
    name: 'grow-only set',
    init: () => new Set(),
    step(state, input, output) {
      if (input.f === 'add') return [state.has(input.value) ? state : new Set([...state, input.value])];
      if (output === UNKNOWN || output === null) return [state];
      const read = new Set(output);
      return read.size === state.size && output.every((value) => state.has(value)) ? [state] : [];
    },
    readOnly: ({ f }) => f === 'read',
    decide: decideSetOrder,
    unseen,
    describeOperation: (input, output) =>
      input.f === 'add'
        ? `add ${String(input.value)}`
        : `read → ${output === UNKNOWN ? '?' : describe(output ?? [])}`,
    describeState: (state) => describe([...state]),
  };
}

/** The adds of unknown outcome whose element nobody read. */
function unseen<Value extends Scalar>(
  operations: readonly TimedOperation<GrowOnlySetInput<Value>, readonly Value[] | null>[],
): number[] {
  const seen = new Set<unknown>();
  for (const { output, outcome } of operations)
    if (outcome === 'ok') for (const value of output ?? []) seen.add(value);
  const positions: number[] = [];
  for (const [at, { input, outcome }] of operations.entries()) {
    if (outcome === 'info' && input.f === 'add' && !seen.has(input.value)) positions.push(at);
  }
  return positions;
}

const describe = (values: readonly Scalar[]): string => `{${values.map(String).sort().join(', ')}}`;
