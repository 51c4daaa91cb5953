import pc from 'picocolors';
import { objectHistory } from '../checkers/objects/object-history.js';
import { checkInParallel, type Explanation, explain } from '../checkers/porcupine/index.js';
import type { Value } from '../history/event.js';
import type { History } from '../history/operation.js';
import type { ExplainedPartition, ObjectVerdict } from '../../reports/object-verdict.js';
import { interruptible } from './interrupt.js';

/** What bounds the check of an object. */
export interface ObjectCheck {
  readonly model: string;
  readonly initial?: Value | undefined;
  readonly timeoutMs: number;
  readonly maxMemoryMb: number;
  readonly workers?: number | undefined;
}

/** So many partitions that are not linearizable are explained; the others are but named. */
const MOST_EXPLAINED = 3;
const PROGRESS_MS = 250;

/** Judges a history as that of an object, in threads, with progress on stderr. */
export async function checkObject(
  history: History,
  { model: name, initial, timeoutMs, maxMemoryMb, workers }: ObjectCheck,
): Promise<ObjectVerdict> {
  const { model, operations, sourceOf, ...object } = objectHistory(history, name, initial);
  const progress = showSeconds(timeoutMs);
  try {
    const { verdict, partitions } = await interruptible((signal) =>
      checkInParallel(
        {
          module: new URL('../checkers/objects/make-model.js', import.meta.url),
          name: 'makeModel',
          arguments: object.arguments,
        },
        operations,
        { timeoutMs, maxMemoryMb, signal, ...(workers !== undefined && { workers }) },
      ),
    );
    let explained = 0;
    return {
      verdict,
      model: name,
      history,
      isKeyed: object.arguments[2] || model.partition !== undefined,
      partitions: partitions.map((partition): ExplainedPartition => {
        const isExplained = partition.verdict === false && explained++ < MOST_EXPLAINED;
        const explanation: Explanation<unknown, unknown> | undefined = isExplained
          ? explain(model, partition)
          : undefined;
        return { ...partition, ...(explanation && { explanation }) };
      }),
      object: model,
      sourceOf,
    };
  } finally {
    progress.end();
  }
}

/** Says on a terminal how long the check has been going on; elsewhere nothing. */
function showSeconds(timeoutMs: number): { end(): void } {
  if (!process.stderr.isTTY) return { end: () => undefined };
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`\r\x1b[2K${pc.dim(`checking: ${seconds} s of at most ${timeoutMs / 1000} s`)}`);
  }, PROGRESS_MS);
  return {
    end() {
      clearInterval(timer);
      process.stderr.write('\r\x1b[2K');
    },
  };
}
