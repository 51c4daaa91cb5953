import { type Decision, type Model, UNKNOWN } from './model.js';
import type { TimedOperation } from './operation.js';
import { search, type SearchResult } from './search.js';
import { Transitions } from './transitions.js';
import type { SearchOperation } from './layers.js';

export interface CheckOptions {
  /** Real time for all partitions together, in milliseconds. */
  readonly timeoutMs?: number;
  /** Configurations that the search of one partition may meet: at about 24 bytes each, what bounds memory. */
  readonly maxConfigurations?: number;
}

/** What was found for one independent part of the object. */
export interface PartitionResult<Input, Output> {
  /** The partition's name; empty for a model that has none. */
  readonly partition: string;
  readonly verdict: boolean | 'unknown';
  /** How it was decided: `search`, or the name of the model's faster method. */
  readonly method: string;
  /** From the search: an order that explains the operations, or the longest beginning of one. Else empty. */
  readonly linearization: readonly TimedOperation<Input, Output>[];
  /** From a faster method: a few operations that contradict each other. */
  readonly conflict?: readonly TimedOperation<Input, Output>[];
  /** For `false`: the operation whose return no order explains. */
  readonly stuckAt?: TimedOperation<Input, Output>;
  readonly configurations: number;
}

export interface CheckResult<Input, Output> {
  /** `false` if any partition is; `unknown` if one reached a bound; else `true`. */
  readonly verdict: boolean | 'unknown';
  readonly partitions: readonly PartitionResult<Input, Output>[];
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_CONFIGURATIONS = 20_000_000;

/**
 * Decides whether a concurrent history is linearizable with respect to a model (Herlihy and Wing, TOPLAS 1990), each
 * partition by itself (Horn and Kroening, "Faster linearizability checking via P-compositionality", FORTE 2015).
 */
export function checkOperations<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
  { timeoutMs = DEFAULT_TIMEOUT_MS, maxConfigurations = DEFAULT_CONFIGURATIONS }: CheckOptions = {},
): CheckResult<Input, Output> {
  const until = performance.now() + timeoutMs;
  const limits = { maxConfigurations, isOver: () => performance.now() > until };
  const partitions: PartitionResult<Input, Output>[] = [];
  const transitions = new Transitions(model);
  for (const [partition, members] of split(model, operations)) {
    const decision = model.decide?.(members);
    partitions.push(
      decision
        ? describeDecision(partition, members, decision)
        : describe(partition, members, search(encode(model, transitions, members), transitions, limits)),
    );
  }
  const verdicts = partitions.map(({ verdict }) => verdict);
  return {
    verdict: verdicts.includes(false) ? false : verdicts.includes('unknown') ? 'unknown' : true,
    partitions,
  };
}

/** Operations by partition, without those that certainly or possibly did nothing and that nobody could have seen. */
function split<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
): Map<string, TimedOperation<Input, Output>[]> {
  const parts = new Map<string, TimedOperation<Input, Output>[]>();
  for (const operation of operations) {
    const { input, outcome } = operation;
    if (outcome === 'fail' || (outcome === 'info' && model.readOnly?.(input))) continue;
    const name = model.partition?.(input) ?? '';
    const part = parts.get(name);
    if (part) part.push(operation);
    else parts.set(name, [operation]);
  }
  return parts;
}

function encode<State, Input, Output>(
  model: Model<State, Input, Output>,
  transitions: Transitions<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
): SearchOperation[] {
  return operations.map(({ input, output, call, return: end, outcome }) => ({
    call,
    return: outcome === 'ok' ? (end ?? Infinity) : Infinity,
    step: transitions.operation(input, outcome === 'ok' ? (output as Output) : UNKNOWN),
    readOnly: model.readOnly?.(input) ?? false,
  }));
}

function describe<Input, Output>(
  partition: string,
  operations: readonly TimedOperation<Input, Output>[],
  { verdict, linearization, stuckAt, configurations }: SearchResult,
): PartitionResult<Input, Output> {
  const at = (position: number) => operations[position] as TimedOperation<Input, Output>;
  return {
    partition,
    verdict,
    method: 'search',
    linearization: linearization.map(at),
    ...(stuckAt !== undefined && { stuckAt: at(stuckAt) }),
    configurations,
  };
}

function describeDecision<Input, Output>(
  partition: string,
  operations: readonly TimedOperation<Input, Output>[],
  { linearizable, method, conflict }: Decision,
): PartitionResult<Input, Output> {
  return {
    partition,
    verdict: linearizable,
    method,
    linearization: [],
    ...(conflict && { conflict: conflict.map((at) => operations[at] as TimedOperation<Input, Output>) }),
    configurations: 0,
  };
}
