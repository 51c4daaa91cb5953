import type { TimedOperation } from './operation.js';

/** A value that was put into a container and perhaps taken out again, with the times in which each may have happened. */
export interface Item {
  /** Positions of its operations; -1 for one that was never taken. */
  readonly put: number;
  readonly take: number;
  readonly putFrom: number;
  /** `Infinity` when the outcome is unknown. */
  readonly putBy: number;
  /** `Infinity` when it was never taken. */
  readonly takeFrom: number;
  readonly takeBy: number;
}

/** What the operations on a queue or a stack were about. */
export interface Contents {
  /** Those that certainly were in it; in order of their puts. */
  readonly items: readonly Item[];
  /** Positions of the takes that found it empty. */
  readonly empty: readonly number[];
  /** Positions of the takes of which nobody knows what they took. */
  readonly unknown: readonly number[];
}

/**
 * Matches puts with takes by their values. A put of unknown outcome counts if somebody took what it put.
 *
 * @param putOf the value that an operation puts; undefined for one that takes
 * @returns the positions of operations that contradict each other where a value was taken that was not put, or twice, or
 *   before it was put; undefined when a value is put twice, so that takes cannot be matched
 */
export function contentsOf<Input, Value>(
  operations: readonly TimedOperation<Input, Value | null>[],
  putOf: (input: Input) => Value | undefined,
): Contents | readonly number[] | undefined {
  const puts = new Map<Value, number>();
  for (let at = 0; at < operations.length; at++) {
    const value = putOf((operations[at] as TimedOperation<Input, Value | null>).input);
    if (value === undefined) continue;
    if (puts.has(value)) return undefined;
    puts.set(value, at);
  }
  const takes = new Map<number, number>();
  const empty: number[] = [];
  const unknown: number[] = [];
  for (let at = 0; at < operations.length; at++) {
    const { input, output, outcome, return: end } = operations[at] as TimedOperation<Input, Value | null>;
    if (putOf(input) !== undefined) continue;
    if (outcome !== 'ok') unknown.push(at);
    else if (output === null || output === undefined) empty.push(at);
    else {
      const put = puts.get(output);
      if (put === undefined) return [at];
      const other = takes.get(put);
      if (other !== undefined) return [other, at];
      if ((end as number) < (operations[put] as { readonly call: number }).call) return [put, at];
      takes.set(put, at);
    }
  }
  const items: Item[] = [];
  for (const put of puts.values()) {
    const { call, return: end, outcome } = operations[put] as TimedOperation<Input, Value | null>;
    const take = takes.get(put) ?? -1;
    if (outcome !== 'ok' && take < 0) continue;
    const taken = operations[take];
    items.push({
      put,
      take,
      putFrom: call,
      putBy: outcome === 'ok' ? (end as number) : Infinity,
      takeFrom: taken ? taken.call : Infinity,
      takeBy: taken ? (taken.return as number) : Infinity,
    });
  }
  return { items, empty, unknown };
}

/**
 * Lets the takes of unknown outcome have taken missing items, each one, as helps most where what must be gone by a moment
 * is whatever was in first: the item that was in first was taken by the take called first, and so on. Takes that are left
 * over took nothing.
 */
export function withUnknownTakes(
  operations: readonly { readonly call: number }[],
  { items, empty, unknown }: Contents,
): Contents {
  const missing = items.filter(({ takeFrom }) => takeFrom === Infinity).sort((a, b) => a.putBy - b.putBy);
  const callOf = (at: number): number => (operations[at] as { readonly call: number }).call;
  const takes = [...unknown].sort((a, b) => callOf(a) - callOf(b));
  const taken = new Map<Item, number>();
  for (const [place, take] of takes.entries()) {
    const item = missing[place];
    if (item) taken.set(item, take);
  }
  if (taken.size === 0) return { items, empty, unknown };
  return {
    items: items.map((item) => {
      const take = taken.get(item);
      return take === undefined ? item : { ...item, take, takeFrom: callOf(take) };
    }),
    empty,
    unknown: [],
  };
}

/** The items that certainly were inside for some time, by when that began: after their put and before their take. */
export const insideBy = (items: readonly Item[]): Item[] =>
  items.filter(({ putBy, takeFrom }) => putBy < takeFrom).sort((a, b) => a.putBy - b.putBy);

/**
 * The first take that found nothing although at each moment while it ran some item certainly was inside, with the items
 * that prove it.
 */
export function falselyEmpty(
  operations: readonly TimedOperation<unknown, unknown>[],
  { items, empty }: Contents,
): number[] | undefined {
  if (empty.length === 0) return undefined;
  const inside = insideBy(items);
  const takes = empty.map((at) => ({
    at,
    ...(operations[at] as { readonly call: number; readonly return: number }),
  }));
  takes.sort((a, b) => a.call - b.call);
  let next = 0;
  // Of the items that were inside before the take was called, those that keep it filled for longest.
  let [from, until] = [-Infinity, -Infinity];
  for (const take of takes) {
    while (next < inside.length && (inside[next] as Item).putBy < take.call) {
      const { putBy, takeFrom } = inside[next++] as Item;
      if (putBy >= until) from = putBy;
      until = Math.max(until, takeFrom);
    }
    if (until <= take.call) continue;
    let end = until;
    for (let at = next; end <= take.return && at < inside.length; at++) {
      const { putBy, takeFrom } = inside[at] as Item;
      if (putBy >= end) break;
      end = Math.max(end, takeFrom);
    }
    if (end <= take.return) continue;
    const proof = inside.filter(
      ({ putBy, takeFrom }) => putBy < take.return && takeFrom > take.call && putBy >= from,
    );
    return [take.at, ...proof.flatMap(({ put, take: taken }) => [put, taken])];
  }
  return undefined;
}
