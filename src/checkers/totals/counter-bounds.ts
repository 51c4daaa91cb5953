import type { History, Operation } from '../../history/operation.js';
import { HistoryError } from '../../history/pair.js';
import type { Anomaly } from '../checker.js';
import { defineChecker, type Findings } from '../define-checker.js';
import { inEventOrder } from '../event-order.js';
import { Witness } from '../witness.js';

export const reading = ['read', 'get'];
const adding = ['add', 'inc', 'increment'];
const subtracting = ['subtract', 'dec', 'decrement'];
const answering = ['add-and-get'];
const changing = [...adding, ...subtracting, ...answering];

export const counterOperations = [...reading, ...changing];

/**
 * Counter bounds (Jepsen's `checker/counter`): a counter begins at 0, and a read lies between the least and the most that it
 * can have been. Increments acknowledged before the read began are certainly in, those begun before its end may be; for
 * decrements the other way round.
 *
 *     p1  ├─ add 2 ─┤
 *     p2       ├────── add 3 ──────┤
 *     p3              ├─ read: 2 … 5 ─┤
 *
 * An `add-and-get` is an add, and a read of the sum after it. Counters are told apart by key; one that reads as `null` is not
 * there yet, and counts as 0.
 */
export const counterBounds = defineChecker({
  guarantee: 'counter-bounds',
  summary: 'a counter reads as no less than was certainly added, and no more than may have been',
  operations: counterOperations,
  suits: isCounterHistory,
  what: 'reads of a counter',
  find: ({ operations }, { maxAnomalies }) => readsOutOfBounds(operations, maxAnomalies),
});

/** Whether numbers are added to, and reads answer them. */
export function isCounterHistory({ operations }: History): boolean {
  return (
    operations.some(({ f, type }) => changing.includes(f) && type !== 'fail') &&
    operations.every(
      ({ f, type, output }) => type !== 'ok' || !reading.includes(f) || Number.isSafeInteger(output ?? 0),
    )
  );
}

/**
 * The reads of counters that are out of bounds.
 * @param limit so many are spelled out
 * @throws HistoryError when an amount or an answer is not a whole number
 */
export function readsOutOfBounds(operations: readonly Operation[], limit: number): Findings {
  const counters = new Map<string | undefined, Counter>();
  const counterOf = ({ key }: Operation): Counter => {
    const counter = counters.get(key) ?? new Counter();
    counters.set(key, counter);
    return counter;
  };
  inEventOrder(operations, {
    began: (operation) => operation.type !== 'fail' && counterOf(operation).began(operation),
    ended: (operation) => operation.type === 'ok' && counterOf(operation).ended(operation),
  });
  const all = [...counters.values()];
  return {
    anomalies: all.flatMap((counter) => counter.anomalies(limit)),
    count: all.reduce((sum, { outside }) => sum + outside.length, 0),
    chances: all.reduce((sum, { reads }) => sum + reads, 0),
  };
}

/** The amounts of some operations, those above 0 apart from those below. */
class Sums {
  up = 0;
  down = 0;

  add(amount: number): void {
    if (amount > 0) this.up += amount;
    else this.down += amount;
  }
}

/** A read out of bounds, before its own amount if it is an `add-and-get`. */
interface Outside {
  readonly read: Operation;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** What could at most make up for it: all that may be in and has the sign that helps the read. */
  readonly allowance: number;
}

interface Change {
  readonly operation: Operation;
  readonly amount: number;
}

class Counter {
  reads = 0;
  readonly outside: Outside[] = [];
  readonly #begun = new Sums();
  readonly #done = new Sums();
  readonly #changes: Change[] = [];
  /** What was certainly in when a read began, which is still under way. */
  readonly #before = new Map<Operation, { readonly up: number; readonly down: number }>();

  began(operation: Operation): void {
    if (changing.includes(operation.f)) {
      const amount = amountOf(operation);
      this.#begun.add(amount);
      if (operation.type === 'ok') this.#changes.push({ operation, amount });
    }
    if (operation.type !== 'ok' || !readsIt(operation)) return;
    this.#before.set(operation, { up: this.#done.up, down: this.#done.down });
  }

  ended(operation: Operation): void {
    const own = changing.includes(operation.f) ? amountOf(operation) : 0;
    const before = this.#before.get(operation);
    if (before) {
      this.#before.delete(operation);
      this.#judge(operation, own, before);
    }
    if (own !== 0) this.#done.add(own);
  }

  #judge(read: Operation, own: number, before: { readonly up: number; readonly down: number }): void {
    this.reads++;
    const value = answerOf(read) - own;
    const up = this.#begun.up - Math.max(0, own);
    const down = this.#begun.down - Math.min(0, own);
    const [least, most] = [before.up + down, before.down + up];
    if (value < least) this.outside.push({ read, value, least, most, allowance: down });
    if (value > most) this.outside.push({ read, value, least, most, allowance: up });
  }

  /** @param limit so many are spelled out */
  anomalies(limit: number): Anomaly[] {
    if (this.outside.length === 0) return [];
    const changes = [...this.#changes].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
    return this.outside.slice(0, limit).map((one) => outOfBounds(one, changes));
  }
}

/**
 * Tells why a read is out of bounds with as few operations as it takes: so many of those that must be in that not
 * even all that may help the read makes up for them.
 * @param changes acknowledged ones, the largest first
 */
function outOfBounds({ read, value, least, most, allowance }: Outside, changes: readonly Change[]): Anomaly {
  const sign = value < least ? 1 : -1;
  const needed: Operation[] = [];
  let sum = allowance;
  for (const { operation, amount } of changes) {
    if (sign * (sum - value) > 0) break;
    if (amount * sign < 0 || operation.completedIndex >= read.index) continue;
    needed.push(operation);
    sum += amount;
  }
  const witness = new Witness().add(...needed.sort((a, b) => a.index - b.index), read);
  for (const operation of needed) witness.inRealTime(operation, read);
  const own = answerOf(read) - value;
  return witness.anomaly({
    kind: 'counter-out-of-bounds',
    guarantee: 'counter-bounds',
    ...(read.key !== undefined && { key: read.key }),
    facts: { value: value + own, least: least + own, most: most + own },
  });
}

const readsIt = ({ f }: Operation): boolean => reading.includes(f) || answering.includes(f);

/** @throws HistoryError when it is not a whole number */
function amountOf(operation: Operation): number {
  const { f, input } = operation;
  const amount = wholeNumber(input === null ? 1 : input, 'the amount', operation);
  return subtracting.includes(f) ? -amount : amount;
}

function answerOf(operation: Operation): number {
  return wholeNumber(operation.output ?? 0, 'the answer', operation);
}

function wholeNumber(value: unknown, what: string, { f, index }: Operation): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new HistoryError(
    index + 1,
    `expected ${what} of this ${f} to be a whole number, but it is ${JSON.stringify(value)}. Count fractions in their smallest unit, such as cents.`,
  );
}
