import type { Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { numberOf } from './number-of.js';
import type { SourceRecord } from './records.js';

/** What may stand between the cells of a row. */
const SEPARATORS = [',', '\t', ';'];

/** Text that looks like data: a list or a map, a quoted text, or one of JSON's words. */
const LOOKS_LIKE_JSON = /^(?:[[{"].*|true|false|null)$/s;

/**
 * The rows of a CSV file (RFC 4180) whose first row names the columns. Cells are separated by what separates the names:
 * commas, tabs or semicolons. A cell that is JSON is read as that, an empty one or `nil` is null, any other is a text.
 * @throws HistoryError when a row has more cells than there are columns, or a quoted cell never ends
 */
export function* readCsv(text: string): Generator<SourceRecord> {
  const header = /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '';
  const separator = SEPARATORS.reduce((best, other) =>
    header.split(other).length > header.split(best).length ? other : best,
  );
  let names: readonly string[] | undefined;
  for (const { line, cells } of rows(text.replace(/^\uFEFF/, ''), separator)) {
    if (!names) {
      names = cells.map((name) => name.trim());
      continue;
    }
    if (cells.length > names.length) {
      throw new HistoryError(
        line,
        `the row has ${cells.length} cells, but the first row names ${names.length} columns: ${names.join(', ')}. A cell with a "${separator}" in it must stand in quotes.`,
      );
    }
    yield {
      line,
      fields: Object.fromEntries(cells.map((cell, at) => [names?.[at] ?? '', valueOf(cell)])),
    };
  }
}

/** What a cell says. */
function valueOf(cell: string): Value {
  const text = cell.trim();
  if (text === '' || text === 'nil') return null;
  const number = numberOf(text);
  if (number !== undefined && !/^[-+]?0\d/.test(text)) return number;
  if (!LOOKS_LIKE_JSON.test(text)) return text;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows and their cells; empty rows are passed over. */
function* rows(text: string, separator: string): Generator<Row> {
  let line = 1;
  let begun = line;
  let cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const isQuoted = text.charAt(at) === '"';
    const { cell, end } = isQuoted ? quotedCell(text, at, line) : bareCell(text, at, separator);
    if (isQuoted) line += cell.split('\n').length - 1;
    cells.push(cell);
    at = end + 1;
    const next = text.charAt(end);
    if (next === separator) continue;
    if (next === '\r' && text.charAt(at) === '\n') at++;
    else if (next !== '\n' && next !== '\r' && next !== '') {
      throw new HistoryError(
        line,
        `expected "${separator}" or the end of the line after a quoted cell, but found "${next}".`,
      );
    }
    if (cells.length > 1 || cells[0]?.trim() !== '') yield { line: begun, cells };
    cells = [];
    line++;
    begun = line;
  }
}

function bareCell(text: string, from: number, separator: string): { cell: string; end: number } {
  let end = from;
  while (end < text.length && !'\r\n'.includes(text.charAt(end)) && text.charAt(end) !== separator) end++;
  return { cell: text.slice(from, end), end };
}

/** A cell in quotes, in which a quote is written twice. */
function quotedCell(text: string, from: number, line: number): { cell: string; end: number } {
  let cell = '';
  for (let at = from + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      throw new HistoryError(line, 'the file ends inside a quoted cell that begins in this line.');
    cell += text.slice(at, quote);
    if (text.charAt(quote + 1) !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}
