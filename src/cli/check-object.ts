import pc from 'picocolors';
import { type ObjectHistory, objectHistory } from '../checkers/objects/object-history.js';
import { checkInParallel, type CheckResult, explain } from '../checkers/porcupine/index.js';
import type { Value } from '../history/event.js';
import type { History } from '../history/operation.js';
import type { ExplainedPartition, ObjectVerdict } from '../../reports/object-verdict.js';
import { interruptible } from './interrupt.js';

/** What bounds the check of an object. */
export interface ObjectCheck {
  readonly model: string;
  readonly initial?: Value | undefined;
  readonly nullReads?: 'value' | 'unknown' | undefined;
  readonly timeoutMs: number;
  readonly maxMemoryMb: number;
  readonly workers?: number | undefined;
}

/** So many partitions that are not linearizable are explained; the others are but named. */
const MOST_EXPLAINED = 3;
const PROGRESS_MS = 250;
/** What it may take to see whether another initial value would do. */
const HINT_MS = 2_000;

/** Judges a history as that of an object, in threads, with progress on stderr. */
export async function checkObject(history: History, check: ObjectCheck): Promise<ObjectVerdict> {
  const object = objectHistory(history, check.model, check);
  const progress = showSeconds(check.timeoutMs);
  try {
    const { verdict, partitions } = await judge(object, check);
    let explained = 0;
    return {
      verdict,
      model: check.model,
      history,
      isKeyed: object.model.partition !== undefined,
      partitions: partitions.map((partition): ExplainedPartition => {
        const isExplained = partition.verdict === false && explained++ < MOST_EXPLAINED;
        return { ...partition, ...(isExplained && { explanation: explain(object.model, partition) }) };
      }),
      object: object.model,
      unknownReads: object.unknownReads,
      ...(verdict === false && (await otherInitial(history, object, check))),
      sourceOf: object.sourceOf,
    };
  } finally {
    progress.end();
  }
}

/** Whoever does not say what the object held at first may have it wrong: tries what the first read has read. */
async function otherInitial(
  history: History,
  { firstRead }: ObjectHistory,
  check: ObjectCheck,
): Promise<{ betterInitial?: Value }> {
  if (check.initial !== undefined || firstRead === undefined || firstRead === null) return {};
  const options = { ...check, initial: firstRead, timeoutMs: Math.min(check.timeoutMs, HINT_MS) };
  const { verdict } = await judge(objectHistory(history, check.model, options), options);
  return verdict === true ? { betterInitial: firstRead } : {};
}

function judge(
  { operations, ...object }: ObjectHistory,
  { timeoutMs, maxMemoryMb, workers }: ObjectCheck,
): Promise<CheckResult<unknown, unknown>> {
  const reference = {
    module: new URL('../checkers/objects/make-model.js', import.meta.url),
    name: 'makeModel',
    arguments: object.arguments,
  };
  return interruptible((signal) =>
    checkInParallel(reference, operations, {
      timeoutMs,
      maxMemoryMb,
      signal,
      ...(workers !== undefined && { workers }),
    }),
  );
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
