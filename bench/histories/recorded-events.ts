import type { HistoryEvent } from '../../src/history/event.js';
import type { RegisterOperation } from './register-history.js';

/**
 * The events that a recorder would have written for a history whose times are distinct. A client that does not learn an
 * outcome calls no more; another takes its place.
 */
export function* recordedEvents(history: readonly RegisterOperation[]): Generator<HistoryEvent> {
  const ends = history
    .filter(({ outcome }) => outcome !== 'info')
    .sort((a, b) => (a.return as number) - (b.return as number));
  const free: number[] = [];
  const processOf = new Map<RegisterOperation, number>();
  let [index, ended, processes] = [0, 0, 0];
  const end = function* (until: number): Generator<HistoryEvent> {
    for (; ended < ends.length; ended++) {
      const operation = ends[ended] as RegisterOperation;
      if ((operation.return as number) > until) return;
      const process = processOf.get(operation) as number;
      processOf.delete(operation);
      free.push(process);
      const { input, output, outcome } = operation;
      const isAnswer = outcome === 'ok' && input.input.f === 'read';
      const value = isAnswer ? (output as number | null) : argumentOf(operation);
      const { f } = input.input;
      yield { index, process, type: outcome, f, key: input.key, value, time: index++ };
    }
  };
  for (const operation of history) {
    yield* end(operation.call);
    const process = free.pop() ?? processes++;
    processOf.set(operation, process);
    const { key, input } = operation.input;
    yield { index, process, type: 'invoke', f: input.f, key, value: argumentOf(operation), time: index++ };
  }
  yield* end(Infinity);
}

function argumentOf({ input: { input } }: RegisterOperation): HistoryEvent['value'] {
  if (input.f === 'read') return null;
  return input.f === 'cas' ? [input.expected, input.value] : input.value;
}
