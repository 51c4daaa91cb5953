import type { Trace } from './trace.js';

/**
 * The writes of a history by key and, within a key, by session in its order. A key and a session that writes it have a
 * *cell*; the cells of a key follow each other in order of sessions.
 */
export class WriteIndex {
  /** How many pairs of a key and a session that writes it there are. */
  readonly cells: number;
  /** The session of each cell. */
  readonly writer: Int32Array;
  /** All writes, and the cell of each, in order of events. */
  readonly inOrder: Int32Array;
  readonly cellInOrder: Int32Array;
  /** Cells of key `k`: from `cellStart[k]` up to `cellStart[k + 1]`. */
  readonly cellStart: Int32Array;
  readonly #events: Int32Array;
  /** Events of cell `c`: from `#start[c]` up to `#start[c + 1]`. */
  readonly #start: Int32Array;

  constructor({ events, keys, key, session, isWrite }: Trace) {
    const keyStart = new Int32Array(keys + 1);
    for (let event = 0; event < events; event++) {
      if (isWrite[event])
        keyStart[(key[event] as number) + 1] = (keyStart[(key[event] as number) + 1] as number) + 1;
    }
    for (let one = 0; one < keys; one++) {
      keyStart[one + 1] = (keyStart[one + 1] as number) + (keyStart[one] as number);
    }
    // Events are numbered session by session, so those of a key come in order of sessions, and in each session's own.
    const sorted = new Int32Array(keyStart[keys] as number);
    const next = keyStart.slice();
    for (let event = 0; event < events; event++) {
      if (!isWrite[event]) continue;
      const at = next[key[event] as number] as number;
      sorted[at] = event;
      next[key[event] as number] = at + 1;
    }
    const writer: number[] = [];
    const start: number[] = [];
    const cellOf = new Int32Array(events);
    this.cellStart = new Int32Array(keys + 1);
    for (let one = 0; one < keys; one++) {
      let last = -1;
      for (let at = keyStart[one] as number; at < (keyStart[one + 1] as number); at++) {
        const event = sorted[at] as number;
        if (session[event] !== last) {
          last = session[event] as number;
          writer.push(last);
          start.push(at);
        }
        cellOf[event] = writer.length - 1;
      }
      this.cellStart[one + 1] = writer.length;
    }
    this.cells = writer.length;
    this.writer = Int32Array.from(writer);
    this.#events = sorted;
    this.inOrder = sorted.slice().sort();
    this.cellInOrder = this.inOrder.map((event) => cellOf[event] as number);
    this.#start = Int32Array.from([...start, sorted.length]);
  }

  /** Whether any session but one writes a key. */
  isWrittenByOther(key: number, session: number): boolean {
    const first = this.cellStart[key] as number;
    const count = (this.cellStart[key + 1] as number) - first;
    return count > 1 || (count === 1 && this.writer[first] !== session);
  }

  /** The cell of a key and a session; -1 when the session does not write the key. */
  cell(key: number, session: number): number {
    let [low, high] = [this.cellStart[key] as number, this.cellStart[key + 1] as number];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.writer[middle] as number) < session) low = middle + 1;
      else high = middle;
    }
    return low < (this.cellStart[key + 1] as number) && this.writer[low] === session ? low : -1;
  }

  /** The first event of a cell from an event on; -1 when there is none. */
  firstFrom(cell: number, event: number): number {
    const at = this.#firstFrom(cell, event);
    return at < (this.#start[cell + 1] as number) ? (this.#events[at] as number) : -1;
  }

  /** The last event of a cell before one; -1 when there is none. */
  lastBefore(cell: number, event: number): number {
    const at = this.#firstFrom(cell, event);
    return at > (this.#start[cell] as number) ? (this.#events[at - 1] as number) : -1;
  }

  #firstFrom(cell: number, event: number): number {
    let [low, high] = [this.#start[cell] as number, this.#start[cell + 1] as number];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as number) < event) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
