import type { Model } from '../model.js';

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
    partition: ({ key }) => key,
    readOnly: ({ input }) => model.readOnly?.(input) ?? false,
    decide: (operations) =>
      model.decide?.(operations.map(({ input: { input }, ...times }) => ({ ...times, input }))),
    describeOperation: ({ key, input }, output) =>
      `${key}: ${model.describeOperation?.(input, output) ?? JSON.stringify(input)}`,
    ...(model.hash && { hash: (state: State) => model.hash?.(state) ?? '' }),
    ...(model.equal && { equal: (a: State, b: State) => model.equal?.(a, b) ?? false }),
    ...(model.describeState && { describeState: (state: State) => model.describeState?.(state) ?? '' }),
  };
}
