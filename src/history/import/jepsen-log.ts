import type { EventType, Value } from '../event.js';
import { HistoryError } from '../pair.js';
import type { ForeignEvent } from './foreign-event.js';
import { NotationReader } from './notation.js';

/** The end of a line in which `jepsen.util` logs an event: process, type, f, then value and perhaps error, in EDN. */
const EVENT = /(?:^|\s)(\d+|:nemesis)\s+:(invoke|ok|fail|info)\s+:(\S+)(.*)$/s;

/** True for a line that logs an event. */
export const isJepsenLogLine = (line: string): boolean => EVENT.test(line);

/**
 * The events that a test has logged (`INFO  jepsen.util - 3	:invoke	:cas	[4 0]`), as the histories of etcd are that
 * Porcupine and the linearizability checker of Horn and Kroening are tested with. Other lines are passed over.
 * @throws HistoryError when what follows an event's `f` is no EDN
 */
export function readJepsenLog(text: string): ForeignEvent[] {
  const events: ForeignEvent[] = [];
  let number = 0;
  for (const line of text.split(/\r?\n/)) {
    number++;
    const [, process, type, f, rest] = EVENT.exec(line) ?? [];
    if (process === undefined) continue;
    const { value, error } = valueAndError(rest as string, type as EventType, number);
    events.push({
      line: number,
      process: process === ':nemesis' ? 'nemesis' : Number(process),
      type: type as EventType,
      ...(f !== undefined && { f }),
      value,
      ...(error !== undefined && { error }),
    });
  }
  return events;
}

/** What stands after `f`. Where an operation did not end in `ok` a keyword in the place of the value says why. */
function valueAndError(rest: string, type: EventType, line: number): { value: Value; error?: Value } {
  const reader = new NotationReader(rest, 'edn', line);
  const first = reader.peek();
  if (first === '')
    throw new HistoryError(line, 'the line ends before the value of the event: is it all there?');
  const value = reader.read();
  if (first === ':' && (type === 'fail' || type === 'info')) return { value: null, error: value };
  const error = reader.peek() === '' ? null : reader.read();
  // Some tools add hints about the order of writes; they are no errors.
  return error === null || error === 'hint' ? { value } : { value, error };
}
