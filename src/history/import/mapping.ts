import type { EventType, Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { type ForeignEvent, show } from './foreign-event.js';
import { eventsOfRows, type OperationRow } from './operation-rows.js';
import type { SourceRecord } from './records.js';

/** What a record may say; each has a column, or a name in a map. */
export const fields = [
  'process',
  'type',
  'f',
  'key',
  'value',
  'time',
  'error',
  'node',
  'user',
  'final',
  'start',
  'end',
  'input',
  'output',
] as const;
export type Field = (typeof fields)[number];

/** How many nanoseconds a unit of time has. */
export const timeUnits = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;
export type TimeUnit = keyof typeof timeUnits;

/**
 * How a source calls what we call otherwise. Records are events, or whole operations where there is a column for
 * `start`: each then has `start`, `end` (none: unknown outcome), and `input` and `output`, or `value` for both.
 */
export interface Mapping {
  /** The column for a field; by default it has the field's own name. */
  readonly columns?: Partial<Readonly<Record<Field, string>>>;
  /** Further words for the types of events. */
  readonly words?: Partial<Readonly<Record<EventType, readonly string[]>>>;
  /** The unit of times; nanoseconds by default. */
  readonly timeUnit?: TimeUnit;
}

/**
 * The events that records tell of.
 * @throws HistoryError when a record lacks what it needs
 */
export function mapRecords(records: Iterable<SourceRecord>, mapping: Mapping): ForeignEvent[] {
  const read = new RecordReader(mapping);
  const events: ForeignEvent[] = [];
  const rows: OperationRow[] = [];
  for (const record of records) {
    if (read.isOperation(record)) rows.push(read.operation(record));
    else events.push(read.event(record));
    if (rows.length > 0 && events.length > 0) {
      throw new HistoryError(
        record.line,
        `some records have a "${read.columns.start}" and are whole operations, and others have none and are events; a file must hold one kind.`,
      );
    }
  }
  return rows.length > 0 ? eventsOfRows(rows) : events;
}

class RecordReader {
  readonly columns: Readonly<Record<Field, string>>;
  readonly #words = new Map<string, EventType>();
  readonly #unit: number;
  readonly #unitName: TimeUnit;
  /** The first time that was too large to be exact; others are counted from it. As a number, and with all its digits. */
  #start: number | undefined;
  #origin: bigint | undefined;

  constructor({ columns = {}, words = {}, timeUnit = 'ns' }: Mapping) {
    this.columns = {
      ...(Object.fromEntries(fields.map((name) => [name, name])) as Record<Field, string>),
      ...columns,
    };
    for (const type of ['invoke', 'ok', 'fail', 'info'] as const) {
      for (const word of [type, ...(words[type] ?? [])]) this.#words.set(word.toLowerCase(), type);
    }
    this.#unit = timeUnits[timeUnit];
    this.#unitName = timeUnit;
  }

  isOperation({ fields: record }: SourceRecord): boolean {
    return !isNothing(record[this.columns.start]);
  }

  event(record: SourceRecord): ForeignEvent {
    const { line, fields: given } = record;
    const { columns } = this;
    return {
      line,
      type: this.#type(record),
      process: given[columns.process],
      f: given[columns.f],
      key: given[columns.key],
      value: given[columns.value],
      time: this.#time(record, 'time'),
      error: given[columns.error],
      node: given[columns.node],
      user: given[columns.user],
      // Jepsen marks its final reads so.
      isFinal: given[columns.final] === true || given['final?'] === true,
    };
  }

  operation(record: SourceRecord): OperationRow {
    const { line, fields: given } = record;
    const { columns } = this;
    const value = given[columns.value];
    const start = this.#time(record, 'start') ?? 0;
    const end = this.#time(record, 'end');
    const type = isNothing(given[columns.type]) ? (end === undefined ? 'info' : 'ok') : this.#type(record);
    if (type === 'invoke' || (type === 'ok' && end === undefined)) {
      throw new HistoryError(
        line,
        `the record has a "${columns.start}" and is a whole operation, so ${type === 'ok' ? `one that is ok must have an "${columns.end}"` : `its "${columns.type}" must be ok, fail or info, but is invoke`}.`,
      );
    }
    if (end !== undefined && end < start) {
      throw new HistoryError(
        line,
        `the operation ends before it starts: "${columns.end}" is ${show(given[columns.end])}, "${columns.start}" ${show(given[columns.start])}.`,
      );
    }
    return {
      line,
      start,
      end: end ?? start,
      type,
      process: given[columns.process],
      f: given[columns.f],
      key: given[columns.key],
      input: given[columns.input] ?? value,
      output: given[columns.output] ?? value,
      error: given[columns.error],
      node: given[columns.node],
      user: given[columns.user],
    };
  }

  #type({ line, fields: given }: SourceRecord): EventType {
    const word = given[this.columns.type];
    const type = typeof word === 'string' ? this.#words.get(word.toLowerCase()) : undefined;
    if (type) return type;
    const known = [...this.#words.keys()].join(', ');
    throw new HistoryError(
      line,
      word === undefined
        ? `expected a "${this.columns.type}" (one of ${known}), or a "${this.columns.start}" and "${this.columns.end}" of a whole operation, but there are only ${Object.keys(given).join(', ') || 'no fields'}. Columns of other names can be mapped, as in type=event or start=call.`
        : `"${this.columns.type}" must be one of ${known}, but is ${show(word)}. Other words can be mapped, as in ok=${typeof word === 'string' ? word : 'done'}.`,
    );
  }

  #time({ line, fields: given }: SourceRecord, field: 'time' | 'start' | 'end'): number | undefined {
    const value = given[this.columns[field]];
    if (isNothing(value)) return undefined;
    if (typeof value === 'number') {
      const time = value * this.#unit;
      return Math.abs(time) <= Number.MAX_SAFE_INTEGER
        ? time
        : (value - (this.#start ??= value)) * this.#unit;
    }
    if (typeof value === 'string') {
      if (/^-?\d+$/.test(value)) return this.#largeTime(BigInt(value));
      const date = Date.parse(value);
      if (!Number.isNaN(date))
        return this.#largeTime((BigInt(date) * BigInt(timeUnits.ms)) / BigInt(this.#unit));
    }
    throw new HistoryError(
      line,
      `"${this.columns[field]}" must be a time in ${this.#unitName} or a date, but is ${show(value)}.`,
    );
  }

  /** Nanoseconds since 1970 are more than a double counts exactly: what orders them is their distance. */
  #largeTime(time: bigint): number {
    this.#origin ??= time;
    return Number(time - this.#origin) * this.#unit;
  }
}

const isNothing = (value: Value | undefined): value is null | undefined =>
  value === undefined || value === null;
