import { type HistoryEvent, NEMESIS, type OperationError, type Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { errorOf } from './error-of.js';
import { type ForeignEvent, show } from './foreign-event.js';
import { hasIndependentKeys, isKeyedValue } from './independent-keys.js';
import { ProcessNumbers } from './process-numbers.js';

/** What the events of a source mean. */
export interface SourceRules {
  /**
   * What `fail` of a `cas` says: that it has not happened, or that it has compared and found another value, which is
   * then an `ok` with value `false`. One that failed with an error has not happened.
   */
  readonly failedCas: 'did-not-happen' | 'compared-unequal';
  /** Whether values are `[key value]`; found out when absent. */
  readonly independent?: boolean | undefined;
}

/** An operation under way. */
interface Open {
  readonly line: number;
  readonly f: string;
  readonly key: string | undefined;
}

/**
 * Makes a history of what a source tells: indexes from 0, times that do not run backwards, numbers for processes, a new
 * one when a process goes on after an unknown outcome.
 * @throws HistoryError when events cannot be a history, with the line in the source
 */
export function* translateEvents(
  events: readonly ForeignEvent[],
  { failedCas, independent = hasIndependentKeys(events) }: SourceRules,
): Generator<HistoryEvent> {
  const processes = new ProcessNumbers(events);
  const hasTimes = events.some(({ time }) => time !== undefined);
  const open = new Map<number, Open>();
  let index = 0;
  let last = 0;
  for (const event of events) {
    last = Math.max(last, hasTimes ? Math.min(Math.round(event.time ?? 0), Number.MAX_SAFE_INTEGER) : index);
    const time = last;
    if (event.process === NEMESIS) {
      yield { index: index++, ...nemesisEvent(event), time };
      continue;
    }
    const process = processes.numberOf(event);
    const begun = open.get(process);
    // Elle judges transactions by their completions alone, and its histories may have no more than these.
    const isLone = !begun && event.type === 'ok' && (event.f === 'txn' || isTransaction(event.value));
    if (event.type === 'invoke' || isLone) {
      if (begun) {
        throw new HistoryError(
          event.line,
          `process ${show(event.process ?? 0)} invokes ${show(event.f)} while its ${begun.f} of line ${begun.line} is under way; a process does one thing at a time. Where several are under way at once, each needs a process of its own.`,
        );
      }
      const { f, key, value } = invocationOf(event, independent);
      open.set(process, { line: event.line, f, key });
      yield {
        index: index++,
        process,
        type: 'invoke',
        f,
        ...(key !== undefined && { key }),
        value,
        time,
        ...tags(event),
      };
      if (!isLone) continue;
    }
    const under = open.get(process);
    if (!under) {
      throw new HistoryError(
        event.line,
        `process ${show(event.process ?? 0)} ends ${show(event.f)} (${event.type}), but has none under way; each operation must be invoked before it ends.`,
      );
    }
    open.delete(process);
    const { f, key } = under;
    const completion = completionOf(event, under, independent, failedCas);
    if (completion.type === 'info') processes.retire(event);
    yield {
      index: index++,
      process,
      ...completion,
      f,
      ...(key !== undefined && { key }),
      time,
      ...tags(event),
    };
  }
}

const tags = ({ node, user, isFinal }: ForeignEvent): Pick<HistoryEvent, 'node' | 'user' | 'final'> => ({
  ...(typeof node === 'string' && { node }),
  // Users may be known by numbers.
  ...((typeof user === 'string' || typeof user === 'number') && { user: String(user) }),
  ...(isFinal && { final: true }),
});

function nemesisEvent({ f, value, error }: ForeignEvent): Omit<HistoryEvent, 'index' | 'time'> {
  const name = typeof f === 'string' ? f : 'unknown';
  return { process: NEMESIS, type: 'info', f: name, value: value ?? null, ...withError(error) };
}

const withError = (error: Value | undefined): { error?: OperationError } =>
  error === undefined || error === null ? {} : { error: errorOf(error) };

/** Micro-operations of a transaction, as Elle has them: `[["append", "x", 1], ["r", "y", null]]`. */
const isTransaction = (value: Value | undefined): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item: Value) => Array.isArray(item) && typeof item[0] === 'string');

function invocationOf(
  event: ForeignEvent,
  independent: boolean,
): { f: string; key: string | undefined; value: Value } {
  const { line, f, value = null } = event;
  const name =
    typeof f === 'string' ? f : (f === undefined || f === null) && isTransaction(value) ? 'txn' : undefined;
  if (name === undefined) {
    throw new HistoryError(
      line,
      `expected what the operation does, such as read or write, but ${f === undefined ? 'there is no "f"' : `"f" is ${show(f)}`}.`,
    );
  }
  if (!independent) return { f: name, key: keyOf(event.key), value };
  if (!isKeyedValue(value)) {
    throw new HistoryError(
      line,
      `expected the value of ${name} to be [key value], as in Jepsen's independent tests, but it is ${show(value)}.`,
    );
  }
  return { f: name, key: keyOf(value[0]), value: value[1] };
}

const keyOf = (key: Value | undefined): string | undefined => {
  if (key === undefined || key === null) return undefined;
  return typeof key === 'string' ? key : JSON.stringify(key);
};

function completionOf(
  event: ForeignEvent,
  { line, f, key }: Open,
  independent: boolean,
  failedCas: SourceRules['failedCas'],
): Pick<HistoryEvent, 'type' | 'value' | 'error'> {
  const { type, error } = event;
  const isSame = (event.f === undefined || event.f === null || event.f === f) && isAbout(event.key, key);
  if (type === 'invoke' || !isSame) {
    const about = keyOf(event.key) ?? key;
    throw new HistoryError(
      event.line,
      `process ${show(event.process ?? 0)} ends ${show(event.f)}${about === undefined ? '' : ` of ${about}`}, but what it has under way is the ${f}${key === undefined ? '' : ` of ${key}`} of line ${line}.`,
    );
  }
  let value = event.value ?? null;
  if (independent) {
    if (isKeyedValue(value) && keyOf(value[0]) === key) value = value[1];
    else if (type !== 'ok') value = null;
    else {
      throw new HistoryError(
        event.line,
        `expected the value of ${f} to be [${key} value], as it was invoked, but it is ${show(value)}.`,
      );
    }
  }
  if (
    type === 'fail' &&
    f === 'cas' &&
    failedCas === 'compared-unequal' &&
    (error === undefined || error === null)
  ) {
    return { type: 'ok', value: false };
  }
  return { type, value, ...withError(error) };
}

const isAbout = (given: Value | undefined, key: string | undefined): boolean =>
  given === undefined || given === null || keyOf(given) === key;
