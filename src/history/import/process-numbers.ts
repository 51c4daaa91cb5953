import { NEMESIS, type Value } from '../event.js';
import { HistoryError } from '../pair.js';
import { type ForeignEvent, show } from './foreign-event.js';

/**
 * Numbers for the processes of a source. A number stays what it is; a name gets a number of its own, and so does what
 * comes after an operation of unknown outcome: that operation may still be under way. A source without processes has
 * one, 0.
 */
export class ProcessNumbers {
  readonly #numbers = new Map<Value, number>();
  #next = 0;

  /** @throws HistoryError when a process is neither a number nor a name */
  constructor(events: readonly ForeignEvent[]) {
    for (const { process } of events) {
      const number = wholeNumber(process);
      if (number !== undefined && number >= this.#next) this.#next = number + 1;
    }
  }

  numberOf({ process, line }: ForeignEvent): number {
    const whole = wholeNumber(process);
    if (whole === undefined && typeof process !== 'string') {
      throw new HistoryError(
        line,
        `"process" must be a whole number, a name or "${NEMESIS}", but is ${show(process)}.`,
      );
    }
    const name = whole ?? process ?? 0;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = whole ?? this.#next++;
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** Lets what the process does next have a new number. */
  retire({ process }: ForeignEvent): void {
    this.#numbers.set(wholeNumber(process) ?? process ?? 0, this.#next++);
  }
}

function wholeNumber(process: Value | undefined): number | undefined {
  if (process === undefined || process === null) return 0;
  const number = typeof process === 'string' && /^\d+$/.test(process) ? Number(process) : process;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
