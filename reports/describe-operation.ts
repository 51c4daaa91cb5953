import { QUORUM_READERS, type Value } from '../src/history/event.js';
import type { Operation } from '../src/history/operation.js';
import { type TimeFormat, timeFormat } from './quantity.js';
import { showName, showText, showValue } from './show-value.js';

/** One operation, told in pieces that line up in a table. */
export interface OperationWords {
  /** `client 3`, or for the final phase `final reader n2` and `replica n2`, and while only a quorum is sound `quorum reader n2`. */
  readonly who: string;
  /** `write x=17`, `read x=9`. */
  readonly what: string;
  /** `ok`, `failed: refused`, `unknown: timeout`. */
  readonly outcome: string;
  /** `1.200–1.204 s`. */
  readonly when: string;
  /** The node the client spoke to; empty when nobody knows. */
  readonly where: string;
}

/** An operation in words. */
export function describeOperation(
  operation: Operation,
  times: TimeFormat = timeFormat([operation.invokedAt, operation.endedAt]),
): OperationWords {
  return {
    who: actorOf(operation),
    what: whatOf(operation),
    outcome: outcomeOf(operation),
    when: times.stretch(operation.invokedAt, operation.completedAt),
    where: operation.node === undefined ? '' : showName(operation.node),
  };
}

/** `client 3  write x=17  ok  1.200–1.204 s  at n2`. */
export function operationLine(operation: Operation, times?: TimeFormat): string {
  const { who, what, outcome, when, where } = describeOperation(operation, times);
  return [who, what, outcome, when, where && `at ${where}`].filter(Boolean).join('  ');
}

/** Who did it. */
export function actorOf({ process, f, final, node }: Operation): string {
  const at = node === undefined ? `${process}` : showName(node);
  if (!final) return process < QUORUM_READERS ? `client ${process}` : `quorum reader ${at}`;
  return f === 'inspect' ? `replica ${at}` : `final reader ${at}`;
}

/** How much to say. */
export interface WhatOptions {
  /** About so many characters of each value. */
  readonly length?: number | undefined;
  /** Of an operation over several keys only these are named, if it has one of them. */
  readonly keys?: ReadonlySet<string> | undefined;
}

/** What was done and what came of it: `write x=17`, `read x=9`, `read x=1 y=null`, `cas x [1, 2] → true`. */
export function whatOf(operation: Operation, { length, keys }: WhatOptions = {}): string {
  const { f, key, input, output, type } = operation;
  switch (f) {
    case 'write':
      return `write ${pair(key, input, length)}`;
    case 'read':
      return type === 'ok'
        ? `read ${pair(key, output, length)}`
        : `read${key === undefined ? '' : ` ${showName(key)}`}`;
    case 'multi-read':
      return type === 'ok' && isFields(output)
        ? `read ${pairs(Object.entries(output), length, keys)}`
        : `read ${
            isFields(input)
              ? Object.keys(input)
                  .slice(0, 8)
                  .map((name) => showName(name))
                  .join(' ')
              : ''
          }`.trimEnd();
    case 'inspect':
      return type === 'ok' && isFields(output)
        ? `holds ${pairs(
            Object.entries(output).map(([name, held]) => [name, heldValue(held)]),
            length,
            keys,
          )}`
        : 'inspect';
    default: {
      const subject = key === undefined ? '' : ` ${showName(key)}`;
      const argument = input === null ? '' : ` ${showValue(input, length)}`;
      const result = type === 'ok' && output !== input ? ` → ${showValue(output, length)}` : '';
      return `${showName(f)}${subject}${argument}${result}`;
    }
  }
}

/** `x=17`. */
export function pair(key: string | undefined, value: Value, length?: number): string {
  return key === undefined ? showValue(value, length) : `${showName(key)}=${showValue(value, length)}`;
}

const SHOWN_PAIRS = 8;

function pairs(
  fields: readonly (readonly [string, Value])[],
  length?: number,
  keys?: ReadonlySet<string>,
): string {
  if (fields.length === 0) return 'nothing';
  const wanted = keys ? fields.filter(([name]) => keys.has(name)) : fields;
  const chosen = wanted.length > 0 ? wanted : fields;
  const shown = chosen.slice(0, SHOWN_PAIRS).map(([name, value]) => pair(name, value, length ?? 24));
  const left = fields.length - shown.length;
  if (left > 0) shown.push(chosen === fields ? `… ${left} more` : '…');
  return shown.join(' ');
}

/** A replica says of every key what it holds as `{value, version}`. */
function heldValue(held: Value): Value {
  return isFields(held) && 'value' in held ? (held['value'] ?? null) : held;
}

function isFields(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys that an operation is about. */
export function keysOf({ key, input, output, f }: Operation): readonly string[] {
  if (key !== undefined) return [key];
  if (f !== 'multi-read' && f !== 'inspect') return [];
  return Object.keys(isFields(output) ? output : isFields(input) ? input : {});
}

function outcomeOf({ type, error }: Operation): string {
  if (type === 'ok') return 'ok';
  const word = type === 'fail' ? 'failed' : 'unknown';
  if (!error) return type === 'fail' ? word : `${word}: no answer`;
  const text = error.text === undefined ? '' : ` (${showText(error.text, 80)})`;
  return `${word}: ${showText(error.kind, 40)}${text}`;
}
