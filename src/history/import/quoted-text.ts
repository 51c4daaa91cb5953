import { HistoryError } from '../pair.js';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const LINE_BREAK = 10;
const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Reads a text in quotes, as EDN and JSON write it.
 *
 * @param from where it begins, with a quote
 * @param begun number of the line there
 * @returns the text, the position after it, and the number of the line there
 * @throws HistoryError when it never ends
 */
export function readQuoted(
  source: string,
  from: number,
  begun: number,
): { readonly text: string; readonly end: number; readonly line: number } {
  let text = '';
  let line = begun;
  let start = from + 1;
  for (let at = start; ; at++) {
    const code = source.charCodeAt(at);
    if (code === QUOTE) return { text: text + source.slice(start, at), end: at + 1, line };
    if (code === LINE_BREAK) line++;
    if (code === BACKSLASH) {
      const { character, length } = escaped(source, at + 1, line);
      text += source.slice(start, at) + character;
      at += length;
      start = at + 1;
    } else if (Number.isNaN(code)) {
      throw new HistoryError(
        line,
        `the file ends inside the text that begins in line ${begun}: is it all there?`,
      );
    }
  }
}

/** What a backslash and the characters after it stand for, and how many these are. */
function escaped(source: string, at: number, line: number): { character: string; length: number } {
  const escape = source.charAt(at);
  if (escape !== 'u') return { character: ESCAPES[escape] ?? escape, length: 1 };
  const digits = source.slice(at + 1, at + 5);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
    throw new HistoryError(
      line,
      `"\\u" must be followed by four hexadecimal digits, not ${JSON.stringify(digits)}.`,
    );
  }
  return { character: String.fromCharCode(parseInt(digits, 16)), length: 5 };
}
