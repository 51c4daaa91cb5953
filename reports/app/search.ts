import { whoOf } from './operation-lines.js';
import type { RunData } from './run-data.js';

type TextOf = (data: RunData, at: number) => string;

const outcomes = ['ok', 'fail', 'info'];

const valueOf: TextOf = (data, at) => data.what(at).replace(/^[^ ]* /, '');

/** What a search can ask for by name, as in `key:x`. */
const fields: Readonly<Record<string, TextOf>> = {
  key: (data, at) => {
    const keys = data.keys(at);
    const numbers = typeof keys === 'number' ? [keys] : keys;
    return numbers.map((key) => ` ${data.keyNames[key] ?? ''} `).join('');
  },
  value: valueOf,
  process: (data, at) => ` ${data.process[at]} `,
  client: (data, at) => `${whoOf(data, at)} `,
  node: (data, at) => ` ${data.nodes[data.node[at] as number] ?? ''} `,
  kind: (data, at) => ` ${data.kinds[data.f[at] as number] ?? ''} `,
  outcome: (data, at) => ` ${outcomes[data.type[at] as number] ?? ''} `,
  error: (data, at) => data.errors[data.error[at] as number] ?? '',
};

/** Names that must be met whole: `node:n1` is not about n10. */
const whole = new Set(['key', 'process', 'node', 'kind', 'outcome', 'client']);

/** What can be asked for by name. */
export const searchFields = Object.keys(fields);

/**
 * Marks the operations that a search is about, with a 1 each: all its words must fit. A word is `field:text`, or text
 * that may stand anywhere in the operation; `"two words"` are one. Undefined for an empty search.
 */
export function search(words: string, data: RunData): Uint8Array | undefined {
  const tests = [...words.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/gi)].flatMap(
    ([all, name, quoted, bare]) => {
      const text = (quoted ?? bare ?? '').toLowerCase();
      const field = name === undefined ? undefined : name.toLowerCase();
      const textOf = field !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (textOf && field !== undefined) {
        const wanted = field === 'client' ? `client ${text} ` : whole.has(field) ? ` ${text} ` : text;
        return text === '' ? [] : [{ textOf, wanted }];
      }
      return [{ textOf: anywhere, wanted: all.replaceAll('"', '').toLowerCase() }];
    },
  );
  if (tests.length === 0) return undefined;
  const found = new Uint8Array(data.count);
  for (let at = 0; at < data.count; at++) {
    found[at] = Number(tests.every(({ textOf, wanted }) => textOf(data, at).toLowerCase().includes(wanted)));
  }
  return found;
}

const anywhere: TextOf = (data, at) =>
  [
    data.what(at),
    data.kinds[data.f[at] as number],
    whoOf(data, at),
    data.nodes[data.node[at] as number],
    outcomes[data.type[at] as number],
    data.errors[data.error[at] as number],
  ].join(' ');
