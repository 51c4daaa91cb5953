import { INITIAL, type Trace } from './trace.js';

/** What the search may do before it gives up: steps times what each of them looks at. */
const MOST_WORK = 50_000_000;

/** What the search came to: an order that explains all, none, or no answer within its bound. */
export type Sequence =
  | { readonly holds: true }
  /** Events that stood next in each session where the longest attempt got stuck. */
  | { readonly holds: false; readonly stuckAt: readonly number[] }
  | { readonly holds: 'unknown' };

/**
 * Looks for one order of all events that keeps each session's own and makes every read right. Reads are taken as soon as
 * they fit, since they change nothing. A write may come only when nobody is left who reads the value that it overwrites:
 * values are unique, so it would not come back.
 */
export function searchSequence(trace: Trace, mostWork = MOST_WORK): Sequence {
  // A history that needs no choice takes as many steps as it has events.
  const { events, keys, sessionStart } = trace;
  return new Search(trace, events + mostWork / (keys + sessionStart.length)).run();
}

/** A write that was chosen, and what it takes to undo it and all reads after it. */
interface Choice {
  readonly options: readonly number[];
  next: number;
  /** How much of the trail was there before. */
  readonly trail: number;
}

class Search {
  readonly #trace: Trace;
  readonly #mostSteps: number;
  /** The next event of each session. */
  readonly #next: Int32Array;
  /** For each key the write whose value it holds. */
  readonly #holds: Int32Array;
  /** How many reads of each write are still to come; the initial values of keys lie behind the writes. */
  readonly #readers: Int32Array;
  readonly #taken: Uint8Array;
  /** Events in the order in which they were taken, and what a write had overwritten. */
  readonly #trail: { readonly event: number; readonly overwrote: number }[] = [];
  /** States with a choice from which everything was tried in vain. */
  readonly #dead = new Set<string>();
  #left: number;
  #steps = 0;
  #longest = -1;
  #stuckAt: number[] = [];

  constructor(trace: Trace, mostSteps: number) {
    this.#trace = trace;
    this.#mostSteps = mostSteps;
    const { events, keys, sessionStart, isWrite, source, key } = trace;
    this.#next = sessionStart.slice(0, -1);
    this.#holds = new Int32Array(keys).fill(INITIAL);
    this.#readers = new Int32Array(events + keys);
    this.#taken = new Uint8Array(events);
    this.#left = events;
    for (let event = 0; event < events; event++) {
      if (isWrite[event]) continue;
      const place = this.#place(source[event] as number, key[event] as number);
      this.#readers[place] = (this.#readers[place] as number) + 1;
    }
  }

  run(): Sequence {
    const stack: Choice[] = [];
    for (;;) {
      this.#takeReads();
      if (this.#left === 0) return { holds: true };
      if (++this.#steps > this.#mostSteps) return { holds: 'unknown' };
      const options = this.#options();
      // Most histories need no second try, and then no state needs a name.
      if (options.length > 1 && this.#dead.size > 0 && this.#dead.has(this.#state())) options.length = 0;
      if (options.length === 0) this.#noteStuck();
      stack.push({ options, next: 0, trail: this.#trail.length });
      let choice = stack.at(-1);
      while (choice && choice.next >= choice.options.length) {
        if (choice.options.length > 1) this.#dead.add(this.#state());
        stack.pop();
        choice = stack.at(-1);
        if (choice) this.#undo(choice.trail);
      }
      if (!choice) return { holds: false, stuckAt: this.#stuckAt };
      this.#take(choice.options[choice.next++] as number);
    }
  }

  #place(write: number, key: number): number {
    return write === INITIAL ? this.#trace.events + key : write;
  }

  /** Names the state: where each session stands, what each key holds, and which reads of an operation are done. */
  #state(): string {
    const { isWrite, lastOfOperation, sessionStart } = this.#trace;
    let begun = '';
    for (let session = 0; session < this.#next.length; session++) {
      const event = this.#next[session] as number;
      if (event >= (sessionStart[session + 1] as number) || isWrite[event]) continue;
      const last = lastOfOperation[event] as number;
      if (last > event) begun += ` ${this.#taken.subarray(event, last + 1).join('')}`;
    }
    return `${this.#next.join()} ${this.#holds.join()}${begun}`;
  }

  #takeReads(): void {
    const { sessionStart, isWrite, lastOfOperation, source, key } = this.#trace;
    for (let hasMoved = true; hasMoved;) {
      hasMoved = false;
      for (let session = 0; session < this.#next.length; session++) {
        for (;;) {
          const event = this.#next[session] as number;
          if (event >= (sessionStart[session + 1] as number) || isWrite[event]) break;
          const last = lastOfOperation[event] as number;
          let isComplete = true;
          for (let one = event; one <= last; one++) {
            if (this.#taken[one]) continue;
            if (this.#holds[key[one] as number] !== source[one]) isComplete = false;
            else {
              this.#take(one);
              hasMoved = true;
            }
          }
          if (!isComplete) break;
          this.#next[session] = last + 1;
        }
      }
    }
  }

  /**
   * The writes that may come next, those that were done first first: most systems order writes about as they were
   * acknowledged, and then no other choice needs to be tried.
   */
  #options(): number[] {
    const { sessionStart, isWrite, key, operation } = this.#trace;
    const options: number[] = [];
    for (let session = 0; session < this.#next.length; session++) {
      const event = this.#next[session] as number;
      if (event >= (sessionStart[session + 1] as number) || !isWrite[event]) continue;
      const overwritten = this.#place(this.#holds[key[event] as number] as number, key[event] as number);
      if (this.#readers[overwritten] === 0) options.push(event);
    }
    const end = (event: number): number => operation[event]?.completedIndex ?? Infinity;
    return options.sort((a, b) => Math.sign(end(a) - end(b)) || a - b);
  }

  #take(event: number): void {
    const { isWrite, key, source, session } = this.#trace;
    const about = key[event] as number;
    this.#taken[event] = 1;
    this.#left--;
    this.#trail.push({ event, overwrote: this.#holds[about] as number });
    if (isWrite[event]) {
      this.#holds[about] = event;
      this.#next[session[event] as number] = event + 1;
    } else {
      const place = this.#place(source[event] as number, about);
      this.#readers[place] = (this.#readers[place] as number) - 1;
    }
  }

  #undo(length: number): void {
    const { isWrite, key, source, session, firstOfOperation } = this.#trace;
    while (this.#trail.length > length) {
      const { event, overwrote } = this.#trail.pop() as { event: number; overwrote: number };
      const about = key[event] as number;
      this.#taken[event] = 0;
      this.#left++;
      this.#next[session[event] as number] = firstOfOperation[event] as number;
      if (isWrite[event]) this.#holds[about] = overwrote;
      else {
        const place = this.#place(source[event] as number, about);
        this.#readers[place] = (this.#readers[place] as number) + 1;
      }
    }
  }

  #noteStuck(): void {
    if (this.#trail.length <= this.#longest) return;
    this.#longest = this.#trail.length;
    const { sessionStart } = this.#trace;
    this.#stuckAt = Array.from(this.#next).filter((event, at) => event < (sessionStart[at + 1] as number));
  }
}
