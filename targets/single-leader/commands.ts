import type { Value } from '../../src/history/event.js';
import type { Change, Payload, Statement } from './payload.js';
import { firstRow, type RowSource, sameValue } from './row-source.js';
import type { Surroundings } from './surroundings.js';

/** What a command does to the data, and what its client is told. */
export interface Effect {
  readonly changes: readonly Change[];
  readonly result: Value;
}

type Command = (statement: Statement, rows: RowSource, surroundings: Surroundings) => Effect;

/** The requests that change data, by type. */
export const commands: Readonly<Record<string, Command>> = {
  write: ({ key, value }) => setTo(key, value),
  add: ({ key, value }, rows) => {
    const before = rows.value(key);
    const row = (typeof before === 'number' ? before : 0) + (value as number);
    return { changes: [{ key, row }], result: value };
  },
  increment: ({ key }, rows) => {
    const before = rows.value(key);
    const row = (typeof before === 'number' ? before : 0) + 1;
    return { changes: [{ key, row }], result: null };
  },
  /** Adds to the end of a list. */
  push: ({ key, value }, rows) => {
    const before = rows.value(key);
    const list = Array.isArray(before) ? (before as readonly Value[]) : [];
    return { changes: [{ key, row: [...list, value] }], result: value };
  },
  /** Sets a row to `NOW()`. */
  'write-now': ({ key }, _, { now }) => setTo(key, now),
  /** Sets a row to `RAND()`. */
  'write-random': ({ key }, _, { random }) => setTo(key, random),
  /** Sets a row to `UUID()`. */
  'write-uuid': ({ key }, _, { uuid }) => setTo(key, uuid),
  /** Sets a row to `SYSDATE()`. */
  'write-sysdate': ({ key }, _, { sysdate }) => setTo(key, sysdate),
  insert: (statement, rows) => insertInto(statement, rows, Number),
  /** As `insert`, but it counts anew in each term, which the number begins with. */
  'insert-in-term': (statement, rows, { term }) =>
    insertInto(statement, rows, (next) => `${term}-${next}`, `${term}-`),
  /** Inserts into a table with a trigger, whose side effect is a note of where the row was inserted. */
  'audited-insert': (statement, rows, { host }) => {
    const { changes, result } = insertInto(statement, rows, Number);
    return { changes: [...changes, { key: `${statement.key}/audit/${result}`, row: host }], result };
  },
  /** `UPDATE table SET value = to WHERE value = from LIMIT 1`: which row that is depends on the order of a scan. */
  'update-one': ({ key: table, value }, rows) => {
    const { from, to } = value as { readonly from: Value; readonly to: Value };
    const key = firstRow(rows, (name, held) => name.startsWith(`${table}/`) && sameValue(held, from));
    return key === undefined ? { changes: [], result: null } : { changes: [{ key, row: to }], result: key };
  },
  /** Gives a lock to who asks, for a time by the leader's clock or for good, with a token greater than any before; null: another holds it. */
  acquire: ({ key, value }, rows, { now }) => {
    const { holder, ttlMs } = value as { readonly holder: number; readonly ttlMs: number };
    const before = lockIn(rows.value(key));
    const isHeld = before.holder !== null && (before.untilMs === null || before.untilMs > now);
    if (isHeld && before.holder !== holder) return { changes: [], result: null };
    const token = isHeld ? before.token : before.token + 1;
    const untilMs = ttlMs > 0 ? now + ttlMs : null;
    return { changes: [{ key, row: { holder, token, untilMs } }], result: token };
  },
  /** Frees a lock that who asks still holds. */
  release: ({ key, value }, rows) => {
    const before = lockIn(rows.value(key));
    if (before.holder !== value) return { changes: [], result: null };
    return { changes: [{ key, row: { ...before, holder: null, untilMs: null } }], result: null };
  },
};

/** Adds a row whose number is one more than the last one given out, of those that begin so: an auto-increment. */
function insertInto<Id extends string | number>(
  { key, value }: Statement,
  rows: RowSource,
  idOf: (next: number) => Id,
  beginning = '',
): Effect & { readonly result: Id } {
  const counter = sequenceOf(key, beginning);
  const last = rows.value(counter);
  const next = (typeof last === 'number' ? last : 0) + 1;
  const id = idOf(next);
  return {
    changes: [
      { key: counter, row: next },
      { key: rowKey(key, id), row: value },
    ],
    result: id,
  };
}

/** Where the row of a table is that was given this id. */
export const rowKey = (table: string, id: string | number): string => `${table}/${id}`;

/** Where a table's auto-increment keeps the last number that it gave out. */
const sequenceOf = (table: string, beginning = ''): string => `${table}/${beginning}last`;

/** Whether a row is the state of an auto-increment, and none that a client wrote. */
export const isSequence = (key: string): boolean => /\/(\d+-)?last$/.test(key);

/** A lock as it is stored; a token that was given stays behind when nobody holds it any more. */
type Lock = { readonly holder: number | null; readonly token: number; readonly untilMs: number | null };

const lockIn = (row: Value): Lock => (row ?? { holder: null, token: 0, untilMs: null }) as Lock;

const setTo = (key: string, row: Value): Effect => ({ changes: [{ key, row }], result: row });

/** What an entry of the log does to the data of a node: `local` is what functions return there. */
export function changesOf(payload: Payload, rows: RowSource, local: () => Surroundings): readonly Change[] {
  switch (payload.kind) {
    case 'no-op':
    case 'members':
      return [];
    case 'rows':
      return payload.changes;
    case 'pages':
      return payload.pages.flat();
    case 'images':
      return payload.images.flatMap((image) => {
        if ('key' in image) return [image];
        const key = firstRow(rows, (_, value) => sameValue(value, image.old));
        return key === undefined ? [] : [{ key, row: image.row }];
      });
    case 'statement': {
      const { statement, fixed } = payload;
      return commands[statement.type]?.(statement, rows, { ...local(), ...fixed }).changes ?? [];
    }
  }
}
