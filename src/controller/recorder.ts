import type { HistoryEvent } from '../history/event.js';

/** An event before it has a number and a time; what is undefined is left out. */
export interface EventDraft extends Pick<HistoryEvent, 'process' | 'type' | 'f' | 'value'> {
  readonly key?: HistoryEvent['key'] | undefined;
  readonly node?: HistoryEvent['node'] | undefined;
  readonly user?: HistoryEvent['user'] | undefined;
  readonly error?: HistoryEvent['error'] | undefined;
  readonly final?: HistoryEvent['final'] | undefined;
}

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

  record({ process, type, f, key, value, node, user, error, final }: EventDraft): void {
    // Fields are set one by one, because spreading what may be absent takes several times as long.
    const event: { -readonly [Field in keyof HistoryEvent]: HistoryEvent[Field] } = {
      index: this.#index++,
      process,
      type,
      f,
      value,
      time: this.#now(),
    };
    if (key !== undefined) event.key = key;
    if (node !== undefined) event.node = node;
    if (user !== undefined) event.user = user;
    if (error) event.error = error;
    if (final) event.final = final;
    this.#onEvent(event);
  }
}
