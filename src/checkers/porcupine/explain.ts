import { type Attempt, longestAttempts } from './attempts.js';
import { checkPartition, encode, type PartitionResult } from './check.js';
import type { Model, Scalar } from './model.js';
import { answerOf, type TimedOperation } from './operation.js';
import { reduce } from './reduce.js';
import { search } from './search.js';
import { Transitions } from './transitions.js';

/** Why a partition is not linearizable. */
export interface Explanation<Input, Output> {
  /**
   * A few operations that are illegal already, in order of call: whatever else of the history took effect or did not,
   * no order explains them.
   */
  readonly operations: readonly TimedOperation<Input, Output>[];
  /**
   * Others that are about the same values. Whether these took effect makes no difference, but they show where values
   * come from.
   */
  readonly context: readonly TimedOperation<Input, Output>[];
  /** True when the operations are illegal whatever state the object was in before them. */
  readonly fromAnyState: boolean;
  /** True when none of the operations can be spared; false when the time was up before that was known. */
  readonly isMinimal: boolean;
  /** The longest beginnings of an order of operations and context, and why each ends where it does. */
  readonly attempts: readonly Attempt<Input, Output>[];
}

export interface ExplainOptions {
  /** Real time for doing with fewer operations, in milliseconds. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** What a check of fewer operations may take: a search that grows is no progress. */
const BYTES_PER_CHECK = 64 * 2 ** 20;
/** An object of more states than these is always judged from its beginning. */
const MOST_STATES = 1_000;
const MOST_CONTEXT = 12;

/** What is left of a history when parts of it have been left out. */
interface Remainder<Input, Output> {
  readonly needed: readonly TimedOperation<Input, Output>[];
  readonly others: readonly TimedOperation<Input, Output>[];
  readonly fromAnyState: boolean;
}

/**
 * Says why a partition is not linearizable, by as few of its operations as possible. Nothing is left out that could have
 * been the remedy: what remains is illegal whether the rest took effect or not.
 *
 * @param result of `checkOperations` with the same model
 * @throws Error when the verdict of the partition is not false
 */
export function explain<State, Input, Output>(
  model: Model<State, Input, Output>,
  result: PartitionResult<Input, Output>,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: ExplainOptions = {},
): Explanation<Input, Output> {
  if (result.verdict !== false) {
    throw new Error(`Only a verdict of false can be explained; this one is ${result.verdict}.`);
  }
  const until = performance.now() + timeoutMs;
  const isOver = () => performance.now() > until;
  const past = upTo(model, result);
  const fewer = withoutValues(model, { ...result, operations: past }, isOver);
  const remainder = result.stuckAt
    ? lessBySearch(model, fewer, isOver)
    : lessByDecision(model, fewer, result, isOver);
  const { needed, others, fromAnyState } = remainder;
  const operations = inOrder(needed);
  const context = inOrder(contextOf(model, operations, others));
  const attempts = longestAttempts(model, operations, context, fromAnyState);
  return { operations, context, fromAnyState, isMinimal: !isOver(), attempts };
}

/** The history up to the return at which the search got stuck; what returns later is still under way there. */
function upTo<State, Input, Output>(
  model: Model<State, Input, Output>,
  { operations, stuckAt }: PartitionResult<Input, Output>,
): TimedOperation<Input, Output>[] {
  if (!stuckAt) return [...operations];
  const end = stuckAt.return ?? Infinity;
  const past: TimedOperation<Input, Output>[] = [];
  for (const operation of operations) {
    if (operation.call > end) continue;
    const isDone = operation.outcome !== 'ok' || (operation.return ?? Infinity) <= end;
    if (isDone) past.push(operation);
    else if (!model.readOnly?.(operation.input, answerOf(operation)))
      past.push({ ...operation, outcome: 'info' });
  }
  return past;
}

/** Leaves out values with all operations about them, as the model allows. */
function withoutValues<State, Input, Output>(
  model: Model<State, Input, Output>,
  { partition, operations, conflict = [], stuckAt }: PartitionResult<Input, Output>,
  isOver: () => boolean,
): readonly TimedOperation<Input, Output>[] {
  const { optional, fixed } = clustersOf(model, operations);
  if (optional.length < 2) return operations;
  const suspects = new Set(stuckAt ? [stuckAt] : conflict);
  const limits = { maxBytes: BYTES_PER_CHECK, isOver };
  const clusters = reduce(
    optional,
    optional.filter((cluster) => cluster.some((operation) => suspects.has(operation))),
    (rest) => checkPartition(model, partition, [...fixed, ...rest.flat()], limits).verdict === false,
    isOver,
  );
  return [...fixed, ...clusters.flat()];
}

/**
 * For a history that a faster method decided: reads are left out, and others are made operations of unknown outcome,
 * which the method knows how to judge.
 */
function lessByDecision<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
  { partition, conflict = [] }: PartitionResult<Input, Output>,
  isOver: () => boolean,
): Remainder<Input, Output> {
  const limits = { maxBytes: BYTES_PER_CHECK, isOver };
  const suspects = new Set(conflict);
  const needed = reduce(
    operations.filter(({ outcome }) => outcome === 'ok'),
    operations.filter((operation) => suspects.has(operation)),
    (rest) =>
      checkPartition(model, partition, relaxAllBut(new Set(rest), operations, model), limits).verdict ===
      false,
    isOver,
  );
  const certain = new Set(needed);
  return { needed, others: operations.filter((operation) => !certain.has(operation)), fromAnyState: false };
}

