import type { TimedOperation } from '../../src/checkers/porcupine/index.js';
import { stream } from '../../src/plan/stream.js';
import { closedLoop, type LoopShape } from './closed-loop.js';

/** Puts a unique value into a queue or a stack, or takes one out. */
export interface ContainerInput {
  readonly f: string;
  readonly value?: number;
}

export type ContainerOperation = TimedOperation<ContainerInput, number | null>;

/** A container's words, and which end it takes from. */
export interface ContainerKind {
  readonly put: string;
  readonly take: string;
  readonly order: 'first in, first out' | 'last in, first out';
}

export const queueKind: ContainerKind = { put: 'enqueue', take: 'dequeue', order: 'first in, first out' };
export const stackKind: ContainerKind = { put: 'push', take: 'pop', order: 'last in, first out' };

/** A history of a queue or a stack that is linearizable: as many puts as takes; a take from an empty one gives `null`. */
export function containerHistory(
  shape: LoopShape,
  { put, take, order }: ContainerKind,
): ContainerOperation[] {
  const { unit } = stream(shape.seed, 'container');
  const content: number[] = [];
  let last = 0;
  return closedLoop<ContainerInput, number | null>(shape, {
    call: () => (unit() < 0.5 ? { f: put, value: ++last } : { f: take }),
    apply(input) {
      if (input.value !== undefined) {
        content.push(input.value);
        return null;
      }
      return (order === 'first in, first out' ? content.shift() : content.pop()) ?? null;
    },
  });
}

/**
 * The history with two answers swapped: of the last two values of which one was put in after the other, and taken out
 * after (queue) or before (stack) it, all without overlap.
 * @throws Error when there are no such two
 */
export function withSwap(
  history: readonly ContainerOperation[],
  { put, order }: ContainerKind,
): ContainerOperation[] {
  const takes = history.filter(({ input, output }) => input.f !== put && typeof output === 'number');
  const putOf = new Map(history.map((operation) => [operation.input.value, operation]));
  for (let at = takes.length - 1; at > takes.length / 2; at--) {
    for (let other = at - 1; other >= Math.max(0, at - 200); other--) {
      const [early, late] = [takes[other], takes[at]] as [ContainerOperation, ContainerOperation];
      if ((early.return as number) >= late.call) continue;
      const [putEarly, putLate] = [putOf.get(early.output as number), putOf.get(late.output as number)];
      if (!putEarly || !putLate) continue;
      const [first, second] = order === 'first in, first out' ? [putEarly, putLate] : [putLate, putEarly];
      if ((first.return as number) >= second.call || (second.return as number) >= early.call) continue;
      return history.map((one) =>
        one === early
          ? { ...one, output: late.output }
          : one === late
            ? { ...one, output: early.output }
            : one,
      );
    }
  }
  throw new Error('No two takes of this history can be swapped.');
}
