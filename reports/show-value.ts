import type { Value } from '../src/history/event.js';

/** Values are shown with about so many characters unless asked otherwise. */
const DEFAULT_LENGTH = 48;
const MAX_DEPTH = 6;

/**
 * What would not be seen, or would change how its neighbours are seen: controls, bidirectional marks, invisible and
 * unassigned characters, lone surrogates, unusual spaces, and marks piled upon each other.
 */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}/u;
const mark = /\p{M}/u;
const PILED_MARKS = 2;

const named: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCodePoint(character: string): string {
  const code = character.codePointAt(0) as number;
  return (
    named[character] ??
    (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`)
  );
}

/** Copies text until about `length` characters are used up. */
function visible(text: string, length: number, quoted: boolean): { shown: string; whole: boolean } {
  let shown = '';
  let marks = PILED_MARKS;
  // Only the beginning is looked at, however long the text is.
  for (const character of text.slice(0, length * 2 + 2)) {
    marks = mark.test(character) ? marks + 1 : 0;
    const piece =
      unseen.test(character) || marks > PILED_MARKS
        ? escapeCodePoint(character)
        : quoted && (character === '"' || character === '\\')
          ? `\\${character}`
          : character;
    if (shown.length + piece.length > length) return { shown, whole: false };
    shown += piece;
  }
  return { shown, whole: text.length <= length * 2 + 2 };
}

/**
 * Text of the system under test, such as an error, fit for people: on one line, shortened, nothing in it invisible.
 * @param length about so many characters are kept
 */
export function showText(text: string, length = 160): string {
  const { shown, whole } = visible(text, length, false);
  return whole ? shown : `${shown}…${lengthOf(text)}`;
}

/** The first characters of a text, none of them cut in two. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : [...text.slice(0, length * 2)].slice(0, length).join('');
}

/** Worth saying only where much is missing. */
function lengthOf(text: string): string {
  return text.length < 200 ? '' : ` (${text.length.toLocaleString('en')} characters)`;
}

function showString(text: string, length: number): string {
  const { shown, whole } = visible(text, length, true);
  return whole ? `"${shown}"` : `"${shown}…"${lengthOf(text)}`;
}

/** A key, a node, a field: bare where it is a plain word, else quoted. */
export function showName(name: string, length = 32): string {
  const plain = name.length <= length && /^[\p{L}\p{N}_][\p{L}\p{N}_.:@/+-]*$/u.test(name);
  return plain ? name : showString(name, length);
}

/**
 * A value as people should see it: much like JSON, but shortened and with everything invisible made visible.
 * @param length about so many characters are kept
 */
export function showValue(value: Value, length = DEFAULT_LENGTH): string {
  return show(value, length, 0);
}

function show(value: Value, length: number, depth: number): string {
  if (typeof value === 'string') return showString(value, Math.max(8, length));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === MAX_DEPTH) return '…';
  if (Array.isArray(value)) {
    return `[${list(value as readonly Value[], length, (item, left) => show(item, left, depth + 1))}]`;
  }
  const fields = Object.entries(value);
  return `{${list(fields, length, ([name, field], left) => `${showName(name)}: ${show(field, left, depth + 1)}`)}}`;
}

function list<T>(items: readonly T[], length: number, showItem: (item: T, left: number) => string): string {
  let text = '';
  for (const [at, item] of items.entries()) {
    const separator = at > 0 ? ', ' : '';
    if (text.length >= length) return `${text}${separator}… ${items.length - at} more`;
    text += separator + showItem(item, Math.max(0, length - text.length));
  }
  return text;
}
