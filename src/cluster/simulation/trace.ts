/** What a trace keeps of an event. */
export interface TracedEvent {
  /** Virtual nanoseconds. */
  readonly at: number;
  readonly kind: string;
  readonly place: string;
  readonly from: string;
  readonly type: string;
}

/** Every event of a run with the rolling hash at that moment: two traces show where two runs part. */
export class Trace {
  readonly #events: TracedEvent[] = [];
  readonly #words: number[] = [];

  get length(): number {
    return this.#events.length;
  }

  add(event: TracedEvent, word: number): void {
    const { at, kind, place, from, type } = event;
    this.#events.push({ at, kind, place, from, type });
    this.#words.push(word);
  }

  /** The first event that is not the same in both, with its number; undefined when the traces are equal. */
  static firstDifference(
    one: Trace,
    other: Trace,
  ): { number: number; one: TracedEvent | undefined; other: TracedEvent | undefined } | undefined {
    const length = Math.max(one.length, other.length);
    for (let number = 0; number < length; number++) {
      if (one.#words[number] !== other.#words[number]) {
        return { number, one: one.#events[number], other: other.#events[number] };
      }
    }
    return undefined;
  }
}
