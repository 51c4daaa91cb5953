import type { Model } from '../model.js';
import type { TimedOperation } from '../operation.js';

/** An input about one of many objects. */
export interface Keyed<Input> {
  readonly key: string;
  readonly input: Input;
}

/** Many independent objects of one kind, each checked by itself: a store of registers is `keyed(register(null))`. */
export function keyed<State, Input, Output>(
  model: Model<State, Input, Output>,
): Model<State, Keyed<Input>, Output> {
  return {
    name: `keyed ${model.name}`,
    init: () => model.init(),
    step: (state, { input }, output) => model.step(state, input, output),
    partition: ({ key, input }) => (model.partition ? `${key} ${model.partition(input)}` : key),
    readOnly: ({ input }, output) => model.readOnly?.(input, output) ?? false,
    overwrites: ({ input }, output) => model.overwrites?.(input, output) ?? false,
    decide: (operations) => model.decide?.(operations.map(withoutKey)),
    unseen: (operations) => model.unseen?.(operations.map(withoutKey)) ?? [],
    values: ({ input }, output) => model.values?.(input, output) ?? [],
    describeOperation: ({ key, input }, output) =>
      `${key}: ${model.describeOperation?.(input, output) ?? JSON.stringify(input)}`,
    ...(model.hash && { hash: (state: State) => model.hash?.(state) ?? '' }),
    ...(model.equal && { equal: (a: State, b: State) => model.equal?.(a, b) ?? false }),
    ...(model.describeState && { describeState: (state: State) => model.describeState?.(state) ?? '' }),
  };
}

// Every field by name: a hundred thousand of these are made, and a spread of the others takes ten times as long.
const withoutKey = <Input, Output>({
  input: { input },
  output,
  call,
  return: end,
  outcome,
}: TimedOperation<Keyed<Input>, Output>): TimedOperation<Input, Output> => ({
  input,
  output,
  call,
  return: end,
  outcome,
});
