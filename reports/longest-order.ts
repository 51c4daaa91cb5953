import type { Value } from '../src/history/event.js';
import type { Operation } from '../src/history/operation.js';

/** How far operations of one register fit into one order, and what stands in the way of the next. */
export interface LongestOrder {
  /** The operations in an order that real time and their values allow, as many as can be. */
  readonly order: readonly Operation[];
  /** What the register holds after them. */
  readonly holds: Value;
  /** The operations that real time would allow to come next: each of them is a read of something else. */
  readonly stuck: readonly Operation[];
}

/** The search grows fast with their number. */
const MAX_OPERATIONS = 12;

/**
 * The longest order of a few operations on one key in which each read returns what was written last, and none comes
 * before one that had ended when it began (Wing and Gong, "Testing and Verifying Concurrent Objects", 1993). Writes of
 * unknown outcome may be left out. Undefined when all of them fit, or when they are no reads and writes of one key.
 * @param initial what the register holds before any write
 */
export function longestOrder(
  operations: readonly Operation[],
  initial: Value = null,
): LongestOrder | undefined {
  const all = operations.filter(({ type, f }) => type === 'ok' || (type === 'info' && f === 'write'));
  const isRegister = all.every(
    ({ f, key }) => (f === 'read' || f === 'write') && key !== undefined && key === all[0]?.key,
  );
  if (!isRegister || all.length === 0 || all.length > MAX_OPERATIONS) return undefined;
  const needed = all.filter(({ type }) => type === 'ok').length;
  // Values may be large, and are compared often.
  const valueOf = new Map(
    all.map((operation) => {
      const { f, input, output } = operation;
      return [operation, JSON.stringify(f === 'write' ? input : output)];
    }),
  );
  const numbers = new Map([JSON.stringify(initial), ...valueOf.values()].map((name, at) => [name, at]));
  const numberOf = (operation: Operation): number => numbers.get(valueOf.get(operation) as string) as number;
  const tried = new Set<string>();
  let best: LongestOrder | undefined;
  let most = -1;
  const walk = (order: readonly Operation[], holds: Value, number: number | undefined): void => {
    const done = order.filter(({ type }) => type === 'ok').length;
    const left = all.filter((operation) => !order.includes(operation));
    const allowed = left.filter(({ index }) => left.every(({ completedIndex }) => completedIndex > index));
    const next = allowed.filter((operation) => operation.f === 'write' || numberOf(operation) === number);
    if (done > most) {
      most = done;
      best = { order, holds, stuck: allowed.filter((operation) => !next.includes(operation)) };
    }
    if (done === needed) return;
    const name = `${left.map(({ index }) => index).join()} ${number}`;
    if (tried.has(name)) return;
    tried.add(name);
    for (const operation of next) {
      walk([...order, operation], operation.f === 'write' ? operation.input : holds, numberOf(operation));
    }
  };
  walk([], initial, numbers.get(JSON.stringify(initial)));
  return most === needed ? undefined : best;
}