/**
 * For a history that the search decided: only the last operations before it got stuck, if these are illegal whatever
 * came before; of them reads are left out, and others need not take effect.
 */
function lessBySearch<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
  isOver: () => boolean,
): Remainder<Input, Output> {
  const transitions = new Transitions(model);
  const past = operations.map((operation) => ({ operation, encoded: encode(model, transitions, operation) }));
  const states = transitions.closure(MOST_STATES);
  const limits = { maxBytes: BYTES_PER_CHECK, isOver };
  const isIllegal = (rest: readonly Encoded<Input, Output>[], first?: readonly number[]): boolean =>
    search(
      rest.map(({ encoded }) => encoded),
      transitions,
      first ? { ...limits, states: first } : limits,
    ).verdict === false;

  const recent = states && lastIllegal(past, (window) => isIllegal(window, states));
  const window = recent ?? past;
  const certain = window.filter(({ encoded }) => encoded.return < Infinity && !encoded.isOptional);
  const relaxed = (kept: readonly Encoded<Input, Output>[]): Encoded<Input, Output>[] => {
    const stay = new Set(kept);
    return window
      .filter((operation) => stay.has(operation) || operation.encoded.role !== 'reader')
      .map((operation) => (stay.has(operation) ? operation : asOptional(operation)));
  };
  const needed = reduce(certain, [], (rest) => isIllegal(relaxed(rest), recent && states), isOver);
  return {
    needed: needed.map(({ operation }) => operation),
    others: window.filter((operation) => !needed.includes(operation)).map(({ operation }) => operation),
    fromAnyState: recent !== undefined,
  };
}

interface Encoded<Input, Output> {
  readonly operation: TimedOperation<Input, Output>;
  readonly encoded: ReturnType<typeof encode>;
}

const asOptional = <Input, Output>({
  operation,
  encoded,
}: Encoded<Input, Output>): Encoded<Input, Output> => ({
  operation,
  encoded: { ...encoded, isOptional: encoded.return < Infinity },
});

/**
 * The fewest last operations, doubling their number, that are illegal from whatever state. What was under way when they
 * began may have taken effect before.
 */
function lastIllegal<Input, Output>(
  past: readonly Encoded<Input, Output>[],
  isIllegal: (window: readonly Encoded<Input, Output>[]) => boolean,
): readonly Encoded<Input, Output>[] | undefined {
  const returns = past
    .map(({ encoded }) => encoded.return)
    .filter((end) => end < Infinity)
    .sort((a, b) => b - a);
  for (let size = 8; size < returns.length; size *= 2) {
    const start = returns[size] as number;
    const window = past
      .filter(({ encoded }) => encoded.return > start && (encoded.call > start || encoded.role !== 'reader'))
      .map((operation) => (operation.encoded.call > start ? operation : asOptional(operation)));
    if (isIllegal(window)) return window;
  }
  return undefined;
}

/** Groups operations that can only be left out together: those about values that some operation ties to each other. */
function clustersOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly TimedOperation<Input, Output>[],
): { optional: TimedOperation<Input, Output>[][]; fixed: TimedOperation<Input, Output>[] } {
  const tied = new Map<Scalar, Scalar>();
  const rootOf = (value: Scalar): Scalar => {
    let root = value;
    for (let next = tied.get(root); next !== undefined && next !== root; next = tied.get(root)) root = next;
    tied.set(value, root);
    return root;
  };
  const about = operations.map((operation) => {
    const values = valuesOf(model, operation);
    for (const value of values) tied.set(rootOf(value), rootOf(values[0] as Scalar));
    return values[0];
  });
  const clusters = new Map<Scalar, TimedOperation<Input, Output>[]>();
  const fixed: TimedOperation<Input, Output>[] = [];
  for (const [at, operation] of operations.entries()) {
    const value = about[at];
    const cluster = value === undefined ? fixed : clusters.get(rootOf(value));
    if (cluster) cluster.push(operation);
    else clusters.set(rootOf(value as Scalar), [operation]);
  }
  return { optional: [...clusters.values()], fixed };
}

/** Operations of which only some are certain to have happened. Reads that are not are left out, as they do nothing. */
function relaxAllBut<State, Input, Output>(
  certain: ReadonlySet<TimedOperation<Input, Output>>,
  operations: readonly TimedOperation<Input, Output>[],
  model: Model<State, Input, Output>,
): TimedOperation<Input, Output>[] {
  return operations
    .filter((operation) => certain.has(operation) || !model.readOnly?.(operation.input, answerOf(operation)))
    .map((operation) => (certain.has(operation) ? operation : { ...operation, outcome: 'info' }));
}

function contextOf<State, Input, Output>(
  model: Model<State, Input, Output>,
  needed: readonly TimedOperation<Input, Output>[],
  others: readonly TimedOperation<Input, Output>[],
): TimedOperation<Input, Output>[] {
  const about = new Set(needed.flatMap((operation) => valuesOf(model, operation)));
  return others
    .filter(
      (operation) =>
        !model.readOnly?.(operation.input, answerOf(operation)) &&
        valuesOf(model, operation).some((value) => about.has(value)),
    )
    .slice(-MOST_CONTEXT);
}

const valuesOf = <State, Input, Output>(
  model: Model<State, Input, Output>,
  operation: TimedOperation<Input, Output>,
): readonly Scalar[] => model.values?.(operation.input, answerOf(operation)) ?? [];

const inOrder = <Input, Output>(
  operations: readonly TimedOperation<Input, Output>[],
): TimedOperation<Input, Output>[] => [...operations].sort((a, b) => a.call - b.call);
