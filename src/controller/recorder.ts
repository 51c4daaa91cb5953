import type { HistoryEvent } from '../history/event.js';

/** Numbers and times events, and hands each on as it happens. */
export class Recorder {
  readonly #now: () => number;
  readonly #onEvent: (event: HistoryEvent) => void;
  #index = 0;

  /** @param now nanoseconds since the run began */
  constructor(now: () => number, onEvent: (event: HistoryEvent) => void) {
    this.#now = now;
    this.#onEvent = onEvent;
  }

  /** Events recorded so far. */
  get count(): number {
    return this.#index;
  }

  record(event: Omit<HistoryEvent, 'index' | 'time'>): void {
    this.#onEvent({ index: this.#index++, ...event, time: this.#now() });
  }
}
