import { type Model, UNKNOWN } from '../../../src/checkers/porcupine/model.js';
import type { TimedOperation } from '../../../src/checkers/porcupine/operation.js';

/** Linearizability straight from its definition: try every order of the operations, and every choice of the unknown. */
export function isLinearizable<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly TimedOperation<Input, Output>[],
): boolean {
  const operations = history.filter(({ outcome }) => outcome !== 'fail');
  const endOf = ({ outcome, return: end }: TimedOperation<Input, Output>): number =>
    outcome === 'ok' ? (end as number) : Infinity;
  const explore = (states: readonly State[], left: ReadonlySet<TimedOperation<Input, Output>>): boolean => {
    if (states.length === 0) return false;
    if ([...left].every(({ outcome }) => outcome === 'info')) return true;
    for (const next of left) {
      if ([...left].some((other) => endOf(other) < next.call)) continue;
      const output = next.outcome === 'ok' ? (next.output as Output) : UNKNOWN;
      const after = states.flatMap((state) => model.step(state, next.input, output));
      if (explore(after, new Set([...left].filter((other) => other !== next)))) return true;
    }
    return false;
  };
  return explore([model.init()], new Set(operations));
}
