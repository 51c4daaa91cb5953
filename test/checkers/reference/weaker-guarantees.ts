import type { Operation } from '../../../src/history/operation.js';
import { effectiveWrites, isPossible, orders, precedes, readsOf } from './orders.js';

/**
 * True when every order of the writes that respects real time, whichever writes of unknown outcome took effect, puts the one value before
 * the other. Values that did not take effect are nowhere, so such a choice is passed over.
 */
function alwaysOlder(one: unknown, other: unknown, writes: readonly Operation[]): boolean {
  for (const effective of effectiveWrites(writes)) {
    for (const order of orders(effective, precedes)) {
      const values = [null, ...order.map(({ input }) => input)] as unknown[];
      const [a, b] = [values.indexOf(one), values.indexOf(other)];
      if (a >= 0 && b >= 0 && a >= b) return false;
    }
  }
  return true;
}

function writesOf(operations: readonly Operation[], key: string | undefined): Operation[] {
  return operations.filter((operation) => operation.f === 'write' && operation.key === key);
}

/** Pairs of operations of one session, the first ended before the second began. */
function sessionPairs(
  operations: readonly Operation[],
  sessionOf: (operation: Operation) => unknown,
): [Operation, Operation][] {
  return operations.flatMap((a) =>
    operations
      .filter((b) => sessionOf(b) === sessionOf(a) && b.key === a.key && precedes(a, b))
      .map((b): [Operation, Operation] => [a, b]),
  );
}

/** For each read and each earlier acknowledged write of its session there is an order in which the read is no older. */
export function keepsReadYourWrites(
  operations: readonly Operation[],
  sessionOf: (operation: Operation) => unknown = ({ process }) => process,
): boolean {
  const reads = readsOf(operations).filter((read) => isPossible(read, operations));
  const acknowledged = operations.filter(({ f, type }) => f === 'write' && type === 'ok');
  return sessionPairs([...acknowledged, ...reads], sessionOf).every(
    ([write, read]) =>
      write.f !== 'write' ||
      read.f !== 'read' ||
      !alwaysOlder(read.output, write.input, writesOf(operations, read.key)),
  );
}

/** For each session and key there is an order of the writes in which what the session reads never goes back. */
export function keepsMonotonicReads(operations: readonly Operation[]): boolean {
  const reads = readsOf(operations).filter((read) => isPossible(read, operations));
  return reads.every(({ process, key }) => {
    const seen = reads.filter((read) => read.process === process && read.key === key);
    for (const writes of effectiveWrites(writesOf(operations, key))) {
      for (const order of orders(writes, precedes)) {
        const values: unknown[] = [null, ...order.map(({ input }) => input)];
        const places = seen.map(({ output }) => values.indexOf(output));
        if (places.every((place, at) => place >= 0 && place >= (places[at - 1] ?? 0))) return true;
      }
    }
    return false;
  });
}

/** What a regular register demands, of the reads that no write of their key overlaps. */
export function isSafe(operations: readonly Operation[]): boolean {
  const writes = operations.filter(({ f, type }) => f === 'write' && type !== 'fail');
  return isRegular(operations, (read) =>
    writes.every((write) => write.key !== read.key || precedes(write, read) || precedes(read, write)),
  );
}

/** For each read there is an order of all writes and this read that respects real time and makes it right. */
export function isRegular(
  operations: readonly Operation[],
  matters: (read: Operation) => boolean = () => true,
): boolean {
  return readsOf(operations)
    .filter(matters)
    .filter((read) => isPossible(read, operations))
    .every((read) => {
      for (const writes of effectiveWrites(writesOf(operations, read.key))) {
        for (const order of orders([...writes, read], precedes)) {
          const before = order[order.indexOf(read) - 1];
          if ((before ? before.input : null) === read.output) return true;
        }
      }
      return false;
    });
}

/** No acknowledged write is newer, in every order, than all that the final reads of its key returned. */
export function losesNoWrite(operations: readonly Operation[]): boolean {
  const finals = readsOf(operations).filter(({ final }) => final);
  return operations
    .filter(({ f, type }) => f === 'write' && type === 'ok')
    .every((write) => {
      const looks = finals.filter(({ key }) => key === write.key);
      return (
        looks.length === 0 ||
        !looks.every((look) => precedes(write, look) && isPossible(look, operations)) ||
        looks.some((look) => !alwaysOlder(look.output, write.input, writesOf(operations, write.key)))
      );
    });
}
