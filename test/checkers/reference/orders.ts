import type { Operation } from '../../../src/history/operation.js';

/** Every order of these things in which `before(a, b)` puts `a` before `b`. */
export function* orders<T>(things: readonly T[], before: (a: T, b: T) => boolean): Generator<readonly T[]> {
  if (things.length === 0) yield [];
  for (const first of things) {
    const rest = things.filter((thing) => thing !== first);
    if (rest.some((other) => before(other, first))) continue;
    for (const order of orders(rest, before)) yield [first, ...order];
  }
}

/** Every choice of some of these things, none and all included. */
export function* subsets<T>(things: readonly T[]): Generator<readonly T[]> {
  const [first, ...rest] = things;
  if (things.length === 0) {
    yield [];
    return;
  }
  for (const subset of subsets(rest)) {
    yield subset;
    yield [first as T, ...subset];
  }
}

/** Real time: `a` had ended when `b` began. */
export function precedes(a: Operation, b: Operation): boolean {
  return a.completedIndex < b.index;
}

/** Writes that took effect: the acknowledged ones, and any choice of those of unknown outcome. */
export function* effectiveWrites(operations: readonly Operation[]): Generator<readonly Operation[]> {
  const writes = operations.filter(({ f }) => f === 'write');
  const unknown = writes.filter(({ type }) => type === 'info');
  for (const some of subsets(unknown)) {
    yield writes.filter((write) => write.type === 'ok' || some.includes(write));
  }
}

/** Acknowledged reads, with a read of several keys as one read for each of them. */
export function readsOf(operations: readonly Operation[]): Operation[] {
  return operations.flatMap((operation) => {
    if (operation.type !== 'ok') return [];
    if (operation.f === 'read') return [operation];
    if (operation.f !== 'multi-read') return [];
    return Object.entries(operation.output as object).map(
      ([key, output]) => ({ ...operation, f: 'read', key, output: output as never }) satisfies Operation,
    );
  });
}

/** True when a read's value is the initial one, or was written by a write that may have taken effect by then. */
export function isPossible(read: Operation, operations: readonly Operation[]): boolean {
  return (
    read.output === null ||
    operations.some(
      (write) =>
        write.f === 'write' &&
        write.type !== 'fail' &&
        write.key === read.key &&
        write.input === read.output &&
        write.index < read.completedIndex,
    )
  );
}
