import type { Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { type Notation, NotationReader } from './notation.js';

/** What a file has of one event or operation: values by name, and the line on which it begins. */
export interface SourceRecord {
  readonly line: number;
  readonly fields: Readonly<Record<string, Value>>;
}

/**
 * The maps of a file in EDN or JSON: one after the other, or in vectors or lists that span the file, or under `history`
 * in one map about a whole test.
 * @throws HistoryError when the file is malformed, or holds something else than maps
 */
export function* readRecords(text: string, notation: Notation): Generator<SourceRecord> {
  const reader = new NotationReader(text, notation);
  for (let opener = reader.peek(); opener !== ''; opener = reader.peek()) {
    if (opener === '[' || opener === '(') {
      yield* items(reader, opener);
      continue;
    }
    const before = reader.place;
    const record = readRecord(reader);
    const { history } = record.fields;
    if (typeof history !== 'object' || history === null || 'type' in record.fields) {
      yield record;
      continue;
    }
    const after = reader.place;
    reader.returnTo(before);
    yield* historyOf(reader);
    reader.returnTo(after);
  }
}

function* items(reader: NotationReader, opener: string): Generator<SourceRecord> {
  const { line } = reader;
  reader.enter();
  while (!reader.leaves(opener, line)) yield readRecord(reader);
}

/** The items under `history` in a map that is known to have it. */
function* historyOf(reader: NotationReader): Generator<SourceRecord> {
  reader.peek();
  const { line } = reader;
  reader.enter();
  while (!reader.leaves('{', line)) {
    const name = reader.readName();
    const opener = reader.peek();
    if (name === 'history' && (opener === '[' || opener === '(')) yield* items(reader, opener);
    else reader.read();
  }
}

function readRecord(reader: NotationReader): SourceRecord {
  const opener = reader.peek();
  const { line } = reader;
  const value = reader.read();
  if (opener !== '{') {
    const text = JSON.stringify(value);
    throw new HistoryError(
      line,
      `expected a map such as {:process 0, :type :invoke, :f :read, :value nil}, but found ${text.length > 60 ? `${text.slice(0, 60)}…` : text}.`,
    );
  }
  return { line, fields: value as SourceRecord['fields'] };
}
