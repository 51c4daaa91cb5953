import type { OperationError, Value } from '../event.js';

/** A word that programs can tell errors by, as `timed-out` or `not-found`. */
const KIND = /^[\w.!?*+/<>=-]{1,80}$/;

/** Errors have any shape in histories from elsewhere: a word, a text, `[word, text]`, a map. */
export function errorOf(error: Value): OperationError {
  if (typeof error === 'string') return KIND.test(error) ? { kind: error } : { kind: 'error', text: error };
  if (Array.isArray(error)) {
    const [kind, ...rest] = error as readonly Value[];
    if (typeof kind !== 'string' || !KIND.test(kind)) return { kind: 'error', text: JSON.stringify(error) };
    return rest.length === 0 ? { kind } : { kind, text: rest.map(textOf).join(' ') };
  }
  if (typeof error === 'object' && error !== null) {
    const { kind, type, text, message } = error as { readonly [name: string]: Value };
    const name = [kind, type].find((word) => typeof word === 'string' && KIND.test(word));
    const said = [text, message].find((word) => typeof word === 'string');
    return {
      kind: typeof name === 'string' ? name : 'error',
      text: typeof said === 'string' ? said : JSON.stringify(error),
    };
  }
  return { kind: 'error', text: JSON.stringify(error) };
}

const textOf = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
