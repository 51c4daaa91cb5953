/** Something that will happen at a virtual time. */
export interface Scheduled {
  /** Virtual nanoseconds. */
  readonly at: number;
  /** Order of scheduling: breaks ties, so that equal times have one order. */
  readonly sequence: number;
}

function before(a: Scheduled, b: Scheduled): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** A priority queue by (time, order of scheduling): a 4-ary heap, which is shallower than a binary one. */
export class EventQueue<E extends Scheduled> {
  readonly #heap: E[] = [];

  get size(): number {
    return this.#heap.length;
  }

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

  /** Removes and returns the earliest event; undefined when there is none. */
  pop(): E | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
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
      if (!before(candidate, last)) break;
      heap[hole] = candidate;
      hole = least;
    }
    heap[hole] = last;
    return first;
  }
}
