import type { Value } from '../../history/event.js';
import type { Operation } from '../../history/operation.js';
import type { Scalar } from '../porcupine/model.js';
import { Unfit } from './object-model.js';

/** A value that models can compare: lists and maps become texts, equal ones the same. */
export function scalarOf(value: Value): Scalar {
  return typeof value === 'object' && value !== null ? JSON.stringify(inOrder(value)) : value;
}

function inOrder(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(inOrder);
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder((value as Fields)[name] ?? null)]));
}

/** A map's entries by name. */
export type Fields = Readonly<Record<string, Value>>;

export const isFields = (value: Value): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** An item of a queue or stack. */
export function itemOf(value: Value): string | number {
  if (value === null) throw new Unfit('a value other than null, which stands for "empty"');
  const item = scalarOf(value);
  return typeof item === 'boolean' || item === null ? String(item) : item;
}

/** What was taken from a queue or stack; null when it was empty. */
export const takenOf = (value: Value): string | number | null => (value === null ? null : itemOf(value));

export function numberOf(value: Value): number {
  if (typeof value !== 'number') throw new Unfit('a number that a double holds exactly');
  return value;
}

/** The expected and the new value of a compare-and-set. */
export function pairOf(value: Value): readonly [expected: Scalar, value: Scalar] {
  if (!isList(value) || value.length !== 2) throw new Unfit('[EXPECTED, NEW]');
  return [scalarOf(value[0] ?? null), scalarOf(value[1] ?? null)];
}

/** The key that an operation must name. */
export function keyOf({ key }: Operation): string {
  if (key === undefined) throw new Unfit('a key');
  return key;
}

/** Whether something changed, where the answer says so. */
export const changeOf = ({ output }: Operation): boolean | null =>
  typeof output === 'boolean' ? output : null;
