import { againstTime } from './forced-order.js';
import type { Decision, Scalar } from './model.js';
import type { AppendLogInput } from './models/append-log.js';
import type { TimedOperation } from './operation.js';

const METHOD = 'log-order';

type Operation<Value> = TimedOperation<AppendLogInput<Value>, readonly Value[] | number | null>;

const violated = (...conflict: number[]): Decision => ({
  linearizable: false,
  method: METHOD,
  conflict: conflict.filter((at) => at >= 0),
});

/**
 * Decides a log whose entries are unique: the longest read orders them, every other read must be a beginning of it, and
 * what is left is to compare that order with time. Linear in what the reads returned, but for sorting.
 *
 * Undefined when a value is appended twice, when a read does not begin with the first entry, or when appends that nobody
 * read answered positions with gaps between.
 */
export function decideLogOrder<Value extends Scalar>(
  operations: readonly Operation<Value>[],
): Decision | undefined {
  const appends = new Map<Value, number>();
  let longest = -1;
  let log: readonly Value[] = [];
  for (const [at, { input, output, outcome }] of operations.entries()) {
    if (input.f === 'append') {
      if (appends.has(input.value)) return undefined;
      appends.set(input.value, at);
    } else if (outcome === 'ok') {
      if (input.from !== undefined && input.from !== 0) return undefined;
      const read = output as readonly Value[];
      if (longest >= 0 && read.length <= log.length) continue;
      [longest, log] = [at, read];
    }
  }
  const ranks = new Int32Array(operations.length).fill(-1);
  for (const [position, value] of log.entries()) {
    const at = appends.get(value);
    if (at === undefined || (ranks[at] as number) >= 0) return violated(longest);
    ranks[at] = 2 * position + 1;
  }
  for (const [at, { input, output, outcome }] of operations.entries()) {
    if (input.f === 'append' || outcome !== 'ok') continue;
    const read = output as readonly Value[];
    if (read.some((value, position) => value !== log[position])) return violated(at, longest);
    ranks[at] = 2 * read.length;
  }
  const misplaced = appendAtOtherPosition(operations, ranks);
  if (misplaced >= 0) return violated(misplaced, longest);
  if (!rankUnread(operations, log.length, ranks)) return undefined;
  const conflict = againstTime(operations, ranks);
  return conflict ? violated(...conflict) : { linearizable: true, method: METHOD };
}

/** An append that answered another position than its entry was read at; -1 when there is none. */
function appendAtOtherPosition(operations: readonly Operation<unknown>[], ranks: Int32Array): number {
  return operations.findIndex(
    ({ input, output, outcome }, at) =>
      input.f === 'append' &&
      outcome === 'ok' &&
      typeof output === 'number' &&
      (ranks[at] as number) >= 0 &&
      2 * output + 1 !== ranks[at],
  );
}

/**
 * Ranks the appends that certainly happened and that nobody read: after all others; by the positions that they
 * answered, or all alike when they answered none. False when that does not order them.
 */
function rankUnread(operations: readonly Operation<unknown>[], read: number, ranks: Int32Array): boolean {
  const unread = [...operations.keys()].filter((at) => {
    const { input, outcome } = operations[at] as Operation<unknown>;
    return input.f === 'append' && outcome === 'ok' && (ranks[at] as number) < 0;
  });
  const answers = unread.map((at) => (operations[at] as Operation<unknown>).output);
  const positions = answers.filter((answer) => typeof answer === 'number').sort((a, b) => a - b);
  const hasGaps =
    positions.length < unread.length || positions.some((position, at) => position !== read + at);
  if (positions.length > 0 && hasGaps) return false;
  for (const [place, at] of unread.entries()) {
    const answer = answers[place];
    ranks[at] = 2 * (typeof answer === 'number' ? answer : read) + 1;
  }
  return true;
}
