import type { Operation } from '../../../src/history/operation.js';
import { isPossible, orders, readsOf } from './orders.js';

/** What clients did, as the models of session order see it: writes that took effect, and reads of one key each. */
interface Sessions {
  readonly writes: readonly Operation[];
  readonly reads: readonly Operation[];
  readonly sourceOf: (read: Operation) => Operation | undefined;
  /** Session order. Reads of one operation are in no order among them. */
  readonly before: (a: Operation, b: Operation) => boolean;
  /** Session order and reads-from, closed. */
  readonly causes: (a: Operation, b: Operation) => boolean;
}

/** Undefined when some read returned what no write can have given: then every model is broken. */
function sessionsOf(operations: readonly Operation[]): Sessions | undefined {
  const reads = readsOf(operations);
  return reads.every((read) => isPossible(read, operations)) ? among(operations, reads) : undefined;
}

function among(operations: readonly Operation[], reads: readonly Operation[]): Sessions {
  const sees = (read: Operation, write: Operation): boolean =>
    write.f === 'write' && read.key === write.key && read.output === write.input;
  const sourceOf = (read: Operation): Operation | undefined =>
    operations.find((write) => write.type !== 'fail' && sees(read, write));
  const writes = operations.filter(
    (write) =>
      write.f === 'write' &&
      (write.type === 'ok' || (write.type === 'info' && reads.some((read) => sees(read, write)))),
  );
  const all = [...writes, ...reads];
  const before = (a: Operation, b: Operation): boolean => a.process === b.process && a.index < b.index;
  const direct = all.map((a) => all.map((b) => before(a, b) || (readsFrom(a, b) && a !== b)));
  function readsFrom(a: Operation, b: Operation): boolean {
    return b.f === 'read' && sourceOf(b) === a;
  }
  for (let k = 0; k < all.length; k++) {
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j < all.length; j++) {
        if (direct[i]?.[k] && direct[k]?.[j]) (direct[i] as boolean[])[j] = true;
      }
    }
  }
  const causes = (a: Operation, b: Operation): boolean => direct[all.indexOf(a)]?.[all.indexOf(b)] ?? false;
  return { writes, reads, sourceOf, before, causes };
}

const last = (writes: readonly Operation[], read: Operation): Operation | undefined =>
  writes.filter(({ key }) => key === read.key).at(-1);

/** Causal consistency: for each read some order of the writes in its causal past makes it right. */
export function isCausallyConsistent(operations: readonly Operation[]): boolean {
  const sessions = sessionsOf(operations);
  if (!sessions) return false;
  const { writes, reads, sourceOf, causes } = sessions;
  if ([...writes, ...reads].some((one) => causes(one, one))) return false;
  return reads.every((read) => {
    const past = writes.filter((write) => causes(write, read));
    for (const order of orders(past, causes)) if (last(order, read) === sourceOf(read)) return true;
    return false;
  });
}

/** Causal convergence: one order of all writes, in which causes come first, makes each read right among those in its past. */
export function isCausallyConvergent(operations: readonly Operation[]): boolean {
  const sessions = sessionsOf(operations);
  if (!sessions) return false;
  const { writes, reads, sourceOf, causes } = sessions;
  if ([...writes, ...reads].some((one) => causes(one, one))) return false;
  for (const order of orders(writes, causes)) {
    const isRight = (read: Operation): boolean =>
      last(
        order.filter((write) => causes(write, read)),
        read,
      ) === sourceOf(read);
    if (reads.every(isRight)) return true;
  }
  return false;
}

/** Causal memory: for each session some order of all writes in its causal past, and of its reads, makes these right. */
export function isCausalMemory(operations: readonly Operation[]): boolean {
  const sessions = sessionsOf(operations);
  if (!sessions) return false;
  const { writes, reads, causes } = sessions;
  if ([...writes, ...reads].some((one) => causes(one, one))) return false;
  return [...new Set(reads.map(({ process }) => process))].every((process) => {
    const own = reads.filter((read) => read.process === process);
    const known = writes.filter((write) => own.some((read) => causes(write, read)));
    for (const order of orders([...known, ...own], causes)) if (isRightOrder(sessions, order)) return true;
    return false;
  });
}

/** Whether each read of an order returns the last write of its key before it. */
function isRightOrder({ sourceOf }: Sessions, order: readonly Operation[]): boolean {
  return order.every(
    (one, at) =>
      one.f === 'write' ||
      last(
        order.slice(0, at).filter(({ f }) => f === 'write'),
        one,
      ) === sourceOf(one),
  );
}

/**
 * PRAM: one order of all writes that keeps each session's own makes each read right among those that its session must
 * have seen: its own, those that it read, and what their sessions had written before.
 */
export function isPram(operations: readonly Operation[]): boolean {
  const sessions = sessionsOf(operations);
  if (!sessions) return false;
  const { writes, reads, sourceOf, before } = sessions;
  const mustSee = (read: Operation): Operation[] => {
    const seen = [read, ...reads.filter((one) => before(one, read))].flatMap((one) => sourceOf(one) ?? []);
    return writes.filter(
      (write) => before(write, read) || seen.some((one) => one === write || before(write, one)),
    );
  };
  for (const order of orders(writes, before)) {
    const isRight = (read: Operation): boolean => {
      const visible = mustSee(read);
      return (
        last(
          order.filter((write) => visible.includes(write)),
          read,
        ) === sourceOf(read)
      );
    };
    if (reads.every(isRight)) return true;
  }
  return false;
}

/** Sequential consistency: one order of all operations that keeps each session's own makes every read right. */
export function isSequentiallyConsistent(operations: readonly Operation[]): boolean {
  const sessions = sessionsOf(operations);
  if (!sessions) return false;
  const { writes, reads, before } = sessions;
  for (const order of orders([...writes, ...reads], before)) if (isRightOrder(sessions, order)) return true;
  return false;
}

/**
 * Monotonic writes and writes follow reads, as clients can see them: who has read a write, at that moment or before, reads
 * nothing that is causally older than what the write's session had `done` before it. Values out of thin air are passed over.
 */
function seesWhatCameBefore(
  operations: readonly Operation[],
  done: (sessions: Sessions, write: Operation) => readonly Operation[],
): boolean {
  const sessions = among(
    operations,
    readsOf(operations).filter((read) => isPossible(read, operations)),
  );
  const { reads, sourceOf, before, causes } = sessions;
  if ([...sessions.writes, ...reads].some((one) => causes(one, one))) return true;
  return reads.every((read) => {
    const seen = [read, ...reads.filter((one) => before(one, read))]
      .flatMap((one) => sourceOf(one) ?? [])
      .filter(({ process }) => process !== read.process);
    const required = seen.flatMap((write) => done(sessions, write)).filter(({ key }) => key === read.key);
    const source = sourceOf(read);
    return required.every((one) => source !== undefined && !(source !== one && causes(source, one)));
  });
}

export const keepsMonotonicWrites = (operations: readonly Operation[]): boolean =>
  seesWhatCameBefore(operations, ({ writes, before }, write) => writes.filter((one) => before(one, write)));

export const keepsWritesFollowReads = (operations: readonly Operation[]): boolean =>
  seesWhatCameBefore(operations, ({ reads, sourceOf, before }, write) =>
    reads.filter((one) => before(one, write)).flatMap((one) => sourceOf(one) ?? []),
  );
