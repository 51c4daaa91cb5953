import { isJepsenLogLine } from './jepsen-log.js';

/** A kind of file that histories come in. */
export interface Format {
  readonly name: string;
  readonly summary: string;
}

/** The kinds of files that can be read. */
export const formats = [
  { name: 'jsonl', summary: "splitbrain's own: one event per line, as JSON" },
  { name: 'edn', summary: "Jepsen's history.edn, Knossos' and Elle's data, Porcupine's key-value logs" },
  { name: 'json', summary: 'events or operations as JSON: an array, or one per line (Elle, elle-cli)' },
  { name: 'csv', summary: 'events or operations in rows; the first row names the columns' },
  { name: 'jepsen-log', summary: "what Jepsen logs, as in Porcupine's etcd logs" },
] as const satisfies readonly Format[];

export type FormatName = (typeof formats)[number]['name'];

/** So many lines may precede the first event in a log. */
const LOG_LINES = 200;

/**
 * Tells by its content what kind of file this is; undefined when it is none of those that can be read.
 * @param beginning of the file, at least its first lines
 */
export function detectFormat(beginning: string): FormatName | undefined {
  const text = beginning.replace(/^\uFEFF/, '');
  if (
    text.split('\n', LOG_LINES).some((line) => !line.trimStart().startsWith('{') && isJepsenLogLine(line))
  ) {
    return 'jepsen-log';
  }
  const start = text.trimStart();
  if (/^(?:\[\s*)?\{\s*"(?:[^"\\\n]|\\.)*"\s*:\s*(?:["{[\d-]|true\b|false\b|null\b|$)/.test(start))
    return isOurs(start) ? 'jsonl' : 'json';
  if (/^(?:[(;#]|\{\s*(?:[:};#"]|$)|\[\s*(?:[{#;\]]|$))/.test(start)) return 'edn';
  const [header = ''] = start.split(/\r?\n/, 1);
  return /^["\w .:/-]+(?:[,;\t]["\w .:/-]*)+$/.test(header) ? 'csv' : undefined;
}

/** True when the first line is an event with all that our own histories have. */
function isOurs(text: string): boolean {
  const [line = ''] = text.split('\n', 1);
  try {
    const event = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const { process, type, f, time } = event;
    const isProcess = typeof process === 'number' || process === 'nemesis';
    return isProcess && typeof type === 'string' && typeof f === 'string' && typeof time === 'number';
  } catch {
    return false;
  }
}
