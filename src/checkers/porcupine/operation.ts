import { type Outcome, UNKNOWN } from './model.js';

/**
 * An operation of a concurrent history. One precedes another when it returned before the other was called; equal times
 * count as concurrent.
 *
 * - `ok`: it returned `output`.
 * - `info`: nobody knows; it may take effect at any time after its call, or never. `output` and `return` do not count.
 * - `fail`: it certainly had no effect, and is left out.
 */
export interface TimedOperation<Input, Output> {
  readonly input: Input;
  readonly output?: Output | undefined;
  /** Any unit, as long as it is one. */
  readonly call: number;
  readonly return?: number | undefined;
  readonly outcome: 'ok' | 'info' | 'fail';
}

/** What an operation returned, or `UNKNOWN`. */
export const answerOf = <Input, Output>({
  outcome,
  output,
}: TimedOperation<Input, Output>): Outcome<Output> => (outcome === 'ok' ? (output as Output) : UNKNOWN);

/** An event of a concurrent history, as an alternative to operations with times: position is time. */
export type HistoryStep<Input, Output> =
  | { readonly kind: 'call'; readonly id: number; readonly input: Input }
  | { readonly kind: 'return'; readonly id: number; readonly output: Output }
  | { readonly kind: 'fail'; readonly id: number };

/**
 * Turns a sequence of calls and returns into operations; a call without a return is `info`.
 * @throws Error when an id is called twice or returns without a call
 */
export function operationsOf<Input, Output>(
  steps: readonly HistoryStep<Input, Output>[],
): TimedOperation<Input, Output>[] {
  const operations: TimedOperation<Input, Output>[] = [];
  const position = new Map<number, number>();
  for (const [time, step] of steps.entries()) {
    const at = position.get(step.id);
    if (step.kind === 'call') {
      if (at !== undefined) throw new Error(`Step ${time}: operation ${step.id} is called twice.`);
      position.set(step.id, operations.length);
      operations.push({ input: step.input, call: time, outcome: 'info' });
      continue;
    }
    const open = at === undefined ? undefined : operations[at];
    if (at === undefined || open?.outcome !== 'info') {
      throw new Error(`Step ${time}: operation ${step.id} ends, but is not under way.`);
    }
    const { input, call } = open;
    operations[at] =
      step.kind === 'fail'
        ? { input, call, return: time, outcome: 'fail' }
        : { input, call, output: step.output, return: time, outcome: 'ok' };
  }
  return operations;
}
