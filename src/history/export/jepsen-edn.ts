import { type HistoryEvent, NEMESIS, type OperationError, type Value } from '../event.js';

/** Words that EDN can write as keywords and read back as the same. */
const KEYWORD = /^[A-Za-z][\w.*+!?<>=-]*(?:\/[\w.*+!?<>=-]+)?$/;

/** How events are written. */
export interface EdnOptions {
  /** Whether events name keys: values are then `[key value]`, as in Jepsen's independent tests. */
  readonly isKeyed: boolean;
}

/**
 * Writes an event as a map of EDN, as Jepsen's `history.edn` has it, on one line without the line break. Types and what
 * operations do are keywords, texts stay texts.
 */
export function formatEdnEvent(event: HistoryEvent, { isKeyed }: EdnOptions): string {
  const { index, time, type, process, f, key, value, node, user, error, final } = event;
  const isTuple = isKeyed && process !== NEMESIS;
  const shown = isTuple
    ? `[${key === undefined ? 'nil' : formatEdn(key)} ${formatEdn(value)}]`
    : formatEdn(value);
  const rest = [
    node === undefined ? '' : `, :node ${formatEdn(node)}`,
    user === undefined ? '' : `, :user ${formatEdn(user)}`,
    error === undefined ? '' : `, :error ${formatError(error)}`,
    final ? ', :final? true' : '',
  ];
  const who = process === NEMESIS ? `:${NEMESIS}` : process;
  return `{:index ${index}, :time ${time}, :type :${type}, :process ${who}, :f ${keyword(f)}, :value ${shown}${rest.join('')}}`;
}

const keyword = (word: string): string => (KEYWORD.test(word) ? `:${word}` : formatEdn(word));

const formatError = ({ kind, text }: OperationError): string =>
  text === undefined ? keyword(kind) : `[${keyword(kind)} ${formatEdn(text)}]`;

/** A value in EDN: lists are vectors, names in maps are texts. */
export function formatEdn(value: Value): string {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(formatEdn).join(' ')}]`;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)} ${formatEdn(item)}`);
  return `{${entries.join(', ')}}`;
}

/** Readers take whole numbers that a double does not count exactly for what they are, so a rounded one has a point. */
function formatNumber(value: number): string {
  const text = JSON.stringify(value);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(text) ? text : `${text}.0`;
}
