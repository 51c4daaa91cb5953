/** Something that will happen at a virtual time. */
export interface Scheduled<Self> {
  /** Virtual nanoseconds. */
  readonly at: number;
  /** Order of scheduling: breaks ties, so that equal times have one order. */
  readonly sequence: number;
  /** Undefined once the event was called off. */
  readonly action: unknown;
  /** The delay that it was scheduled with, where it waits in a lane; the queue's own. */
  lane?: number | undefined;
  /** Who waits behind it in that lane; the queue's own. */
  next?: Self | undefined;
}

function before(a: Scheduled<unknown>, b: Scheduled<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** Separates an event from the one behind it: what is dead and old would keep that one from being collected early. */
function unlink<E extends Scheduled<E>>(event: E): E | undefined {
  const { next } = event;
  event.next = undefined;
  return next;
}

/**
 * A priority queue by (time, order of scheduling): a 4-ary heap, which is shallower than a binary one.
 *
 * Most timers are called off before their time, and would only make the heap deep. Those of one delay come in order
 * anyway, so they wait in a lane of which only the first is in the heap, and what was called off leaves without ever
 * having been there.
 */
export class EventQueue<E extends Scheduled<E>> {
  readonly #heap: E[] = [];
  /** The last of each lane, by delay. */
  readonly #lanes = new Map<number, E>();

  /** Adds an event. */
  push(event: E): void {
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

  /** Adds an event that comes after all that were added with the same delay, as it does when time never goes back. */
  pushTimer(event: E, delay: number): void {
    const last = this.#lanes.get(delay);
    this.#lanes.set(delay, event);
    event.lane = delay;
    if (last) last.next = event;
    else this.push(event);
  }

  /** Removes and returns the earliest event; undefined when there is none. It may be one that was called off. */
  pop(): E | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return undefined;
    const next = first.lane === undefined ? undefined : this.#behind(first, first.lane);
    const last = next ?? heap.pop();
    if (last && heap.length > 0) this.#sink(last);
    return first;
  }

  /** The next of a lane. One that was called off is passed over, but for the last, by which the lane is known. */
  #behind(first: E, lane: number): E | undefined {
    let next = unlink(first);
    if (!next) this.#lanes.delete(lane);
    while (next?.next && next.action === undefined) next = unlink(next);
    return next;
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
