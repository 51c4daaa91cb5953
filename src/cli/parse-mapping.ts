import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { EventType } from '../history/event.js';
import { type Field, fields } from '../history/import/mapping.js';

const types: readonly EventType[] = ['invoke', 'ok', 'fail', 'info'];

/** Reads `f=op,value=arg`: the columns for fields. `process=` maps a field to no column. */
export function parseColumns(
  text: string,
  before: Partial<Record<Field, string>> = {},
): Partial<Record<Field, string>> {
  return { ...before, ...assignments(text, fields, 'process=client,f=op') };
}

/** Reads `ok=done|return,info=timeout`: further words for the types of events. */
export function parseWords(
  text: string,
  before: Partial<Record<EventType, readonly string[]>> = {},
): Partial<Record<EventType, readonly string[]>> {
  const words = Object.entries(assignments(text, types, 'invoke=call,ok=return|done'));
  return { ...before, ...Object.fromEntries(words.map(([type, list]) => [type, list.split('|')])) };
}

function assignments<Name extends string>(
  text: string,
  names: readonly Name[],
  example: string,
): Partial<Record<Name, string>> {
  const given: Partial<Record<Name, string>> = {};
  for (const assignment of text.split(',')) {
    const at = assignment.indexOf('=');
    const name = names.find((known) => known === assignment.slice(0, at).trim());
    if (at < 1 || name === undefined) {
      throw new InvalidArgumentError(
        `Expected something like ${example}, with names among ${names.join(', ')}; got "${assignment}".`,
      );
    }
    given[name] = assignment.slice(at + 1).trim();
  }
  return given;
}
