import { decideBag } from '../bag.js';
import { type Model, UNKNOWN } from '../model.js';
import { unseenPuts } from '../unseen-puts.js';
import type { QueueInput } from './queue.js';

/** A queue that gives its items back in any order; a `dequeue` answers one, or `null` when there is none. */
export function unorderedQueue<Value extends string | number>(): Model<
  readonly Value[],
  QueueInput<Value>,
  Value | null
> {
  return {
    name: 'unordered queue',
    init: () => [],
    // States are sorted: the same items are the same state, in whatever order they came.
    step(state, input, output) {
      if (input.f === 'enqueue') return [insert(state, input.value)];
      if (output === UNKNOWN) {
        const different = [...new Set(state)];
        return different.length === 0 ? [state] : different.map((value) => without(state, value));
      }
      if (output === null) return state.length === 0 ? [state] : [];
      return state.includes(output) ? [without(state, output)] : [];
    },
    decide: decideBag,
    unseen: (operations) =>
      unseenPuts(operations, (input) => (input.f === 'enqueue' ? input.value : undefined)),
    values: (input, output) => (input.f === 'enqueue' ? [input.value] : output === UNKNOWN ? [] : [output]),
    describeOperation: (input, output) =>
      input.f === 'enqueue' ? `enqueue ${input.value}` : `dequeue → ${output === UNKNOWN ? '?' : output}`,
    describeState: (state) => `{${state.join(', ')}}`,
  };
}

function insert<Value extends string | number>(state: readonly Value[], value: Value): Value[] {
  const at = state.findIndex((other) => value < other);
  return at < 0 ? [...state, value] : state.toSpliced(at, 0, value);
}

const without = <Value>(state: readonly Value[], value: Value): readonly Value[] =>
  state.toSpliced(state.indexOf(value), 1);
