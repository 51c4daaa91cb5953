import type { RegisterInput, RegisterOutput, TimedOperation } from '../../src/checkers/porcupine/index.js';
import { stream } from '../../src/plan/stream.js';
import { closedLoop, type LoopShape } from './closed-loop.js';

type Value = number | null;

/** An operation on one of many registers. */
export type RegisterOperation = TimedOperation<
  { readonly key: string; readonly input: RegisterInput<Value> },
  RegisterOutput<Value>
>;

/** What clients do to registers whose initial value is `null`. */
export interface RegisterShape extends LoopShape {
  /**
   * Shares of reads and of writes; the rest are compare-and-sets. They mostly expect what is there when they are called,
   * else what their client saw last; with few values, any of them.
   */
  readonly reads: number;
  readonly writes: number;
  readonly keys?: number;
  /** Values are drawn from 0 up to this; without it each written value is unique. */
  readonly values?: number;
  /** So many writes, not among the last, are of unknown outcome; about half of them take effect. */
  readonly unknown?: number;
}

/** How often a compare-and-set expects what is there. */
const WELL_INFORMED = 0.7;

/** Where operations of unknown outcome are, as shares of the history: reads are to follow that may have seen them. */
const UNKNOWN_FROM = 0.05;
const UNKNOWN_TO = 0.6;

/** A history of registers that is linearizable, since it really happened. */
export function registerHistory(shape: RegisterShape): RegisterOperation[] {
  const { seed, operations, clients, reads, writes, keys = 1, values, unknown = 0 } = shape;
  const { unit } = stream(seed, 'registers');
  const content = new Map<string, Value>();
  const lastSeen = Array.from({ length: clients }, () => new Map<string, Value>());
  const unknownFrom = Array.from(
    { length: unknown },
    () => operations * (UNKNOWN_FROM + (UNKNOWN_TO - UNKNOWN_FROM) * unit()),
  ).sort((a, b) => b - a);
  let written = 0;
  const newValue = (): number => (values === undefined ? ++written : Math.floor(unit() * values));
  const seenBy = (client: number): Map<string, Value> => lastSeen[client] as Map<string, Value>;
  return closedLoop<RegisterOperation['input'], RegisterOutput<Value>>(shape, {
    call(client) {
      const key = `k${Math.floor(unit() * keys)}`;
      const kind = unit();
      if (kind < reads) return { key, input: { f: 'read' } };
      if (kind < reads + writes) return { key, input: { f: 'write', value: newValue() } };
      const expected =
        values !== undefined
          ? newValue()
          : ((unit() < WELL_INFORMED ? content : seenBy(client)).get(key) ?? null);
      return { key, input: { f: 'cas', expected, value: newValue() } };
    },
    apply({ key, input }, client) {
      const before = content.get(key) ?? null;
      seenBy(client).set(key, before);
      if (input.f === 'read') return before;
      if (input.f === 'cas' && before !== input.expected) return undefined;
      content.set(key, input.value);
      seenBy(client).set(key, input.value);
      return input.f === 'cas' ? true : null;
    },
    isUnknown({ input }, position) {
      if (input.f !== 'write' || position < (unknownFrom.at(-1) ?? Infinity)) return undefined;
      unknownFrom.pop();
      return { happens: unit() < 0.5 };
    },
  });
}

/** The same operations for a model of one register. */
export function withoutKeys(
  history: readonly RegisterOperation[],
): TimedOperation<RegisterInput<Value>, RegisterOutput<Value>>[] {
  // Field by field, as a reader of files would make them: a copy by spreading is slower to read.
  return history.map(({ input: { input }, output, call, return: end, outcome }) => ({
    input,
    output,
    call,
    return: end,
    outcome,
  }));
}

/**
 * The history with one late read that returns a value certainly overwritten before the read was called, whatever the
 * order of the others: the last such read, with the value that was overwritten last.
 * @throws Error when the history has no such read
 */
export function withStaleRead(history: readonly RegisterOperation[]): RegisterOperation[] {
  const byReturn = history
    .filter(({ outcome, input }) => outcome === 'ok' && input.input.f !== 'read')
    .sort((a, b) => (b.return as number) - (a.return as number));
  const late = Math.floor(history.length * 0.9);
  for (let at = late; at < history.length; at++) {
    const read = history[at] as RegisterOperation;
    if (read.outcome !== 'ok' || read.input.input.f !== 'read') continue;
    const past = byReturn.filter(
      ({ input, return: end }) => input.key === read.input.key && (end as number) < read.call,
    );
    for (const overwriter of past.slice(0, 50)) {
      const stale = past.find(({ return: end, input }) => {
        if (input.input.f === 'read' || (end as number) >= overwriter.call) return false;
        return !mayHaveBeenWrittenSince(history, input.key, input.input.value, overwriter.call, read);
      });
      if (!stale || stale.input.input.f === 'read') continue;
      return history.map((one, place) =>
        place === at ? { ...read, output: (stale.input.input as { value: Value }).value } : one,
      );
    }
  }
  throw new Error('No read of this history is late enough to be stale.');
}

/** Whether a value can have been written at some time after a moment and before a read had returned. */
function mayHaveBeenWrittenSince(
  history: readonly RegisterOperation[],
  key: string,
  value: Value,
  moment: number,
  read: RegisterOperation,
): boolean {
  return history.some(
    ({ input, call, return: end = Infinity, outcome }) =>
      outcome !== 'fail' &&
      input.key === key &&
      input.input.f !== 'read' &&
      input.input.value === value &&
      end >= moment &&
      call <= (read.return as number),
  );
}
