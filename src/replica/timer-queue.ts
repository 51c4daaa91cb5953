import type { Timer } from './host.js';

interface Entry {
  readonly due: number;
  action: (() => void) | undefined;
}

/**
 * Timers that fire in the order in which they are due, those due at once in the order in which they were set, and
 * never early: Node's own promise none of this for timers of different lengths.
 */
export class TimerQueue {
  readonly #now: () => number;
  /** Latest first, so that the next one is popped from the end. */
  readonly #entries: Entry[] = [];
  #armedFor = Infinity;
  #disarm: () => void = () => {};

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  after(delayMs: number, action: () => void): Timer {
    const entry: Entry = { due: this.#now() + Math.max(0, delayMs), action };
    this.#insert(entry);
    this.#arm();
    return {
      cancel: () => {
        entry.action = undefined;
      },
    };
  }

  /** Calls off everything that waits. */
  clear(): void {
    this.#entries.length = 0;
    this.#disarm();
    this.#armedFor = Infinity;
  }

  #insert(entry: Entry): void {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle] as Entry).due > entry.due) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  #arm(): void {
    const next = this.#entries.at(-1);
    if (!next || next.due >= this.#armedFor) return;
    this.#disarm();
    this.#armedFor = next.due;
    const delay = next.due - this.#now();
    if (delay <= 0) {
      const handle = setImmediate(() => this.#fire());
      this.#disarm = () => clearImmediate(handle);
    } else {
      const handle = setTimeout(() => this.#fire(), Math.min(Math.ceil(delay), 2 ** 31 - 1));
      this.#disarm = () => clearTimeout(handle);
    }
  }

  #fire(): void {
    this.#armedFor = Infinity;
    const now = this.#now();
    for (;;) {
      const next = this.#entries.at(-1);
      if (!next || next.due > now) break;
      this.#entries.pop();
      next.action?.();
    }
    this.#arm();
  }
}
