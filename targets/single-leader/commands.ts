import type { Value } from '../../src/history/event.js';
import type { Change, Payload, Statement, Surroundings } from './payload.js';

/** What a command does to the data, and what its client is told. */
export interface Effect {
  readonly changes: readonly Change[];
  readonly result: Value;
}

type Read = (key: string) => Value;
type Command = (statement: Statement, read: Read, surroundings: Surroundings) => Effect;

/** The requests that change data, by type. */
export const commands: Readonly<Record<string, Command>> = {
  write: ({ key, value }) => setTo(key, value),
  add: ({ key, value }, read) => {
    const before = read(key);
    const row = (typeof before === 'number' ? before : 0) + (value as number);
    return { changes: [{ key, row }], result: value };
  },
  increment: ({ key }, read) => {
    const before = read(key);
    const row = (typeof before === 'number' ? before : 0) + 1;
    return { changes: [{ key, row }], result: null };
  },
  append: ({ key, value }, read) => {
    const before = read(key);
    const list = Array.isArray(before) ? (before as readonly Value[]) : [];
    return { changes: [{ key, row: [...list, value] }], result: value };
  },
  /** Sets a row to `NOW()`. */
  'write-now': ({ key }, _, { now }) => setTo(key, now),
  /** Sets a row to `RAND()`. */
  'write-random': ({ key }, _, { random }) => setTo(key, random),
  /** Adds a row whose number is one more than the last one given out: an auto-increment. */
  insert: ({ key, value }, read) => {
    const counter = `${key}/last`;
    const last = read(counter);
    const id = (typeof last === 'number' ? last : 0) + 1;
    return {
      changes: [
        { key: counter, row: id },
        { key: `${key}/${id}`, row: value },
      ],
      result: id,
    };
  },
};

const setTo = (key: string, row: Value): Effect => ({ changes: [{ key, row }], result: row });

/** What an entry of the log does to the data of a node: `local` is what functions return there. */
export function changesOf(payload: Payload, read: Read, local: () => Surroundings): readonly Change[] {
  switch (payload.kind) {
    case 'no-op':
      return [];
    case 'rows':
    case 'pages':
      return payload.changes;
    case 'statement': {
      const { statement, fixed } = payload;
      return commands[statement.type]?.(statement, read, fixed ?? local()).changes ?? [];
    }
  }
}
