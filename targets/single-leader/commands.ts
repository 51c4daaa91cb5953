import type { Value } from '../../src/history/event.js';
import type { Body } from '../../src/replica/message.js';
import type { Change } from './payload.js';

/** What a command does to the data, and what its client is told. */
export interface Effect {
  readonly changes: readonly Change[];
  readonly result: Value;
}

type Read = (key: string) => Value;

/** The requests that change data, by type. */
export const commands: Readonly<Record<string, (request: Body, read: Read) => Effect>> = {
  write: ({ key, value }) => ({
    changes: [{ key: key as string, row: value as Value }],
    result: value as Value,
  }),
  add: ({ key, value }, read) => {
    const before = read(key as string);
    return {
      changes: [{ key: key as string, row: (typeof before === 'number' ? before : 0) + (value as number) }],
      result: value as Value,
    };
  },
  append: ({ key, value }, read) => {
    const before = read(key as string);
    const list = Array.isArray(before) ? (before as readonly Value[]) : [];
    return {
      changes: [{ key: key as string, row: [...list, value as Value] }],
      result: value as Value,
    };
  },
};
