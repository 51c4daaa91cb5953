import type { Trace } from './trace.js';

/** For each key and session the events that write the key, in session order. */
export class WriteIndex {
  readonly #sessions: number;
  readonly #events: Int32Array;
  readonly #start: Int32Array;
  /** The sessions that write a key: `#writers[#writersStart[k]]` up to `#writers[#writersStart[k + 1]]`. */
  readonly #writers: Int32Array;
  readonly #writersStart: Int32Array;

  constructor({ events, keys, key, session, isWrite, sessionStart }: Trace) {
    this.#sessions = sessionStart.length - 1;
    const cells = keys * this.#sessions;
    const start = new Int32Array(cells + 1);
    const cellOf = (event: number): number =>
      (key[event] as number) * this.#sessions + (session[event] as number);
    for (let event = 0; event < events; event++) {
      if (isWrite[event]) start[cellOf(event) + 1] = (start[cellOf(event) + 1] as number) + 1;
    }
    const writers: number[] = [];
    const writersStart = new Int32Array(keys + 1);
    for (let cell = 0; cell < cells; cell++) {
      if ((start[cell + 1] as number) > 0) writers.push(cell % this.#sessions);
      if ((cell + 1) % this.#sessions === 0) writersStart[(cell + 1) / this.#sessions] = writers.length;
      start[cell + 1] = (start[cell + 1] as number) + (start[cell] as number);
    }
    this.#events = new Int32Array(start[cells] as number);
    const next = start.slice();
    for (let event = 0; event < events; event++) {
      if (!isWrite[event]) continue;
      const cell = cellOf(event);
      this.#events[next[cell] as number] = event;
      next[cell] = (next[cell] as number) + 1;
    }
    this.#start = start;
    this.#writers = Int32Array.from(writers);
    this.#writersStart = writersStart;
  }

  /** The sessions that write a key. */
  writersOf(key: number): Int32Array {
    return this.#writers.subarray(this.#writersStart[key], this.#writersStart[key + 1]);
  }

  /** Whether any session but one writes a key. */
  isWrittenByOther(key: number, session: number): boolean {
    const writers = this.writersOf(key);
    return writers.length > 1 || (writers.length === 1 && writers[0] !== session);
  }

  /** The first event by which a session writes a key and for which something holds that then holds for all later ones; -1 when there is none. */
  firstWhere(key: number, session: number, holds: (write: number) => boolean): number {
    const cell = key * this.#sessions + session;
    const end = this.#start[cell + 1] as number;
    let [low, high] = [this.#start[cell] as number, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#events[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low < end ? (this.#events[low] as number) : -1;
  }

  /** The last event before `limit` by which a session writes a key; -1 when there is none. */
  lastBefore(key: number, session: number, limit: number): number {
    const cell = key * this.#sessions + session;
    const first = this.#start[cell] as number;
    let [low, high] = [first, this.#start[cell + 1] as number];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as number) < limit) low = middle + 1;
      else high = middle;
    }
    return low > first ? (this.#events[low - 1] as number) : -1;
  }
}
