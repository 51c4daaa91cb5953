import { type Model, UNKNOWN } from '../../../src/checkers/porcupine/model.js';
import type { TimedOperation } from '../../../src/checkers/porcupine/operation.js';

interface Configuration<State> {
  readonly state: State;
  /** Operations under way that have taken effect, by position, in order. */
  readonly taken: readonly number[];
}

/**
 * Linearizability of histories too long for every order: follows every state that the object can be in, with every set
 * of operations under way that can have taken effect, from return to return. Nothing is left out and nothing is clever,
 * so few operations may be under way at once. States must be plain values, maps or sets.
 * @param most how many configurations to follow from one return to the next
 * @returns undefined where there are more
 */
export function isLinearizableByConfigurations<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly TimedOperation<Input, Output>[],
  most = Infinity,
): boolean | undefined {
  const operations = history.filter(({ outcome }) => outcome !== 'fail');
  const at = (position: number) => operations[position] as TimedOperation<Input, Output>;
  const returns = [...operations.keys()]
    .filter((position) => at(position).outcome === 'ok')
    .sort((a, b) => (at(a).return as number) - (at(b).return as number));
  let configurations: Configuration<State>[] = [{ state: model.init(), taken: [] }];
  const returned = new Set<number>();
  for (const returning of returns) {
    const end = at(returning).return as number;
    const underWay = [...operations.keys()].filter(
      (position) => at(position).call <= end && !returned.has(position),
    );
    const met = new Map<string, Configuration<State>>();
    const pending = [...configurations];
    for (let one = pending.pop(); one; one = pending.pop()) {
      const key = JSON.stringify(one, withContents);
      if (met.has(key)) continue;
      met.set(key, one);
      if (met.size > most) return undefined;
      const { state, taken } = one;
      for (const position of underWay.filter((candidate) => !taken.includes(candidate))) {
        const { input, output, outcome } = at(position);
        for (const after of model.step(state, input, outcome === 'ok' ? (output as Output) : UNKNOWN))
          pending.push({ state: after, taken: [...taken, position].sort((a, b) => a - b) });
      }
    }
    configurations = [...met.values()]
      .filter(({ taken }) => taken.includes(returning))
      .map(({ state, taken }) => ({ state, taken: taken.filter((position) => position !== returning) }));
    if (configurations.length === 0) return false;
    returned.add(returning);
  }
  return true;
}

/** What JSON leaves out: the contents of maps and sets, in one order. */
const withContents = (_: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set
    ? Array.from(value, (one) => JSON.stringify(one, withContents)).sort()
    : value;
