import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type EventType, type HistoryEvent, NEMESIS, type OperationError, type Value } from './event.js';
import { LineWriter } from './line-writer.js';
import type { History } from './operation.js';
import { HistoryBuilder, HistoryError } from './pair.js';

/** An event as one line, without the line break. The fields have a fixed order, so equal events are equal bytes. */
export function formatEvent(event: HistoryEvent): string {
  const { index, process, type, f, key, value, time, node, user, error, final } = event;
  return JSON.stringify({ index, process, type, f, key, value, time, node, user, error, final });
}

const types: ReadonlySet<string> = new Set<EventType>(['invoke', 'ok', 'fail', 'info']);

function errorOf(line: number, error: unknown): OperationError {
  if (typeof error === 'string') return { kind: error };
  if (typeof error === 'object' && error !== null && 'kind' in error && typeof error.kind === 'string') {
    return error as OperationError;
  }
  throw new HistoryError(line, `"error" must be a text or have a "kind", but is ${show(error)}.`);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function expectType(line: number, name: string, value: unknown, type: 'number' | 'string'): void {
  if (typeof value !== type) {
    throw new HistoryError(line, `"${name}" must be a ${type}, but is ${show(value)}.`);
  }
}

/** A line's fields before anything is known about them. */
type Loose = Record<string, unknown>;

/**
 * Reads one line of a history. Histories from elsewhere may lack `index` (it is then the line's position from 0), may
 * have `key: null` or none for their only register, and may give an error as a mere text.
 * @param line the line's number, from 1
 * @throws HistoryError when the line is no event
 */
export function parseEvent(text: string, line: number): HistoryEvent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new HistoryError(line, `not JSON (${(error as Error).message}): ${show(text)}`);
  }
  return eventOf(json, line);
}

function eventOf(json: unknown, line: number): HistoryEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new HistoryError(line, `an event must be an object, but is ${show(json)}.`);
  }
  const { index = line - 1, process, type, f, key, value, time, node, user, error, final } = json as Loose;
  if (process !== NEMESIS && !(Number.isSafeInteger(process) && (process as number) >= 0)) {
    throw new HistoryError(
      line,
      `"process" must be a whole number or "${NEMESIS}", but is ${show(process)}.`,
    );
  }
  if (typeof type !== 'string' || !types.has(type)) {
    throw new HistoryError(line, `"type" must be one of ${[...types].join(', ')}, but is ${show(type)}.`);
  }
  expectType(line, 'f', f, 'string');
  expectType(line, 'time', time, 'number');
  if ((time as number) < 0)
    throw new HistoryError(line, `"time" must not be negative, but is ${show(time)}.`);
  expectType(line, 'index', index, 'number');
  if (key !== undefined && key !== null) expectType(line, 'key', key, 'string');
  if (node !== undefined && node !== null) expectType(line, 'node', node, 'string');
  if (user !== undefined && user !== null) expectType(line, 'user', user, 'string');
  // Fields are set one by one, because spreading what may be absent takes longer than reading the JSON.
  const event: { -readonly [Field in keyof HistoryEvent]: HistoryEvent[Field] } = {
    index: index as number,
    process: process as number,
    type: type as EventType,
    f: f as string,
    value: (value ?? null) as Value,
    time: time as number,
  };
  if (typeof key === 'string') event.key = key;
  if (typeof node === 'string') event.node = node;
  if (typeof user === 'string') event.user = user;
  if (error !== undefined && error !== null) event.error = errorOf(line, error);
  if (final === true) event.final = true;
  return event;
}

/** Whole lines of a file; `torn` is what follows the last line break, known once the file has ended. */
interface Lines {
  readonly lines: string;
  readonly torn?: string;
}

/**
 * A file's lines in batches, so that a long history costs no promise per line. Lines end with "\n" alone: other
 * characters that Unicode calls line breaks may stand inside a JSON text.
 */
async function* linesOf(path: string): AsyncGenerator<Lines> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const bytes: Readable = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  if (bytes !== file) file.once('error', (error) => bytes.destroy(error));
  bytes.setEncoding('utf8');
  let torn = '';
  for await (const chunk of bytes as AsyncIterable<string>) {
    const text = torn + chunk;
    const end = text.lastIndexOf('\n');
    torn = text.slice(end + 1);
    if (end >= 0) yield { lines: text.slice(0, end) };
  }
  if (torn !== '') yield { lines: '', torn };
}

/**
 * The events of whole lines. They are read as one JSON array, which takes two thirds of the time that each by itself
 * would; where that fails, line by line, which tells where.
 * @param before how many lines come before them
 */
function parseLines(text: string, before: number): HistoryEvent[] {
  let line = before;
  const together = asArray(text);
  if (together) return together.map((json) => eventOf(json, ++line));
  return text.split('\n').map((one) => parseEvent(one, ++line));
}

/** Undefined unless there is one JSON value for each line. */
function asArray(lines: string): readonly unknown[] | undefined {
  try {
    const values = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as readonly unknown[];
    return values.length === countLines(lines) ? values : undefined;
  } catch {
    return undefined;
  }
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The events of a file in batches. */
async function* batchesOf(path: string): AsyncGenerator<HistoryEvent[]> {
  let line = 0;
  try {
    for await (const { lines, torn } of linesOf(path)) {
      if (torn === undefined) {
        const events = parseLines(lines, line);
        line += events.length;
        yield events;
        continue;
      }
      if (isJson(torn)) yield [parseEvent(torn, ++line)];
      else if (line === 0) throw new HistoryError(1, `expected an event, but the file is ${show(torn)}.`);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) {
      throw new HistoryError(line + 1, `the compressed file is damaged (${(error as Error).message}).`);
    }
    throw error;
  }
}

/**
 * Reads a history file (also `.gz`) event by event. The last line may be torn, as a controller that died leaves it: it is then
 * passed over. Any other malformed line is an error.
 * @throws HistoryError with the line's number
 */
export async function* readEvents(path: string): AsyncGenerator<HistoryEvent> {
  for await (const events of batchesOf(path)) yield* events;
}

/**
 * Reads a history file and joins its events, which are let go as they are joined.
 * @throws HistoryError when a line is malformed or does not fit those before it
 */
export async function readHistory(path: string): Promise<History> {
  const builder = new HistoryBuilder();
  for await (const events of batchesOf(path)) {
    for (const event of events) builder.add(event);
  }
  return builder.finish();
}

/** Appends events to a file, so that a controller that dies leaves a history that can be judged. */
export class HistoryWriter extends LineWriter {
  append(event: HistoryEvent): void {
    this.appendLine(formatEvent(event));
  }
}
