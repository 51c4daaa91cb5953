/** Something that will happen at a virtual time. */
export interface Scheduled<Self> {
  /** Virtual nanoseconds. */
  readonly at: number;
  /** Order of scheduling: breaks ties, so that equal times have one order. */
  readonly sequence: number;
  /** Undefined once the event was called off. */
  readonly action: unknown;
  /** Another that waits for the same stretch of time; the queue's own. */
  next?: Self | undefined;
}

function before(a: Scheduled<unknown>, b: Scheduled<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** How long a stretch of time is, in nanoseconds: about two milliseconds, in which little happens. */
export const STRETCH_NS = 2 ** 21;
/** So many stretches ahead are kept apart: about two seconds. */
export const STRETCHES = 1024;

/**
 * A priority queue by (time, order of scheduling): a heap for the present stretch of time, and for each of the next ones a
 * list in no order, which goes into the heap when its time has come (a timing wheel; Varghese and Lauck, "Hashed and
 * hierarchical timing wheels", SOSP 1987).
 *
 * Most timers are called off before their time: they leave without ever having been in the heap, which so stays small. It is
 * 4-ary, which is shallower than a binary one. Time never goes back: nothing may be added before what has been taken out.
 */
export class EventQueue<E extends Scheduled<E>> {
  /** What comes before `#until`, and what is too far away for the lists. */
  readonly #heap: E[] = [];
  /** The lists of the stretches ahead, each at its number modulo their count. */
  readonly #lists: (E | undefined)[] = Array.from({ length: STRETCHES }, () => undefined);
  /** How many lists hold something. */
  #filled = 0;
  /** The present stretch ends here. */
  #until = STRETCH_NS;

  /** Adds an event. */
  push(event: E): void {
    const ahead = event.at - this.#until;
    if (ahead < 0 || ahead >= STRETCH_NS * (STRETCHES - 1)) {
      this.#rise(event);
      return;
    }
    const place = Math.floor(event.at / STRETCH_NS) % STRETCHES;
    const first = this.#lists[place];
    if (!first) this.#filled++;
    event.next = first;
    this.#lists[place] = event;
  }

  /** Removes and returns the earliest event; undefined when there is none. It may be one that was called off. */
  pop(): E | undefined {
    const heap = this.#heap;
    while (this.#filled > 0 && !(heap.length > 0 && (heap[0] as E).at < this.#until)) this.#advance();
    const first = heap[0];
    if (first && first.at >= this.#until) this.#until = (Math.floor(first.at / STRETCH_NS) + 1) * STRETCH_NS;
    const last = heap.pop();
    if (last && heap.length > 0) this.#sink(last);
    return first;
  }

  /** Goes on to the next stretch. */
  #advance(): void {
    const place = (this.#until / STRETCH_NS) % STRETCHES;
    this.#until += STRETCH_NS;
    let event = this.#lists[place];
    if (!event) return;
    this.#lists[place] = undefined;
    this.#filled--;
    while (event) {
      const { next }: { next?: E | undefined } = event;
      // What is dead and old would keep the others from being collected early.
      event.next = undefined;
      if (event.action !== undefined) this.#rise(event);
      event = next;
    }
  }

  /** Puts an event at the end, and then where it belongs. */
  #rise(event: E): void {
    const heap = this.#heap;
    let hole = heap.length;
    heap.push(event);
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const above = heap[parent] as E;
      if (!before(event, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = event;
  }

  /** Puts an event in the place of the first, and then where it belongs. */
  #sink(event: E): void {
    const heap = this.#heap;
    const size = heap.length;
    let hole = 0;
    for (;;) {
      const firstChild = (hole << 2) + 1;
      if (firstChild >= size) break;
      let least = firstChild;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        if (before(heap[child] as E, heap[least] as E)) least = child;
      }
      const candidate = heap[least] as E;
      if (!before(candidate, event)) break;
      heap[hole] = candidate;
      hole = least;
    }
    heap[hole] = event;
  }
}
