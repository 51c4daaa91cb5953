import { canonicalText } from './canonical-text.js';
import { encode } from './check.js';
import { type Model, UNKNOWN } from './model.js';
import { answerOf, type TimedOperation } from './operation.js';
import { Transitions } from './transitions.js';

/** A beginning of an order of operations that the object allows, and that no further operation can follow. */
export interface Attempt<Input, Output> {
  readonly order: readonly TimedOperation<Input, Output>[];
  /** The state before the first and after each operation of the order, in words. */
  readonly states: readonly string[];
  /** The operations that would have to come next, none of which the last state allows. */
  readonly blocked: readonly TimedOperation<Input, Output>[];
}

/** Beginnings that are looked at; there are many when operations are many and concurrent. */
const MOST_LOOKED_AT = 20_000;
const MOST_ATTEMPTS = 5;
const MOST_STATES = 100;

/** An operation in words: as the model says, or its input and output. */
export function describeOperation<State, Input, Output>(
  model: Model<State, Input, Output>,
  operation: TimedOperation<Input, Output>,
): string {
  const { input } = operation;
  const answer = answerOf(operation);
  if (model.describeOperation) return model.describeOperation(input, answer);
  return `${canonicalText(input)} → ${answer === UNKNOWN ? '?' : canonicalText(answer)}`;
}

/**
 * The longest beginnings of an order of a few operations: what to show of operations that cannot be linearized. At most
 * five, each of other operations or ending in another state.
 *
 * @param context operations that may take part while they run, and need not
 * @param fromAnyState whether the order may begin in any state that the operations lead to, not just in the first
 */
export function longestAttempts<State, Input, Output>(
  model: Model<State, Input, Output>,
  needed: readonly TimedOperation<Input, Output>[],
  context: readonly TimedOperation<Input, Output>[],
  fromAnyState: boolean,
): Attempt<Input, Output>[] {
  const operations = [...needed, ...context];
  const transitions = new Transitions(model);
  const steps = operations.map((operation) => encode(model, transitions, operation).step);
  const first = (fromAnyState && transitions.closure(MOST_STATES)) || [0];
  const found = new Map<string, { order: readonly number[]; states: readonly number[] }>();
  const met = new Set<string>();
  const explore = (order: readonly number[], states: readonly number[]): void => {
    const state = states.at(-1) as number;
    const placed = new Set(order);
    const key = `${[...placed].sort((a, b) => a - b).join()} ${state}`;
    if (met.has(key) || met.size >= MOST_LOOKED_AT) return;
    met.add(key);
    const end = `${order
      .filter((at) => at < needed.length)
      .sort((a, b) => a - b)
      .join()} ${state}`;
    const known = found.get(end);
    if (!known || known.order.length > order.length) found.set(end, { order, states });
    for (const at of possibleNext(operations, placed, needed.length)) {
      for (const after of transitions.next(state, steps[at] as number))
        explore([...order, at], [...states, after]);
    }
  };
  for (const state of first) explore([], [state]);

  const get = (at: number) => operations[at] as TimedOperation<Input, Output>;
  const describeState = (state: number): string =>
    model.describeState?.(transitions.stateOf(state)) ?? canonicalText(transitions.stateOf(state));
  const countNeeded = (order: readonly number[]): number => order.filter((at) => at < needed.length).length;
  const most = Math.max(...Array.from(found.values(), ({ order }) => countNeeded(order)));
  return [...found.values()]
    .filter(({ order }) => countNeeded(order) === most)
    .slice(0, MOST_ATTEMPTS)
    .map(({ order, states }) => ({
      order: order.map(get),
      states: states.map(describeState),
      blocked: possibleNext(operations, new Set(order), needed.length)
        .filter((at) => at < needed.length)
        .map(get),
    }));
}

/** Operations that may come next: none that must come has returned before their call, and none called after their return has come. */
function possibleNext<Input, Output>(
  operations: readonly TimedOperation<Input, Output>[],
  placed: ReadonlySet<number>,
  needed: number,
): number[] {
  const get = (at: number) => operations[at] as TimedOperation<Input, Output>;
  const endOf = ({ outcome, return: end }: TimedOperation<Input, Output>): number =>
    outcome === 'ok' ? (end ?? Infinity) : Infinity;
  const left = [...operations.keys()].filter((at) => !placed.has(at));
  const earliestEnd = Math.min(...left.filter((at) => at < needed).map((at) => endOf(get(at))));
  const latestCall = Math.max(...Array.from(placed, (at) => get(at).call));
  return left.filter((at) => get(at).call <= earliestEnd && endOf(get(at)) >= latestCall);
}
