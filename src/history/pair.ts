import { type HistoryEvent, NEMESIS, type Value } from './event.js';
import type { History, Operation } from './operation.js';

/** Thrown when events do not make a history; the message says where and why. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  /** Number of the offending line, from 1. */
  readonly line: number;

  constructor(line: number, text: string) {
    super(`Line ${line}: ${text}`);
    this.line = line;
  }
}

interface OpenWindow {
  readonly id: string;
  readonly kind: string;
  readonly value: Value;
  readonly from: number;
  to: number;
}

type Completed = { -readonly [K in keyof Operation]: Operation[K] };

/**
 * Joins events into operations as they come, so that a long history need not exist as events and operations at once.
 * Call `add` for every event in order, then `finish`.
 */
export class HistoryBuilder {
  readonly #operations: Completed[] = [];
  readonly #open = new Map<number, Completed>();
  readonly #retired = new Set<number>();
  readonly #windows = new Map<string, OpenWindow>();
  #events = 0;
  #endedAt = 0;

  /** @throws HistoryError when the event cannot follow those before it */
  add(event: HistoryEvent): void {
    const line = this.#events + 1;
    if (event.index !== this.#events) {
      throw new HistoryError(
        line,
        `expected index ${this.#events}, because indexes count events from 0 without gaps, but it is ${event.index}.`,
      );
    }
    if (event.time < this.#endedAt) {
      throw new HistoryError(line, `time runs backwards: ${event.time} ns comes after ${this.#endedAt} ns.`);
    }
    this.#endedAt = event.time;
    this.#events++;
    if (event.process === NEMESIS) this.#nemesis(line, event);
    else if (event.type === 'invoke') this.#invoke(line, event, event.process);
    else this.#complete(line, event, event.process, event.type);
  }

  /** The history. Operations that never completed are `info`, and faults that were never healed have no end. */
  finish(): History {
    return {
      operations: this.#operations,
      faults: [...this.#windows.values()],
      endedAt: this.#endedAt,
      events: this.#events,
    };
  }

  #invoke(line: number, event: HistoryEvent, process: number): void {
    const busy = this.#open.get(process);
    if (busy) {
      throw new HistoryError(
        line,
        `process ${process} invokes ${event.f} while its ${busy.f} of index ${busy.index} is still under way; a process does one thing at a time.`,
      );
    }
    if (this.#retired.has(process)) {
      throw new HistoryError(
        line,
        `process ${process} goes on after an operation of unknown outcome (info); a new process must take its place.`,
      );
    }
    const { index, f, key, value, time, node, user, final } = event;
    const operation: Completed = {
      index,
      process,
      f,
      input: value,
      output: null,
      type: 'info',
      invokedAt: time,
      completedAt: Infinity,
      completedIndex: Infinity,
      endedAt: Infinity,
    };
    if (key !== undefined) operation.key = key;
    if (node !== undefined) operation.node = node;
    if (user !== undefined) operation.user = user;
    if (final) operation.final = true;
    this.#open.set(process, operation);
    this.#operations.push(operation);
  }

  #complete(line: number, event: HistoryEvent, process: number, type: 'ok' | 'fail' | 'info'): void {
    const operation = this.#open.get(process);
    if (!operation) {
      throw new HistoryError(line, `process ${process} ends a ${event.f} (${type}) that it has not invoked.`);
    }
    if (event.f !== operation.f || event.key !== operation.key) {
      const name = (f: string, key: string | undefined): string => (key === undefined ? f : `${f} of ${key}`);
      throw new HistoryError(
        line,
        `process ${process} ends a ${name(event.f, event.key)}, but what it had invoked is a ${name(operation.f, operation.key)} (index ${operation.index}).`,
      );
    }
    this.#open.delete(process);
    operation.type = type;
    operation.endedAt = event.time;
    if (event.error) operation.error = event.error;
    if (type === 'info') {
      this.#retired.add(process);
      return;
    }
    operation.completedAt = event.time;
    operation.completedIndex = event.index;
    if (type === 'ok') operation.output = event.value;
  }

  /**
   * A fault lasts from when the nemesis sets about it until it has undone it. One that could not be injected is none:
   * no operation may count as having met it. What else a nemesis says, as in histories from elsewhere, is passed over.
   */
  #nemesis(line: number, { type, f, value, time, error }: HistoryEvent): void {
    if (type !== 'info') {
      throw new HistoryError(line, `expected events of the nemesis to be info, but this one is ${type}.`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { id, kind } = value as { readonly id?: Value; readonly kind?: Value };
    if (typeof id !== 'string' || typeof kind !== 'string') return;
    const window = this.#windows.get(id);
    if (f === 'inject' && error) this.#windows.delete(id);
    else if (f === 'inject' && !window) this.#windows.set(id, { id, kind, value, from: time, to: Infinity });
    else if (f === 'heal' && window) window.to = time;
  }
}

/**
 * Joins events into a history.
 * @throws HistoryError when they do not fit together
 */
export function pair(events: Iterable<HistoryEvent>): History {
  const builder = new HistoryBuilder();
  for (const event of events) builder.add(event);
  return builder.finish();
}
