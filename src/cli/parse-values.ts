import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Frequency } from '../campaign/regression.js';
import type { Value } from '../history/event.js';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `250ms`, `30s`, `1.5m` or `2h` as milliseconds; a bare number means seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  if (!match) throw new InvalidArgumentError('Expected a duration such as 250ms, 30s, 5m or 1h.');
  return Number(match[1]) * (units[match[2] ?? 's'] as number);
}

/** Reads a positive number. */
export function parsePositive(text: string): number {
  const number = Number(text);
  if (!(number > 0) || !Number.isFinite(number)) throw new InvalidArgumentError('Expected a number above 0.');
  return number;
}

/** Reads a whole number from 0. */
export function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

/** Reads a whole number from 1. */
export function parsePositiveCount(text: string): number {
  const count = parseCount(text);
  if (count === 0) throw new InvalidArgumentError('Expected a whole number above 0.');
  return count;
}

/** Reads `7/1000`: seven of a thousand failed. */
export function parseFrequency(text: string): Frequency {
  const [, failed, of] = /^(\d+)\/(\d+)$/.exec(text.trim())?.map(Number) ?? [];
  if (failed === undefined || !of || failed > of) {
    throw new InvalidArgumentError('Expected how many failed of how many, such as 7/1000.');
  }
  return { failed, of };
}

/** Reads `a,b,c`; `none` is the empty list. */
export function parseList(text: string): string[] {
  if (text === 'none') return [];
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Reads `name=value`, adding to the ones before; numbers, `true`, `false` and other JSON stand for themselves. */
export function parseAssignment(text: string, before: Record<string, Value> = {}): Record<string, Value> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected name=value, such as w=3.');
  return { ...before, [text.slice(0, at).trim()]: parseValue(text.slice(at + 1).trim()) };
}

/** Reads JSON: numbers, `true`, `null`, `"3"`; any other word stands for itself. */
export function parseValue(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
