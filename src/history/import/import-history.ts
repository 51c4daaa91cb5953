import { constants } from 'node:buffer';
import { open, readFile } from 'node:fs/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import type { HistoryEvent } from '../event.js';
import { readEvents, readHistory } from '../jsonl.js';
import type { History } from '../operation.js';
import { HistoryBuilder, HistoryError } from '../pair.js';
import { readCsv } from './csv.js';
import type { ForeignEvent } from './foreign-event.js';
import { detectFormat, type FormatName, formats } from './format.js';
import { readJepsenLog } from './jepsen-log.js';
import { type Mapping, mapRecords } from './mapping.js';
import { readRecords } from './records.js';
import { type SourceRules, translateEvents } from './translate-events.js';

/** What is known beforehand about a file; what is not is found out by its content. */
export interface ImportOptions {
  readonly format?: FormatName;
  /** How the file calls things; not for logs. A file with a mapping is not taken for one of our own. */
  readonly mapping?: Mapping;
  /** Whether values are `[key value]`, as in Jepsen's independent tests. */
  readonly independent?: boolean;
  /** What a `cas` that failed says; in logs that it has compared unequal, elsewhere that it has not happened. */
  readonly failedCas?: SourceRules['failedCas'];
}

/** Thrown when a file cannot be read as a history; the message says where, what was expected, and what there is. */
export class ImportError extends Error {
  override readonly name = 'ImportError';

  constructor(path: string, format: FormatName | undefined, text: string) {
    const known = formats.map(({ name, summary }) => `\n  ${name.padEnd(12)}${summary}`).join('');
    super(
      `${path}${format ? `, read as ${format}` : ''}: ${text}\nFormats, told by content unless named:${known}`,
    );
  }
}

/** Much more than this a string cannot hold. */
const MOST_BYTES = Math.min(constants.MAX_STRING_LENGTH, 2 ** 29 - 24);
/** What is looked at to tell the format. */
const BEGINNING_BYTES = 2 ** 16;

/**
 * Reads a history from elsewhere, or one of our own; also compressed (`.gz`).
 * @throws ImportError with the line when it cannot be read; HistoryError for one of our own
 */
export async function importHistory(
  path: string,
  options: ImportOptions = {},
): Promise<{ readonly format: FormatName; readonly history: History }> {
  const format = await formatOf(path, options);
  if (format === 'jsonl') return { format, history: await readHistory(path) };
  const builder = new HistoryBuilder();
  for (const event of await foreignEvents(path, format, options)) builder.add(event);
  return { format, history: builder.finish() };
}

/** As `importHistory`, event by event. */
export async function* importEvents(path: string, options: ImportOptions = {}): AsyncGenerator<HistoryEvent> {
  const format = await formatOf(path, options);
  yield* format === 'jsonl' ? readEvents(path) : await foreignEvents(path, format, options);
}

/**
 * The events of a file's text.
 * @throws HistoryError with the line when it cannot be read
 */
export function parseEvents(
  text: string,
  format: Exclude<FormatName, 'jsonl'>,
  { mapping = {}, independent, failedCas }: ImportOptions = {},
): Generator<HistoryEvent> {
  const events = readForeign(text, format, mapping);
  if (events.length === 0 && text.trim() !== '' && !/^\s*[[(]\s*[\])]\s*$/.test(text)) {
    throw new HistoryError(1, 'there is no event in the file.');
  }
  const meaning = failedCas ?? (format === 'jepsen-log' ? 'compared-unequal' : 'did-not-happen');
  return translateEvents(events, { failedCas: meaning, independent });
}

function readForeign(text: string, format: Exclude<FormatName, 'jsonl'>, mapping: Mapping): ForeignEvent[] {
  switch (format) {
    case 'jepsen-log':
      return readJepsenLog(text);
    case 'csv':
      return mapRecords(readCsv(text), mapping);
    case 'edn':
    case 'json':
      return mapRecords(readRecords(text, format), mapping);
  }
}

async function formatOf(path: string, { format, mapping }: ImportOptions): Promise<FormatName> {
  if (format) return format;
  const beginning = await readBeginning(path);
  const isNamedOurs = beginning.trim() === '' || /\.jsonl(\.gz)?$/.test(path);
  const found = detectFormat(beginning) ?? (isNamedOurs ? 'jsonl' : undefined);
  if (!found) throw new ImportError(path, undefined, 'cannot tell what kind of history this is.');
  return found === 'jsonl' && mapping ? 'json' : found;
}

async function readBeginning(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES));
    const bytes = buffer.subarray(0, bytesRead);
    return (path.endsWith('.gz') ? await unzipBeginning(bytes) : bytes).toString();
  } finally {
    await file.close();
  }
}

/** What the first bytes of a compressed file unpack to; nothing when they are damaged. */
async function unzipBeginning(bytes: Buffer): Promise<Buffer> {
  const unzip = createGunzip();
  const parts: Buffer[] = [];
  unzip.end(bytes);
  try {
    for await (const part of unzip as AsyncIterable<Buffer>) {
      parts.push(part);
      if (parts.length * part.length > BEGINNING_BYTES) break;
    }
  } catch {
    // The file goes on after these bytes; or it is damaged, which reading all of it will tell.
  }
  return Buffer.concat(parts);
}

async function foreignEvents(
  path: string,
  format: Exclude<FormatName, 'jsonl'>,
  options: ImportOptions,
): Promise<Generator<HistoryEvent>> {
  const text = await readText(path, format);
  return explained(path, format, () => parseEvents(text, format, options));
}

/** The same events; errors say which file. */
function* explained(
  path: string,
  format: FormatName,
  parse: () => Generator<HistoryEvent>,
): Generator<HistoryEvent> {
  try {
    yield* parse();
  } catch (error) {
    if (error instanceof HistoryError) throw new ImportError(path, format, lowerLine(error.message));
    throw error;
  }
}

/** The message as it stands in the middle of a sentence. */
const lowerLine = (message: string): string => message.replace(/^Line/, 'line');

async function readText(path: string, format: FormatName): Promise<string> {
  try {
    const bytes = await readFile(path);
    const plain = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    if (plain.length <= MOST_BYTES) return plain.toString();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_'))
      throw new ImportError(path, format, `the compressed file is damaged (${message}).`);
    if (code !== 'ERR_BUFFER_TOO_LARGE' && code !== 'ERR_FS_FILE_TOO_LARGE') throw error;
  }
  throw new ImportError(
    path,
    format,
    `the file has more than ${Math.floor(MOST_BYTES / 2 ** 20)} MiB, which is too much to read at once; only jsonl can be longer.`,
  );
}
