import type { EventType, Value } from '../event.js';

/** An event as its source has it: nothing is known yet about its values but what they are called. */
export interface ForeignEvent {
  /** Number of the line on which it begins, from 1. */
  readonly line: number;
  readonly type: EventType;
  /** A number, a name, or absent where the source has but one process. */
  readonly process?: Value | undefined;
  readonly f?: Value | undefined;
  readonly key?: Value | undefined;
  readonly value?: Value | undefined;
  /** Nanoseconds. */
  readonly time?: number | undefined;
  readonly error?: Value | undefined;
  readonly node?: Value | undefined;
  readonly user?: Value | undefined;
  readonly isFinal?: boolean;
}

/** A value for an error message: short. */
export function show(value: Value | undefined): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
