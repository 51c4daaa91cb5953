import type { SearchOperation } from './layers.js';
import { type Model, UNKNOWN } from './model.js';
import { answerOf, type HistoryStep, operationsOf, type TimedOperation } from './operation.js';
import { search, type SearchLimits } from './search.js';
import { Transitions } from './transitions.js';

export interface CheckOptions {
  /** Real time for all partitions together, in milliseconds. */
  readonly timeoutMs?: number;
  /** About what the search of one partition may take, in MiB. */
  readonly maxMemoryMb?: number;
}

/** What was found for one independent part of the object. */
export interface PartitionResult<Input, Output> {
  /** The partition's name; empty for a model that has none. */
  readonly partition: string;
  readonly verdict: boolean | 'unknown';
  /** How it was decided: `depth-first` or `breadth-first` search, or the name of the model's faster method. */
  readonly method: string;
  /** The operations that were judged: those of this partition that may have had an effect or seen one. */
  readonly operations: readonly TimedOperation<Input, Output>[];
  /** From the search: an order that explains the operations, or the longest beginning of one. Else empty. */
  readonly linearization: readonly TimedOperation<Input, Output>[];
  /** From a faster method: a few operations that contradict each other. */
  readonly conflict?: readonly TimedOperation<Input, Output>[];
  /** From the search, unless the verdict is true: the operation before whose return no order got. */
  readonly stuckAt?: TimedOperation<Input, Output>;
  /** How many configurations the search has met. */
  readonly configurations: number;
}

export interface CheckResult<Input, Output> {
  /** `false` if any partition is; `unknown` if one reached a bound; else `true`. */
  readonly verdict: boolean | 'unknown';
  readonly partitions: readonly PartitionResult<Input, Output>[];
}

export const DEFAULT_TIMEOUT_MS = 60_000;
export const DEFAULT_MEMORY_MB = 1_024;

/**
 * Decides whether a concurrent history is linearizable with respect to a model (Herlihy and Wing, TOPLAS 1990), each
 * partition by itself (Horn and Kroening, "Faster linearizability checking via P-compositionality", FORTE 2015), by the
 * model's own fast method where that applies, and else by `search`.
 *
 * @throws TypeError when an operation lacks a time, or returns before its call
 */
export function checkOperations<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
  { timeoutMs = DEFAULT_TIMEOUT_MS, maxMemoryMb = DEFAULT_MEMORY_MB }: CheckOptions = {},
): CheckResult<Input, Output> {
  const until = performance.now() + timeoutMs;
  const limits = { maxBytes: maxMemoryMb * 2 ** 20, isOver: () => performance.now() > until };
  const partitions = [...partitionsOf(model, operations)].map(([partition, members]) =>
    checkPartition(model, partition, members, limits),
  );
  return { verdict: verdictOf(partitions), partitions };
}

/** `checkOperations` for a sequence of calls and returns. */
export function checkEvents<State, Input, Output>(
  model: Model<State, Input, Output>,
  events: readonly HistoryStep<Input, Output>[],
  options?: CheckOptions,
): CheckResult<Input, Output> {
  return checkOperations(model, operationsOf(events), options);
}

/** The verdict on an object from those on its parts. */
export function verdictOf(partitions: readonly { verdict: boolean | 'unknown' }[]): boolean | 'unknown' {
  if (partitions.some(({ verdict }) => verdict === false)) return false;
  return partitions.every(({ verdict }) => verdict === true) || 'unknown';
}

/** Operations by partition, without those that certainly did nothing and those that read nobody knows what. */
export function partitionsOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
): Map<string, TimedOperation<Input, Output>[]> {
  const parts = new Map<string, TimedOperation<Input, Output>[]>();
  for (const operation of operations) {
    const { input, outcome } = operation;
    requireTimes(operation, operations);
    if (outcome === 'fail' || (outcome === 'info' && model.readOnly?.(input, UNKNOWN))) continue;
    const name = model.partition?.(input) ?? '';
    const part = parts.get(name);
    if (part) part.push(operation);
    else parts.set(name, [operation]);
  }
  return parts;
}

function requireTimes<Input, Output>(
  operation: TimedOperation<Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
): void {
  const { call, return: end, outcome } = operation;
  // NaN is not at most anything either.
  if (outcome === 'ok' ? call <= (end as number) : call <= Infinity) return;
  const expected =
    outcome === 'ok' ? 'a call and, not before it, a return, both as numbers' : 'a call as a number';
  throw new TypeError(
    `Operation ${operations.indexOf(operation)} (counted from 0) has outcome ${outcome}, call ${call} and return ${end}; expected ${expected}. An operation that never returned has outcome info.`,
  );
}

/** Decides one partition; the operations are as `partitionsOf` leaves them. */
export function checkPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  partition: string,
  operations: readonly TimedOperation<Input, Output>[],
  limits: SearchLimits,
): PartitionResult<Input, Output> {
  return (
    decidePartition(model, partition, operations) ?? searchPartition(model, partition, operations, limits)
  );
}

/** Decides one partition by the model's own fast method; undefined where it has none or that does not apply. */
export function decidePartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  partition: string,
  operations: readonly TimedOperation<Input, Output>[],
): PartitionResult<Input, Output> | undefined {
  const decision = model.decide?.(operations);
  if (!decision) return undefined;
  const { linearizable, method, conflict } = decision;
  return {
    partition,
    verdict: linearizable,
    method,
    operations,
    linearization: [],
    ...(conflict && { conflict: conflict.map((at) => operations[at] as TimedOperation<Input, Output>) }),
    configurations: 0,
  };
}

/** Decides one partition by searching for an order. */
export function searchPartition<State, Input, Output>(
  model: Model<State, Input, Output>,
  partition: string,
  operations: readonly TimedOperation<Input, Output>[],
  limits: SearchLimits,
): PartitionResult<Input, Output> {
  const unseen = new Set(model.unseen?.(operations));
  const seen = unseen.size === 0 ? operations : operations.filter((_, at) => !unseen.has(at));
  const transitions = new Transitions(model);
  const { linearization, stuckAt, ...found } = search(
    seen.map((operation) => encode(model, transitions, operation)),
    transitions,
    limits,
  );
  const at = (position: number) => seen[position] as TimedOperation<Input, Output>;
  return {
    partition,
    ...found,
    operations,
    linearization: linearization.map(at),
    ...(stuckAt !== undefined && { stuckAt: at(stuckAt) }),
  };
}

/** An operation as the search sees it. */
export function encode<State, Input, Output>(
  model: Model<State, Input, Output>,
  transitions: Transitions<State, Input, Output>,
  operation: TimedOperation<Input, Output>,
): SearchOperation {
  const { input, call, return: end, outcome } = operation;
  const answer = answerOf(operation);
  return {
    call,
    return: outcome === 'ok' ? (end as number) : Infinity,
    step: transitions.operation(input, answer),
    role: model.readOnly?.(input, answer)
      ? 'reader'
      : model.overwrites?.(input, answer)
        ? 'overwriter'
        : 'updater',
  };
}
